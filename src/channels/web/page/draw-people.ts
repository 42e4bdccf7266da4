import { make } from "./make.ts";
import { drawBar, type Pen } from "./pen.ts";

const steps = ["language", "accounts", "steps", "sent", "confirmed"] as const;

/** How far people have come, from the first word to the confirmation. */
export function drawPeople({ report: { usage }, texts, times, number }: Pen): readonly Node[] {
  if (usage === undefined) return [make("p", {}, texts.text("people.counting"))];
  const { people, reached, at } = usage;
  return [
    make(
      "ol",
      { className: "bars" },
      drawBar(texts.text("people.all"), people, people, number),
      ...steps.map((step) => drawBar(texts.text(`people.${step}`), reached[step], people, number)),
    ),
    make("p", {}, texts.text("people.counted", { time: times.moment(at) })),
  ];
}
