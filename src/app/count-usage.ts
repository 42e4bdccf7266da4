import type { Campaign, CampaignId } from "../campaigns/schema.ts";
import { groupsToAsk } from "../conversation/required-steps.ts";
import type { Following, Person } from "../conversation/vocabulary.ts";
import type { Usage } from "./operator-report.ts";

/** Counts people one by one, and keeps nothing of them. */
export interface UsageCount {
  add(person: Person): void;
  result(): Omit<Usage, "at">;
}

type Step = keyof Usage["reached"];

/** Begins a count. */
export function createUsageCount(campaigns: ReadonlyMap<CampaignId, Campaign>): UsageCount {
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
    add({ language, following }) {
      people += 1;
      if (language !== undefined) increase(languages, language, 1);
      for (const step of stepsOf({ language, following }, campaigns)) reached[step] += 1;
      for (const [id, followed] of Object.entries(following)) addFollowed(id, followed);
    },
    result: () => ({
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
