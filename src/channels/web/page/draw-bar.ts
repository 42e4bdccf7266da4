import { make } from "./make.ts";
import type { Pen } from "./pen.ts";

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
