import { drawAlerts } from "./draw-alerts.ts";
import { drawChannels, drawTrouble } from "./draw-channels.ts";
import { drawCounts, drawDays, drawFunnel, drawObjections } from "./draw-days.ts";
import { drawFigure } from "./draw-plot.ts";
import { drawShare } from "./draw-share.ts";
import { drawSources } from "./draw-sources.ts";
import { drawWeek } from "./draw-week.ts";
import { find, make, write } from "./elements.ts";
import {
  type Count,
  createReportContext,
  drawBars,
  drawNumbers,
  drawTable,
  type Parts,
  type ReportContext,
  type ReportState,
} from "./report-context.ts";

const sections: Readonly<Record<string, (context: ReportContext) => Parts>> = {
  week: drawWeek,
  trouble: drawTrouble,
  channels: drawChannels,
  days: drawCounts(drawDays),
  funnel: drawCounts(drawFunnel),
  sources: drawSources,
  understanding: drawUnderstanding,
  reminders: drawReminders,
  alerts: drawAlerts,
  objections: drawCounts(drawObjections),
  facts: drawFacts,
  share: drawShare,
};
/** The sections that are shown side by side. */
const narrow = new Set(["objections", "facts"]);
const outcomes = ["answered", "asked-back", "suggested", "not-understood"] as const;
/** How many topics are shown, the most asked first. */
const mostAsked = 10;

/** Each section's HTML when it was last drawn. */
const said = new Map<string, string>();

/** Draws the report again. An unchanged section is kept, unless everything is to be `fresh`. */
export function drawReport(state: ReportState, fresh: boolean): void {
  const context = createReportContext(state);
  const { report, isOld, text, times } = context;
  find("report").classList.toggle("old", isOld);
  write("updated", text("updated", { time: times.clock(report.now) }));
  for (const [index, [name, draw]] of Object.entries(sections).entries()) {
    const drawn = make(
      "section",
      { className: `card ${name}${narrow.has(name) ? "" : " wide"}` },
      make("h2", { tabIndex: -1 }, text(`${name}.title`)),
      ...draw(context).map((part) => (typeof part === "string" ? make("p", {}, part) : part)),
    );
    if (!fresh && said.get(name) === drawn.outerHTML) continue;
    said.set(name, drawn.outerHTML);
    replace(index, drawn);
  }
}

/** Replaces a section. The focus stays on the same control, or moves to the title if that is gone. */
function replace(index: number, drawn: HTMLElement): void {
  const before = find("report").children[index];
  const focused = before?.contains(document.activeElement) ? document.activeElement : null;
  if (before === undefined) find("report").append(drawn);
  else before.replaceWith(drawn);
  // What was opened stays open.
  for (const details of drawn.querySelectorAll("details"))
    details.open = before?.querySelector("details")?.open ?? false;
  if (focused === null) return;
  const parts = drawn.querySelectorAll<HTMLElement>("button, select, input, summary, a, pre, [tabindex='0']");
  const { id, textContent } = focused;
  const isIt = (part: HTMLElement) => (id === "" ? part.textContent === textContent : part.id === id);
  ([...parts].find(isIt) ?? drawn.querySelector("h2"))?.focus();
}

/** Draws how many reminders are due on each of the next days. */
function drawReminders(context: ReportContext): Parts {
  const { report, text, times, number } = context;
  const { reminders } = report;
  if (reminders === undefined) return [text("store-away")];
  const [biggest] = reminders.toSorted((one, other) => other.count - one.count);
  if (biggest === undefined || biggest.count === 0) return [text("reminders.none")];
  const [days, values] = [reminders.map(({ day }) => day), reminders.map(({ count }) => count)];
  const total = number(values.reduce((sum, count) => sum + count, 0));
  const most = { most: number(biggest.count), day: times.day(biggest.day) };
  const summary = text("reminders.summary", { total, ...most });
  return [drawFigure(days, [{ label: text("reminders.due"), values }], summary, context), summary];
}

/** Draws how typed texts were understood in each language, and the topics most asked about. */
function drawUnderstanding({
  report: { understood, since },
  text,
  times,
  number,
  nameOf,
}: ReportContext): Parts {
  const counted = Object.entries(understood.languages);
  if (counted.length === 0) return [text("understanding.none")];
  const languages = counted.flatMap(([tag, counts]) => {
    const numbers = outcomes.map((outcome): Count => [text(`understanding.${outcome}`), counts[outcome]]);
    return [make("h3", {}, nameOf.language(tag)), drawNumbers(numbers, number)];
  });
  const all = counted.flatMap(([, counts]) => Object.values(counts)).reduce((sum, count) => sum + count, 0);
  // Commands and answers have no label: they are no questions.
  const asked = understood.topics
    .map(({ topic, count }): Count => [text(`topic.${topic}`), count])
    .filter(([label]) => label !== "")
    .slice(0, mostAsked);
  const topics = [make("h3", {}, text("understanding.topics")), drawBars("ol", asked, all, number)];
  return [
    make("div", { className: "side-by-side" }, make("div", {}, ...languages), make("div", {}, ...topics)),
    text("understanding.since", { since: times.moment(since) }),
  ];
}

function drawFacts(context: ReportContext): Parts {
  const { report, times, number, nameOf } = context;
  const heads = ["days.campaign", "facts.count", "facts.oldest", "facts.stale", "facts.uncertain"];
  const rows = report.facts.map(({ campaign, count, oldest, stale, uncertain }) => {
    const warning = stale === 0 ? "–" : `⚠ ${number(stale)}`;
    const doubt = uncertain === 0 ? "–" : number(uncertain);
    const cells = [nameOf.campaign(campaign), number(count), times.date(oldest), warning, doubt];
    return { cells, isMarked: stale > 0 };
  });
  return [drawTable(heads, rows, context)];
}
