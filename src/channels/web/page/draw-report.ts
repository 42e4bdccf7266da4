import type { ToldReport } from "../wire.ts";
import { drawChannels } from "./draw-channels.ts";
import { drawPeople } from "./draw-people.ts";
import { drawPlot } from "./draw-plot.ts";
import { drawUnderstanding } from "./draw-understanding.ts";
import { make } from "./make.ts";
import { drawBar, drawNumbers, type Pen } from "./pen.ts";
import type { Texts } from "./texts.ts";
import { createTimes, localeOf } from "./write-time.ts";

const sections: Readonly<Record<string, (pen: Pen) => readonly (Node | undefined)[]>> = {
  channels: drawChannels,
  people: drawPeople,
  languages: drawLanguages,
  objections: drawObjections,
  understanding: drawUnderstanding,
  reminders: drawPlot,
  outbox: drawOutbox,
  facts: drawFacts,
};
const wide = new Set(["channels", "understanding", "reminders"]);

/** Draws the report anew; a section that says what it said before stays as it is. */
export function drawReport(into: HTMLElement, report: ToldReport, texts: Texts): void {
  const numbers = new Intl.NumberFormat(localeOf(texts.language()));
  const times = createTimes(texts.language(), report.zone, report.now);
  const pen: Pen = { report, texts, times, number: (count) => numbers.format(count) };
  Object.entries(sections).forEach(([name, draw], index) => {
    const drawn = make(
      "section",
      { className: `card ${name}${wide.has(name) ? " wide" : ""}` },
      make("h2", {}, texts.text(`${name}.title`)),
      ...draw(pen),
    );
    const before = into.children[index];
    if (before === undefined) into.append(drawn);
    else if (!before.isEqualNode(drawn)) before.replaceWith(drawn);
  });
}

function drawLanguages({ report: { usage }, texts, number }: Pen): readonly Node[] {
  if (usage === undefined) return [make("p", {}, texts.text("people.counting"))];
  const names = new Intl.DisplayNames(texts.language(), { type: "language" });
  const known = Object.entries(usage.languages).toSorted(([, one], [, other]) => other - one);
  const unknown = usage.people - usage.reached.language;
  const rows = known.map(([tag, count]) => drawBar(`${names.of(tag) ?? tag}`, count, usage.people, number));
  return [
    make(
      "ul",
      { className: "bars" },
      ...rows,
      ...(unknown > 0 ? [drawBar(texts.text("languages.unknown"), unknown, usage.people, number)] : []),
    ),
  ];
}

function drawObjections({ report: { usage }, texts, number }: Pen): readonly Node[] {
  if (usage === undefined) return [make("p", {}, texts.text("people.counting"))];
  const some = usage.objections.filter(({ sent, confirmed }) => sent + confirmed > 0);
  if (some.length === 0) return [make("p", {}, texts.text("objections.none"))];
  const heads = ["campaign", "sent", "confirmed"].map((name) => texts.text(`objections.${name}`));
  const rows = some.map(({ campaign, sent, confirmed }) =>
    drawRow([texts.text(`campaign.${campaign}`), number(sent), number(confirmed)]),
  );
  return [drawTable(heads, rows)];
}

function drawOutbox({ report: { outbox }, texts, times, number }: Pen): readonly (Node | undefined)[] {
  if (outbox === undefined) return [make("p", {}, texts.text("store-away"))];
  if (outbox.count === 0) return [make("p", {}, texts.text("outbox.empty"))];
  const since = outbox.oldest === undefined ? "" : times.moment(outbox.oldest);
  return [
    drawNumbers([[texts.text("outbox.waiting"), number(outbox.count), false]]),
    make("p", {}, texts.text("outbox.oldest", { since })),
  ];
}

function drawFacts({ report: { facts }, texts, times, number }: Pen): readonly Node[] {
  const heads = [
    texts.text("objections.campaign"),
    ...["count", "oldest", "stale"].map((name) => texts.text(`facts.${name}`)),
  ];
  const rows = facts.map(({ campaign, count, oldest, stale }) =>
    drawRow(
      [
        texts.text(`campaign.${campaign}`),
        number(count),
        times.date(oldest),
        stale === 0 ? "–" : `⚠ ${number(stale)}`,
      ],
      stale > 0,
    ),
  );
  return [drawTable(heads, rows)];
}

function drawTable(heads: readonly string[], rows: readonly HTMLElement[]): HTMLElement {
  const head = make("tr", {}, ...heads.map((text) => make("th", { scope: "col" }, text)));
  return make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows));
}

function drawRow([name = "", ...values]: readonly string[], isMarked = false): HTMLElement {
  return make(
    "tr",
    { className: isMarked ? "marked" : "" },
    make("th", { scope: "row" }, name),
    ...values.map((value) => make("td", {}, value)),
  );
}
