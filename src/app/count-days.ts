import type { Campaign, CampaignId } from "../campaigns/schema.ts";
import { localDay, nameOf } from "../conversation/calendar-day.ts";
import { groupsToAsk } from "../conversation/required-steps.ts";
import type { ConversationState, StepResult } from "../conversation/step.ts";
import type { Following, Zone } from "../conversation/vocabulary.ts";
import type { Clock, DailyCount, EventCount, Store } from "../ports.ts";
import { groupedBy } from "../understanding/grouped-by.ts";

export type DayCounter = ReturnType<typeof createDayCounter>;

/**
 * Returns the counter of events per day in the store. Counts wait in memory until they are flushed, so
 * that no step pays for them and no two processes wait for each other's rows. A crash loses the counts
 * since the last flush.
 */
export function createDayCounter(store: Pick<Store, "transaction">, clock: Clock, zone: Zone) {
  let waiting = new Map<string, EventCount | DailyCount>();

  function add(count: EventCount | DailyCount): void {
    const { channel, campaign, language, what } = count;
    const key = ["day" in count ? count.day : "", channel, campaign, language, what].join();
    waiting.set(key, { ...count, count: count.count + (waiting.get(key)?.count ?? 0) });
  }

  return {
    /** Adds a count to those that wait: of the day that it names, or else of the day of the flush. */
    add,
    /**
     * Adds the waiting counts to the store's. If the store does not take them, they stay, and the error is
     * thrown.
     */
    async flush(): Promise<void> {
      if (waiting.size === 0) return;
      // Sorted: two processes that lock rows in different orders could wait for each other.
      const counts = [...waiting].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, count]) => count);
      waiting = new Map();
      const today = nameOf(localDay(clock.now(), zone));
      try {
        await store.transaction(async (transaction) => {
          const days = groupedBy(counts, (count) => ("day" in count ? count.day : today));
          for (const [day, ofDay] of days) await transaction.addCounts(day, ofDay);
        });
      } catch (error) {
        for (const count of counts) add(count);
        throw error;
      }
    },
  };
}

/**
 * Returns the stages that a person has reached by a step on this channel, and the objections that they
 * have told of. What is taken back counts negatively, so that a person who answers anew is counted
 * once.
 */
export function progressOf(
  before: ConversationState,
  after: StepResult,
  channel: string,
  campaigns: ReadonlyMap<CampaignId, Campaign>,
): readonly EventCount[] {
  const { language } = after;
  const followed = Object.keys(after.person.following).filter(
    (id) => after.person.following[id] !== before.person.following[id],
  );
  const touched = new Set([...followed, after.saved.dialogue.campaign ?? ""]);
  const progress = [...campaigns.values()]
    .filter(({ id }) => touched.has(id))
    .flatMap((campaign) => {
      const known = new Map(standingOf(before, campaign));
      return standingOf(after, campaign).map(([what, now]) => {
        return { channel, campaign: campaign.id, language, what, count: now - (known.get(what) ?? 0) };
      });
    });
  const isNew = before.saved === undefined;
  return [
    ...progress.filter(({ count }) => count !== 0),
    ...(isNew ? [{ channel, campaign: "", language, what: "people", count: 1 } as const] : []),
  ];
}

/**
 * How far a person has come with a campaign: 1 for each stage that they have reached, and how many
 * objections there are.
 */
function standingOf(
  { person, saved }: ConversationState,
  campaign: Campaign,
): readonly (readonly [EventCount["what"], number])[] {
  const following = person.following[campaign.id];
  const outcomes = Object.values(following?.outcomes ?? {});
  const objections = Object.keys(following?.sent ?? {}).length;
  const confirmations = outcomes.filter(({ kind }) => kind === "confirmed").length;
  const hasStarted = following !== undefined || saved?.dialogue.campaign === campaign.id;
  const hasSteps = following !== undefined && (objections > 0 || hasSeenSteps(campaign, following));
  return [
    ["started", Number(hasStarted)],
    ["accounts", Number(following !== undefined)],
    ["steps", Number(hasSteps)],
    ["sent", Number(objections > 0)],
    ["confirmed", Number(confirmations > 0)],
    ["objections", objections],
    ["confirmations", confirmations],
  ];
}

/** The steps are shown as soon as it is known which accounts are linked. */
function hasSeenSteps(campaign: Campaign, following: Following): boolean {
  return groupsToAsk(campaign, following).every(({ id }) => following.linked[id] !== undefined);
}
