import type { ToldReport } from "../wire.ts";
import { make, makeSvg, makeTitle } from "./make.ts";
import type { Pen } from "./pen.ts";

type Day = NonNullable<ToldReport["reminders"]>[number];

/** The drawing's own measures: it is stretched to the width that there is. */
const height = 100;
const dayWidth = 10;
const barWidth = 8;
/** A day with anything at all is seen. */
const shortest = 2;

/** How many reminders are due on each of the next days, as a plot. */
export function drawPlot({ report: { reminders }, texts, times, number }: Pen): readonly Node[] {
  if (reminders === undefined) return [make("p", {}, texts.text("store-away"))];
  const total = reminders.reduce((sum, { count }) => sum + count, 0);
  const [biggest] = reminders.toSorted((one, other) => other.count - one.count);
  const [first, last] = [reminders[0], reminders.at(-1)];
  if (total === 0 || biggest === undefined || first === undefined || last === undefined)
    return [make("p", {}, texts.text("reminders.none"))];
  const summary = texts.text("reminders.summary", {
    total: number(total),
    most: number(biggest.count),
    day: times.day(biggest.day),
  });
  const said = ({ day, count }: Day) =>
    texts.text("reminders.day", { day: times.day(day), count: number(count) });
  return [
    makeSvg(
      "svg",
      {
        class: "plot",
        role: "img",
        "aria-label": summary,
        viewBox: `0 0 ${reminders.length * dayWidth} ${height + 1}`,
        preserveAspectRatio: "none",
      },
      makeSvg("rect", { class: "ground", y: height, width: reminders.length * dayWidth, height: 1 }),
      ...reminders.map((day, index) => drawDay(day, index, biggest.count, said(day))),
    ),
    make(
      "p",
      { className: "axis" },
      make("span", {}, times.day(first.day)),
      make("span", {}, times.day(last.day)),
    ),
    make("p", {}, summary),
  ];
}

function drawDay({ count }: Day, index: number, most: number, title: string): SVGElement {
  const tall = count === 0 ? 0 : Math.max(shortest, (count / most) * height);
  const x = index * dayWidth + (dayWidth - barWidth) / 2;
  // The whole column can be pointed at, however short its bar.
  return makeSvg(
    "g",
    {},
    makeTitle(title),
    makeSvg("rect", { x: index * dayWidth, width: dayWidth, height, fill: "transparent" }),
    makeSvg("rect", { x, y: height - tall, width: barWidth, height: tall }),
  );
}
