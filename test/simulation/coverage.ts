import type { Event, History } from "./history.ts";

/** How often each happening occurred, and each pair of faults at the same time. */
export interface Coverage {
  readonly happenings: Map<string, number>;
  readonly pairs: Map<string, number>;
}

/** What can go wrong, and for how long at least one that has just happened counts as going on, in milliseconds. */
const faults = {
  "platform down": 0,
  "store away": 0,
  "disk full": 0,
  "process frozen": 0,
  "process killed": 10_000,
  "process stopped": 10_000,
  "clock jumped": 10_000,
  "answer lost": 30_000,
  "chat refused": 10_000,
  "person blocked": 60_000,
  "page left": 60_000,
  "chat moved": 60_000,
  "campaign removed": 60_000,
  "alert sent": 60_000,
} as const;
type Fault = keyof typeof faults;
const faultNames = Object.keys(faults) as Fault[];

export function emptyCoverage(): Coverage {
  return { happenings: new Map(), pairs: new Map() };
}

/** Adds what happened in one run. */
export function addCoverage({ happenings, pairs }: Coverage, history: History): void {
  for (const event of history) count(happenings, nameOf(event));
  const spans = faultSpans(history);
  const together = spans.flatMap((one, index) =>
    spans
      .slice(index + 1)
      .filter((other) => one.from <= other.to && other.from <= one.to)
      .map((other) => pairOf(one.fault, other.fault)),
  );
  for (const pair of new Set(together)) count(pairs, pair);
}

/** What all of them together have seen. */
export function mergeCoverage(coverages: readonly Coverage[]): Coverage {
  const merged = emptyCoverage();
  for (const { happenings, pairs } of coverages) {
    for (const [name, times] of happenings) count(merged.happenings, name, times);
    for (const [pair, times] of pairs) count(merged.pairs, pair, times);
  }
  return merged;
}

function pairOf(one: Fault, other: Fault): string {
  return [one, other].toSorted().join(" + ");
}

function count(counts: Map<string, number>, name: string, times = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + times);
}

function nameOf(event: Event): string {
  switch (event.what) {
    case "wrote":
      return `wrote: ${event.meaning}`;
    case "receipt":
      return `receipt: ${event.receipt}`;
    case "sent":
      return `sent ${event.kind}: ${event.outcome}`;
    case "queued":
      return `queued ${event.kind}`;
    case "trouble":
      return `${event.kind} ${event.is}`;
    case "process":
    case "alert":
    case "campaign":
      return `${event.what} ${event.is}`;
    default:
      return event.what;
  }
}

interface Span {
  readonly fault: Fault;
  readonly from: number;
  readonly to: number;
}

function faultSpans(history: History): readonly Span[] {
  const spans: Span[] = [];
  for (const [index, event] of history.entries()) {
    const fault = faultOf(event);
    if (fault === undefined) continue;
    const end = history.slice(index + 1).find((later) => endsFault(event, later));
    spans.push({ fault, from: event.at, to: end?.at ?? event.at + faults[fault] });
  }
  return spans;
}

/** The faults by what begins them. */
const beginnings: Readonly<Record<string, Fault>> = {
  "platform begins": "platform down",
  "store-away begins": "store away",
  "disk-full begins": "disk full",
  "process frozen": "process frozen",
  "process killed": "process killed",
  "process stops": "process stopped",
  clock: "clock jumped",
  blocked: "person blocked",
  left: "page left",
  moved: "chat moved",
  "campaign removed": "campaign removed",
  "alert published": "alert sent",
};

function faultOf(event: Event): Fault | undefined {
  if (event.what !== "sent") return beginnings[nameOf(event)];
  if (event.outcome === "lost") return "answer lost";
  return event.outcome === "refused" ? "chat refused" : undefined;
}

function endsFault(fault: Event, later: Event): boolean {
  if (fault.what === "trouble")
    return later.what === "trouble" && later.kind === fault.kind && later.is === "ends";
  if (fault.what === "process" && fault.is === "frozen")
    return later.what === "process" && later.process === fault.process && later.is === "woken";
  return false;
}

/** All pairs of faults that can be there at the same time. */
const faultPairs: readonly string[] = faultNames.flatMap((one, index) =>
  faultNames.slice(index + 1).map((other) => pairOf(one, other)),
);

const outcomes = ["taken", "lost", "refused", "unavailable", "gone", "moved", "away"];
/** All that can happen, by the names under which it is counted. */
const possible: readonly string[] = [
  ...["start", "accounts", "remind", "move", "cancel", "done", "stop", "forget", "yes", "no"],
  ...["alerts-on", "alerts-off", "look", "courtesy", "tap"],
]
  .map((meaning) => `wrote: ${meaning}`)
  .concat(
    ["blocked", "unblocked", "left", "came", "moved", "clock", "reworded"],
    ["answered", "said-before", "past", "repeated", "too-many", "failed"].map(
      (receipt) => `receipt: ${receipt}`,
    ),
    ["answer", "reminder", "alert"].flatMap((kind) => outcomes.map((outcome) => `sent ${kind}: ${outcome}`)),
    ["killed", "stops", "frozen", "woken", "refuses to start"].map((change) => `process ${change}`),
    ["disk-full", "store-away", "platform"].map((kind) => `${kind} begins`),
    ["tried", "published", "paused", "running", "cancelled", "refused"].map((change) => `alert ${change}`),
    ["added", "removed"].map((change) => `campaign ${change}`),
  );

/** What has never happened, and which faults have never been there at the same time. */
export function neverSeen({ happenings, pairs }: Coverage): readonly string[] {
  return [
    ...possible.filter((name) => !happenings.has(name)),
    ...faultPairs.filter((pair) => !pairs.has(pair)),
  ];
}

/** A table for people to read, with what never occurred first. */
export function describeCoverage({ happenings, pairs }: Coverage): string {
  const line = ([name, times]: readonly [string, number]) => `| ${name} | ${times} |`;
  const names = [...new Set([...possible, ...happenings.keys()])].toSorted();
  const byName = names.map((name) => [name, happenings.get(name) ?? 0] as const);
  const byTimes = faultPairs
    .map((pair) => [pair, pairs.get(pair) ?? 0] as const)
    .toSorted(([, one], [, other]) => one - other);
  return [
    "| happening | times |",
    "|---|---|",
    ...byName.map(line),
    "",
    "| faults at the same time | runs |",
    "|---|---|",
    ...byTimes.map(line),
  ].join("\n");
}
