import type { ToldPreview, ToldReport } from "../channels/web/wire.ts";
import { make } from "./elements.ts";
import type { Texts } from "./texts.ts";
import { createTimes, localeOf } from "./write-time.ts";

/** What the operator's page shows, and what can be done there. */
export interface Desk {
  readonly report: ToldReport;
  /** The bot does not answer: the report says how things were. */
  readonly isOld: boolean;
  /** What was counted by the day, as CSV; absent if the store does not answer. */
  readonly counts: string | undefined;
  readonly view: View;
  /** Changes what is looked at. */
  readonly choose: (change: Partial<View>) => void;
  /** Has the bot show an alert, send it, or change one; `path` is what follows that of alerts. */
  readonly manage: (method: "GET" | "POST", path: string) => void;
  /** Has the browser save what was counted. */
  readonly save: () => void;
  readonly texts: Texts;
}

/** What a section of the report is drawn with. */
export type Pen = ReturnType<typeof createPen>;

/** Returns what writes moments, numbers and the names of languages as the page's own language does. */
export function createPen(desk: Desk) {
  const { report, texts } = desk;
  const language = texts.language();
  const numbers = new Intl.NumberFormat(localeOf(language));
  const names = new Intl.DisplayNames(language, { type: "language" });
  return {
    ...desk,
    text: texts.text,
    times: createTimes(language, report.zone, report.now),
    number: (count: number) => numbers.format(count),
    /** What people call it. A campaign that is no longer on offer has no name. */
    nameOf: {
      campaign: (id: string) => texts.text(`campaign.${id}`) || id,
      channel: (name: string) => texts.text(`channels.${name}`) || name,
      language: (tag: string) => names.of(tag) ?? tag,
    },
  };
}

/** What is looked at; "" is all of them. */
export interface View {
  /** The last so many days, with today. */
  readonly days: number;
  readonly campaign: string;
  readonly channel: string;
  readonly language: string;
  /** What links are shown for, once it was chosen. */
  readonly shared?: { readonly campaign: string; readonly language: string };
  /** What an alert is about, once it was chosen; and what it would be, or why it cannot be sent. */
  readonly alert?: { readonly campaign: string; readonly news: string };
  readonly shown?: ShownPreview | { readonly problem: string } | undefined;
}

/** What an alert would be; `isAsked` once the operator is asked whether it is to be sent. */
export type ShownPreview = ToldPreview & { readonly isAsked?: true };

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

/** Numbers side by side. */
export function drawNumbers(numbers: readonly Count[], number: Pen["number"]): HTMLElement {
  const drawn = numbers.map(([label, count]) =>
    make("div", {}, make("dt", {}, label), make("dd", {}, number(count))),
  );
  return make("dl", { className: "numbers" }, ...drawn);
}

/** A table whose rows begin with their name; those that want a look are marked. `heads`: the names of their texts. */
export function drawTable(
  heads: readonly string[],
  rows: readonly { readonly cells: readonly string[]; readonly isMarked?: boolean }[],
  { text }: Pen,
): HTMLElement {
  const head = make("tr", {}, ...heads.map((name) => make("th", { scope: "col" }, text(name))));
  const drawn = rows.map(({ cells: [name, ...values], isMarked }) => {
    const cells = values.map((value) => make("td", {}, value));
    return make("tr", { className: isMarked ? "marked" : "" }, make("th", { scope: "row" }, name), ...cells);
  });
  const table = make("table", {}, make("thead", {}, head), make("tbody", {}, ...drawn));
  // One that is too wide is scrolled, also by keys.
  return make("div", { className: "scrolled", tabIndex: 0 }, table);
}

/** A choice between values; `id` is unique in the page. */
export function pick(
  id: string,
  label: string,
  values: readonly string[],
  chosen: string,
  write: (value: string) => string,
  choose: (value: string) => void,
): HTMLElement {
  const options = values.map((value) =>
    make("option", { value, defaultSelected: value === chosen }, write(value)),
  );
  const field = make("select", { id }, ...options);
  field.onchange = () => choose(field.value);
  return make("label", {}, `${label} `, field);
}
