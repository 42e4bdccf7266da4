import type { ToldReport } from "../wire.ts";
import { make } from "./elements.ts";
import type { Texts } from "./texts.ts";
import type { Times } from "./write-time.ts";

/** What a section of the report is drawn with. */
export interface Pen {
  readonly report: ToldReport;
  readonly text: Texts["text"];
  readonly times: Times;
  /** Writes a number as the language does. */
  readonly number: (count: number) => string;
  /** Names a language by its tag. */
  readonly languageName: (tag: string) => string;
}

/** What a section shows below its title; a text stands as a paragraph. */
export type Parts = readonly (Element | string)[];

/** How many there are of something. */
export type Count = readonly [label: string, count: number];

/** A list with one line for each count: its share of all, and a bar as long as that. */
export function drawBars(
  list: "ol" | "ul",
  counts: readonly Count[],
  all: number,
  number: Pen["number"],
): HTMLElement {
  const lines = counts.map(([label, count]) => {
    const share = all === 0 ? 0 : (count / all) * 100;
    const bar = make("i");
    bar.style.setProperty("--share", `${share}%`);
    const written = make("span", { className: "share" }, `${number(Math.round(share))} %`);
    return make("li", {}, make("b", {}, number(count)), ` ${label} `, written, bar);
  });
  return make(list, { className: "bars" }, ...lines);
}

/** Numbers side by side; one that is not known is left out, and a warning is marked unless it is 0. */
export function drawNumbers(
  numbers: readonly (readonly [label: string, count: number | undefined, isWarning?: true])[],
  number: Pen["number"],
): HTMLElement {
  const drawn = numbers.map(([label, count, isWarning]) => {
    const className = isWarning && count ? "marked" : "";
    return (
      count !== undefined && make("div", { className }, make("dt", {}, label), make("dd", {}, number(count)))
    );
  });
  return make("dl", { className: "numbers" }, ...drawn);
}

/** A table whose rows begin with their name; those that want a look are marked. */
export function drawTable(
  heads: readonly string[],
  rows: readonly { readonly cells: readonly string[]; readonly isMarked?: boolean }[],
): HTMLElement {
  const head = make("tr", {}, ...heads.map((text) => make("th", { scope: "col" }, text)));
  const drawn = rows.map(({ cells: [name, ...values], isMarked }) => {
    const cells = values.map((value) => make("td", {}, value));
    return make("tr", { className: isMarked ? "marked" : "" }, make("th", { scope: "row" }, name), ...cells);
  });
  return make("table", {}, make("thead", {}, head), make("tbody", {}, ...drawn));
}
