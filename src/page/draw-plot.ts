import uPlot from "uplot";
import { make } from "./elements.ts";
import { drawRows, type ReportContext } from "./report-context.ts";

/** Values by day: drawn as bars if it is the only series, otherwise as a line. */
export interface Series {
  readonly label: string;
  readonly values: readonly number[];
}

const height = 220;
/** The steps of the vertical axis: whole numbers only. */
const increments = [1, 10, 100, 1_000, 10_000, 100_000].flatMap((power) => [power, 2 * power, 5 * power]);
const dayIncrements = [1, 2, 3, 7, 14, 28, 56];
/** The dashes distinguish the lines without their colours. */
const looks = [
  { colour: "--soft", dash: [2, 4] },
  { colour: "--accent", dash: [] },
  { colour: "--warn", dash: [8, 4] },
];

/**
 * Returns a figure with one value for each day, and the same as a table; `summary`: its text for screen
 * readers.
 */
export function drawFigure(
  days: readonly string[],
  series: readonly Series[],
  summary: string,
  context: ReportContext,
): HTMLElement {
  const { text, times, number } = context;
  const heads = [text("days.day"), ...series.map(({ label }) => label)];
  const rows = days.map((day, index) => {
    return { cells: [times.day(day), ...series.map(({ values }) => number(values[index] ?? 0))] };
  });
  const table = make("details", {}, make("summary", {}, text("days.table")), drawRows(heads, rows));
  return make("div", {}, drawPlot(days, series, summary, context), table);
}

/** It is drawn once its element has a width, and as wide as that. */
function drawPlot(
  days: readonly string[],
  series: readonly Series[],
  summary: string,
  { text, times, number }: ReportContext,
): HTMLElement {
  const place = make("div", {
    className: "plot",
    role: "img",
    "aria-label": summary,
    "data-values": JSON.stringify([days, series]),
  });
  let plot: uPlot | undefined;
  const observer = new ResizeObserver(() => {
    const width = place.clientWidth;
    if (!place.isConnected) {
      observer.disconnect();
      plot?.destroy();
    } else if (plot === undefined) plot = begin();
    else if (width !== plot.width) plot.setSize({ width, height });
  });
  observer.observe(place);
  return place;

  function begin(): uPlot {
    const style = getComputedStyle(place);
    const colour = (name: string) => style.getPropertyValue(name);
    const axis = { stroke: colour("--soft"), font: `13px ${style.fontFamily}`, ticks: { show: false } };
    const day = (index: number) => times.day(days[index] ?? "");
    const { bars } = uPlot.paths;
    const isAlone = series.length === 1;
    const [low, high] = [-0.6, days.length - 0.4];
    return new uPlot(
      {
        width: place.clientWidth,
        height,
        // Room for the last label, which is wider than its day.
        padding: [null, 40, null, null],
        cursor: { drag: { x: false, y: false } },
        scales: {
          x: { time: false, range: [low, high] },
          y: { range: (_, __, most) => [0, Math.max(most, 4) * 1.05] },
        },
        axes: [
          { ...axis, grid: { show: false }, incrs: dayIncrements, space: 90, values: (_, at) => at.map(day) },
          {
            ...axis,
            grid: { stroke: colour("--line"), width: 1 },
            incrs: increments,
            values: (_, at) => at.map(number),
          },
        ],
        series: [
          // Until someone points at a day, the last one is told.
          { label: text("days.day"), value: (_, index) => day(index ?? days.length - 1) },
          ...series.map(({ label, values }, index) => {
            const look = looks[isAlone ? 1 : index % looks.length];
            return {
              label,
              stroke: colour(look?.colour ?? ""),
              dash: look?.dash ?? [],
              width: 2,
              points: { show: false },
              value: (_: uPlot, value: number | null) => number(value ?? values.at(-1) ?? 0),
              ...(isAlone && bars && { paths: bars({ size: [0.8, 60] }), fill: colour("--accent") }),
            };
          }),
        ],
      },
      [days.map((_, index) => index), ...series.map(({ values }) => [...values])],
      place,
    );
  }
}
