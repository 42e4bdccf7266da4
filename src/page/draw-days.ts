import { drawFigure } from "./draw-plot.ts";
import { make, makeButton } from "./elements.ts";
import {
  type Count,
  drawBars,
  drawNumbers,
  drawTable,
  type Parts,
  pick,
  type ReportContext,
} from "./report-context.ts";

type What = (typeof stages)[number] | "people" | "objections" | "confirmations" | "reminders" | "alerts";

/** The stages of the funnel, in their order. */
const stages = ["started", "accounts", "steps", "sent", "confirmed"] as const;
const plotted = ["started", "sent", "confirmed"] as const;
const periods = ["7", "30", "90", "400"];
const dimensions = ["campaign", "channel", "language"] as const;
type Dimension = (typeof dimensions)[number];
const dayMs = 86_400_000;

/** One count of one day. */
interface DailyCount extends Readonly<Record<Dimension | "day" | "what", string>> {
  readonly count: number;
}

/** Returns the first of the last `days` days. */
export function firstDay({ today }: ReportContext["report"], days: number): string {
  return new Date(Date.parse(today) - (days - 1) * dayMs).toISOString().slice(0, 10);
}

/** Returns a function that draws a section from the selected counts, if the store answers. */
export function drawCounts(
  draw: (found: readonly DailyCount[], context: ReportContext) => Parts,
): (context: ReportContext) => Parts {
  return (context) => {
    if (context.counts === undefined) return [context.text("store-away")];
    const isLookedAt = (each: DailyCount) =>
      dimensions.every((dimension) => ["", each[dimension]].includes(context.view[dimension]));
    return draw(readCounts(context).filter(isLookedAt), context);
  };
}

/** Draws the counts by day, with the controls that select them. */
export function drawDays(found: readonly DailyCount[], context: ReportContext): Parts {
  const { report, view, save, text, number } = context;
  const days = Array.from({ length: view.days }, (_, index) => firstDay(report, view.days - index));
  const series = plotted.map((what) => {
    const byDay = sumBy(found, what, "day");
    return { label: text(`what.${what}`), values: days.map((day) => byDay.get(day) ?? 0) };
  });
  // New people are not counted per service.
  const people = view.campaign === "" ? (["people"] as const) : [];
  const numbers = [...people, ...plotted, ...(["reminders", "alerts"] as const)].map(
    (what): Count => [text(`what.${what}`), sum(found, what)],
  );
  const summary = numbers.map(([label, count]) => `${label} ${number(count)}`).join(", ");
  return [
    drawChoices(context),
    drawFigure(days, series, summary, context),
    drawNumbers(numbers, number),
    makeButton({ onclick: save }, text("days.download")),
    text("days.note"),
  ];
}

function drawChoices(context: ReportContext): HTMLElement {
  const { view, choose, text, nameOf } = context;
  const known = readCounts(context);
  const lastDays = (days: string) => text("days.last", { days });
  const onDays = (days: string) => choose({ days: Number(days) });
  const period = pick("days", text("days.days"), periods, String(view.days), lastDays, onDays);
  const others = dimensions.map((dimension) => {
    const chosen = view[dimension];
    const values = new Set(["", ...[chosen, ...known.map((each) => each[dimension])].toSorted()]);
    const name = (value: string) => (value === "" ? text("days.all") : nameOf[dimension](value));
    const onValue = (value: string) => choose({ [dimension]: value });
    return pick(`by-${dimension}`, text(`days.${dimension}`), [...values], chosen, name, onValue);
  });
  return make("div", { className: "choices" }, period, ...others);
}

/** Draws how far people have come: in total, and by campaign, channel and language. */
export function drawFunnel(found: readonly DailyCount[], context: ReportContext): Parts {
  const { text, number, nameOf } = context;
  const all = sum(found, "started");
  if (all === 0) return [text("days.none")];
  const bars = stages.map((what): Count => [text(`what.${what}`), sum(found, what)]);
  const tables = dimensions.map((dimension) => {
    const sums = stages.map((what) => sumBy(found, what, dimension));
    const rows = [...(sums[0] ?? [])]
      .toSorted(([, one], [, other]) => other - one)
      .map(([value]) => ({
        cells: [nameOf[dimension](value), ...sums.map((each) => number(each.get(value) ?? 0))],
      }));
    return drawTable([`days.${dimension}`, ...stages.map((what) => `what.${what}`)], rows, context);
  });
  return [drawBars("ol", bars, all, number), ...tables, text("funnel.note")];
}

/** Draws the objections by campaign; each account counts once. */
export function drawObjections(found: readonly DailyCount[], context: ReportContext): Parts {
  const { text, number, nameOf } = context;
  const sent = sumBy(found, "objections", "campaign");
  const confirmed = sumBy(found, "confirmations", "campaign");
  const published = make("a", { href: "experience" }, text("objections.experience"));
  if (sent.size === 0) return [text("objections.none"), published];
  const rows = [...sent].map(([campaign, count]) => ({
    cells: [nameOf.campaign(campaign), number(count), number(confirmed.get(campaign) ?? 0)],
  }));
  return [drawTable(["days.campaign", "objections.sent", "objections.confirmed"], rows, context), published];
}

/** Reads the lines of the CSV after the header. */
function readCounts({ counts = "" }: ReportContext): readonly DailyCount[] {
  return counts
    .trim()
    .split("\r\n")
    .slice(1)
    .map((line) => {
      const [day = "", channel = "", campaign = "", language = "", what = "", count] = line.split(",");
      return { day, channel, campaign, language, what, count: Number(count) };
    });
}

function sum(counts: readonly DailyCount[], what: What): number {
  return counts.reduce((all, each) => (each.what === what ? all + each.count : all), 0);
}

function sumBy(
  counts: readonly DailyCount[],
  what: What,
  by: Dimension | "day",
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const each of counts)
    if (each.what === what) sums.set(each[by], (sums.get(each[by]) ?? 0) + each.count);
  return sums;
}
