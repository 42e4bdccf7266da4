import type { Campaign, CampaignId } from "../campaigns/schema.ts";
import { sleep } from "../concurrency/sleep.ts";
import { groupsToAsk } from "../conversation/required-steps.ts";
import type { Following, Person } from "../conversation/vocabulary.ts";
import type { World } from "./gather-facts.ts";
import type { Usage } from "./operator-report.ts";
import type { ConversationId, Outside, Store } from "./ports.ts";

interface UsageDependencies extends Pick<Outside, "clock" | "log"> {
  readonly store: Pick<Store, "conversations">;
  readonly world: Pick<World, "campaigns">;
}

const freshMs = 5 * 60_000;
/** So many people are read at once; then everyone who writes has their turn. */
const slice = 500;
const restMs = 20;

/** Returns usage statistics that are counted in slices, so that no message waits for them. */
export function createUsageStatistics({ store, world, clock, log }: UsageDependencies) {
  let usage: Usage | undefined;
  let begunAt = Number.NEGATIVE_INFINITY;
  let isStopping = false;
  let counting: Promise<void> | undefined;

  async function count(): Promise<void> {
    const people = createUsageCount(world.campaigns);
    for await (const found of slicesOf(store)) {
      for (const { person } of found) people.add(person);
      if (isStopping) return;
    }
    usage = { at: clock.now(), ...people.result() };
  }

  return {
    /** The newest complete count, undefined before the first; starts another one if it is old. */
    latest(): Usage | undefined {
      const isDue = clock.now() - begunAt >= freshMs;
      if (counting === undefined && isDue && !isStopping) {
        begunAt = clock.now();
        counting = count()
          .catch((error: unknown) => log.warn({ error }, "people could not be counted"))
          .then(() => {
            counting = undefined;
          });
      }
      return usage;
    },
    /** Ends the count in hand; resolves when the store is left alone. */
    async stop() {
      isStopping = true;
      await counting;
    },
  };
}

/** Reads all conversations; rests after each slice. */
async function* slicesOf(store: UsageDependencies["store"]) {
  let after: ConversationId | undefined;
  do {
    const found = await store.conversations(after, slice);
    yield found;
    after = found.length < slice ? undefined : found.at(-1)?.id;
    if (after !== undefined) await sleep(restMs);
  } while (after !== undefined);
}

type Step = keyof Usage["reached"];

/** Begins a count, which takes people one by one and keeps nothing of them. */
export function createUsageCount(campaigns: ReadonlyMap<CampaignId, Campaign>) {
  const reached: Record<Step, number> = { language: 0, accounts: 0, steps: 0, sent: 0, confirmed: 0 };
  const languages = new Map<string, number>();
  const sent = new Map<CampaignId, number>();
  const confirmed = new Map<CampaignId, number>();
  let people = 0;

  function addFollowed(id: CampaignId, following: Following): void {
    increase(sent, id, Object.keys(following.sent).length);
    increase(confirmed, id, confirmationsOf(following));
  }

  return {
    add({ language, following }: Person) {
      people += 1;
      if (language !== undefined) increase(languages, language, 1);
      for (const step of stepsOf({ language, following }, campaigns)) reached[step] += 1;
      for (const [id, followed] of Object.entries(following)) addFollowed(id, followed);
    },
    result: (): Omit<Usage, "at"> => ({
      people,
      reached: { ...reached },
      languages: Object.fromEntries(languages),
      objections: [...campaigns.values()]
        .filter(({ accounts }) => accounts.length > 0)
        .map(({ id }) => ({ campaign: id, sent: sent.get(id) ?? 0, confirmed: confirmed.get(id) ?? 0 })),
    }),
  };
}

/** The steps that a person has behind them: whoever has come further has come here, too. */
function stepsOf(
  { language, following }: { readonly language: string | undefined; readonly following: Person["following"] },
  campaigns: ReadonlyMap<CampaignId, Campaign>,
): readonly Step[] {
  const followed = Object.entries(following);
  const isSent = followed.some(([, { sent }]) => Object.keys(sent).length > 0);
  const isShown = followed.some(([id, each]) => hasSeenSteps(campaigns.get(id), each));
  const passed: readonly (readonly [Step, boolean])[] = [
    ["language", language !== undefined],
    ["accounts", followed.length > 0],
    ["steps", isShown || isSent],
    ["sent", isSent],
    ["confirmed", followed.some(([, each]) => confirmationsOf(each) > 0)],
  ];
  const last = passed.findLastIndex(([, isPassed]) => isPassed);
  return passed.slice(0, last + 1).map(([step]) => step);
}

/** The forms are shown as soon as it is known which accounts are linked. */
function hasSeenSteps(campaign: Campaign | undefined, following: Following): boolean {
  if (campaign === undefined) return false;
  return groupsToAsk(campaign, following).every(({ id }) => following.linked[id] !== undefined);
}

function confirmationsOf({ outcomes }: Following): number {
  return Object.values(outcomes).filter(({ kind }) => kind === "confirmed").length;
}

function increase(counts: Map<string, number>, name: string, by: number): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}
