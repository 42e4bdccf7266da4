import { make } from "./make.ts";

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
