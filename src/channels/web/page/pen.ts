import type { ToldReport } from "../wire.ts";
import { make } from "./make.ts";
import type { Texts } from "./texts.ts";
import type { Times } from "./write-time.ts";

/** What a section of the report is drawn with. */
export interface Pen {
  readonly report: ToldReport;
  readonly texts: Texts;
  readonly times: Times;
  /** Writes a number as the language does. */
  readonly number: (count: number) => string;
}

/** One line with its count, its share and a bar as long as that. */
export function drawBar(label: string, count: number, of: number, number: Pen["number"]): HTMLElement {
  const share = of === 0 ? 0 : (count / of) * 100;
  const bar = make("i");
  bar.style.setProperty("--share", `${share}%`);
  return make(
    "li",
    {},
    make("b", {}, number(count)),
    ` ${label} `,
    make("span", { className: "share" }, `${number(Math.round(share))} %`),
    bar,
  );
}

/** Numbers side by side, each with its label; those that want a look are marked. */
export function drawNumbers(
  numbers: readonly (readonly [label: string, value: string, isMarked: boolean])[],
): HTMLElement {
  return make(
    "dl",
    { className: "numbers" },
    ...numbers.map(([label, value, isMarked]) =>
      make("div", { className: isMarked ? "marked" : "" }, make("dt", {}, label), make("dd", {}, value)),
    ),
  );
}
