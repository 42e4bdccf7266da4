import type { ToldReport } from "../wire.ts";
import { drawChannels } from "./draw-channels.ts";
import { drawPlot } from "./draw-plot.ts";
import { find, make, write } from "./elements.ts";
import { type Count, drawBars, drawNumbers, drawTable, type Parts, type Pen } from "./pen.ts";
import type { Texts } from "./texts.ts";
import { createTimes, localeOf } from "./write-time.ts";

const sections: Readonly<Record<string, (pen: Pen) => Parts>> = {
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
const steps = ["language", "accounts", "steps", "sent", "confirmed"] as const;
const outcomes = ["answered", "asked-back", "suggested", "not-understood"] as const;

/** Draws the report anew; a section that says what it said before stays as it is. */
export function drawReport(report: ToldReport, { language, text }: Texts): void {
  const numbers = new Intl.NumberFormat(localeOf(language()));
  const names = new Intl.DisplayNames(language(), { type: "language" });
  const times = createTimes(language(), report.zone, report.now);
  const pen: Pen = {
    report,
    text,
    times,
    number: (count) => numbers.format(count),
    languageName: (tag) => names.of(tag) ?? tag,
  };
  write("updated", text("updated", { time: times.clock(report.now) }));
  Object.entries(sections).forEach(([name, draw], index) => {
    const drawn = make(
      "section",
      { className: `card ${name}${wide.has(name) ? " wide" : ""}` },
      make("h2", {}, text(`${name}.title`)),
      ...draw(pen).map((part) => (typeof part === "string" ? make("p", {}, part) : part)),
    );
    const before = find("report").children[index];
    if (before === undefined) find("report").append(drawn);
    else if (!before.isEqualNode(drawn)) before.replaceWith(drawn);
  });
}

/** How far people have come, from the first word to the confirmation. */
function drawPeople({ report: { usage }, text, times, number }: Pen): Parts {
  if (usage === undefined) return [text("people.counting")];
  const { people, reached, at } = usage;
  const reaching = steps.map((step): Count => [text(`people.${step}`), reached[step]]);
  const bars = drawBars("ol", [[text("people.all"), people], ...reaching], people, number);
  return [bars, text("people.counted", { time: times.moment(at) })];
}

function drawLanguages({ report: { usage }, text, number, languageName }: Pen): Parts {
  if (usage === undefined) return [text("people.counting")];
  const known = Object.entries(usage.languages)
    .toSorted(([, one], [, other]) => other - one)
    .map(([tag, count]): Count => [languageName(tag), count]);
  const unknown: Count = [text("languages.unknown"), usage.people - usage.reached.language];
  return [drawBars("ul", unknown[1] > 0 ? [...known, unknown] : known, usage.people, number)];
}

function drawObjections({ report: { usage }, text, number }: Pen): Parts {
  if (usage === undefined) return [text("people.counting")];
  const some = usage.objections.filter(({ sent, confirmed }) => sent + confirmed > 0);
  if (some.length === 0) return [text("objections.none")];
  const heads = ["campaign", "sent", "confirmed"].map((name) => text(`objections.${name}`));
  const rows = some.map(({ campaign, sent, confirmed }) => ({
    cells: [text(`campaign.${campaign}`), number(sent), number(confirmed)],
  }));
  return [drawTable(heads, rows)];
}

/** What typed texts came to in each language, and the topics most asked. */
function drawUnderstanding({ report: { understood, since }, text, times, number, languageName }: Pen): Parts {
  const counted = Object.entries(understood.languages);
  if (counted.length === 0) return [text("understanding.none")];
  const languages = counted.flatMap(([tag, counts]) => {
    const numbers = outcomes.map((outcome): Count => [text(`understanding.${outcome}`), counts[outcome]]);
    return [make("h3", {}, languageName(tag)), drawNumbers(numbers, number)];
  });
  const all = counted.flatMap(([, counts]) => Object.values(counts)).reduce((sum, count) => sum + count, 0);
  // What is no help topic has no label: its id stands there.
  const asked = understood.topics.map(({ topic, count }): Count => [text(`topic.${topic}`) || topic, count]);
  const topics = [make("h3", {}, text("understanding.topics")), drawBars("ol", asked, all, number)];
  return [
    make("div", { className: "side-by-side" }, make("div", {}, ...languages), make("div", {}, ...topics)),
    text("understanding.since", { since: times.moment(since) }),
  ];
}

function drawOutbox({ report: { outbox }, text, times, number }: Pen): Parts {
  if (outbox === undefined) return [text("store-away")];
  if (outbox.count === 0) return [text("outbox.empty")];
  const since = outbox.oldest === undefined ? "" : times.moment(outbox.oldest);
  return [drawNumbers([[text("outbox.waiting"), outbox.count]], number), text("outbox.oldest", { since })];
}

function drawFacts({ report: { facts }, text, times, number }: Pen): Parts {
  const names = ["objections.campaign", "facts.count", "facts.oldest", "facts.stale", "facts.uncertain"];
  const heads = names.map((name) => text(name));
  const rows = facts.map(({ campaign, count, oldest, stale, uncertain }) => {
    const warning = stale === 0 ? "–" : `⚠ ${number(stale)}`;
    const cells = [
      ...[text(`campaign.${campaign}`), number(count), times.date(oldest), warning],
      uncertain === 0 ? "–" : number(uncertain),
    ];
    return { cells, isMarked: stale > 0 };
  });
  return [drawTable(heads, rows)];
}
