import { make, makeSvg } from "./elements.ts";
import type { Parts, Pen } from "./pen.ts";

/** The drawing's own measures: it is stretched to the width that there is. */
const height = 100;
const dayWidth = 10;
const barWidth = 8;
/** A day with anything at all is seen. */
const shortest = 2;

/** How many reminders are due on each of the next days, as a plot. */
export function drawPlot({ report: { reminders }, text, times, number }: Pen): Parts {
  if (reminders === undefined) return [text("store-away")];
  const total = reminders.reduce((sum, { count }) => sum + count, 0);
  const [biggest] = reminders.toSorted((one, other) => other.count - one.count);
  const [first, last] = [reminders[0], reminders.at(-1)];
  if (total === 0 || biggest === undefined || first === undefined || last === undefined)
    return [text("reminders.none")];
  const most = { most: number(biggest.count), day: times.day(biggest.day) };
  const summary = text("reminders.summary", { total: number(total), ...most });
  const width = reminders.length * dayWidth;
  const viewBox = `0 0 ${width} ${height + 1}`;
  const plot = makeSvg(
    "svg",
    { class: "plot", role: "img", "aria-label": summary, viewBox, preserveAspectRatio: "none" },
    makeSvg("rect", { class: "ground", y: height, width, height: 1 }),
    ...reminders.map(({ day, count }, index) => {
      const title = text("reminders.day", { day: times.day(day), count: number(count) });
      return drawDay(index, count / biggest.count, title);
    }),
  );
  const ends = [first, last].map(({ day }) => make("span", {}, times.day(day)));
  return [plot, make("p", { className: "axis" }, ...ends), summary];
}

function drawDay(index: number, share: number, title: string): SVGElement {
  const tall = share === 0 ? 0 : Math.max(shortest, share * height);
  const x = index * dayWidth + (dayWidth - barWidth) / 2;
  // The whole column can be pointed at, however short its bar.
  return makeSvg(
    "g",
    {},
    makeSvg("title", {}, title),
    makeSvg("rect", { x: index * dayWidth, width: dayWidth, height, fill: "transparent" }),
    makeSvg("rect", { x, y: height - tall, width: barWidth, height: tall }),
  );
}
