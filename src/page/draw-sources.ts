import type { ReportDto } from "../channels/web/wire.ts";
import { firstDay } from "./draw-days.ts";
import { makeButton } from "./elements.ts";
import { drawTable, type Parts, type ReportContext } from "./report-context.ts";

type SourcePeriod = NonNullable<ReportDto["sources"]>[number];
const stages = ["begun", "steps-shown", "reminder-set", "done"] as const;

/** Draws how far people came by the page that led them here, the newest weeks first. */
export function drawSources(context: ReportContext): Parts {
  const { report, view, saveSources, text } = context;
  if (report.sources === undefined) return [text("store-away")];
  const note = text("sources.note");
  const found = report.sources.filter(({ to }) => to >= firstDay(report, view.days));
  if (found.length === 0) return [text("sources.none", { setting: "WEB_SOURCES" }), note];
  const heads = ["sources.source", "sources.weeks", ...stages.map((stage) => `sources.${stage}`)];
  const rows = found.toSorted(newestFirst).map((period) => ({ cells: cellsOf(period, context) }));
  return [drawTable(heads, rows, context), makeButton({ onclick: saveSources }, text("days.download")), note];
}

function newestFirst(one: SourcePeriod, other: SourcePeriod): number {
  return other.to.localeCompare(one.to) || (other.reached.begun ?? 0) - (one.reached.begun ?? 0);
}

function cellsOf({ source, from, to, reached }: SourcePeriod, { text, times, number }: ReportContext) {
  const name = source === "other" ? text("sources.other") : source;
  const numbers = stages.map((stage) => (reached[stage] === undefined ? "–" : number(reached[stage])));
  return [name, `${times.date(from)} – ${times.date(to)}`, ...numbers];
}
