import { localDay, nameOf } from "../conversation/calendar-day.ts";
import { type Instant, type Source, type Stage, stages, type Zone } from "../conversation/vocabulary.ts";
import type { DailyCount } from "../ports.ts";
import { day } from "../support/durations.ts";

/** How long a person's source is kept, unless they do it before: what they do later counts no more. */
export const sourceIsKept = 7 * day;

/** A person's source after a step; `counts`: what the step changes in the counts. */
interface SourceAfter {
  readonly source?: Source;
  readonly counts: readonly DailyCount[];
}

/**
 * Notes the page that led a person here (`given`), or how far they have come since. A person counts once,
 * under the day on which they came and at the furthest stage. The first page counts until it is forgotten.
 */
export function followSource(
  before: Source | undefined,
  given: string | undefined,
  reached: readonly Stage[],
  now: Instant,
  zone: Zone,
): SourceAfter {
  const held = before !== undefined && before.until > now ? before : undefined;
  const source = held ?? beginWith(given, now);
  if (source === undefined) return { counts: [] };
  const stage = furthest([source.stage, ...reached]);
  if (held?.stage === stage) return { source: held, counts: [] };
  const count = countAs(source, zone);
  const counts = [...(held ? [count(held.stage, -1)] : []), count(stage, 1)];
  return stage === "done" ? { counts } : { source: { ...source, stage }, counts };
}

function beginWith(name: string | undefined, now: Instant): Source | undefined {
  return name === undefined ? undefined : { name, stage: "begun", until: now + sourceIsKept };
}

function furthest(reached: readonly Stage[]): Stage {
  return stages.findLast((stage) => reached.includes(stage)) ?? "begun";
}

/** Whether a count is one by source. */
export function isBySource({ what }: DailyCount): boolean {
  return what.startsWith("from-");
}

/** Returns what makes a count of the source, under the day on which the person came. */
function countAs({ name, until }: Source, zone: Zone) {
  const counted = {
    day: nameOf(localDay(until - sourceIsKept, zone)),
    channel: "",
    campaign: "",
    language: "",
  };
  return (stage: Stage, count: number): DailyCount => ({ ...counted, what: `from-${name}-${stage}`, count });
}
