import type { Campaign } from "../../campaigns/schema.ts";
import { unansweredGroup } from "../accounts/accounts-questions.ts";
import {
  type Context,
  currentFollowing,
  inCampaign,
  isFollowing,
  nameCampaign,
  nothingFollowed,
  stepsToDoNow,
} from "../context.ts";
import { hasNothingToDo, namesOf, type RequiredStep, requiredSteps } from "../required-steps.ts";
import { phaseOf } from "../schedule.ts";
import { datePhrases } from "../steps/say-steps.ts";
import type { Phrase, Saying } from "../vocabulary.ts";

/** Says how many forms or settings a campaign takes, by what the person told of their accounts. */
export function howManySaying(about: Campaign, context: Context): Saying {
  const campaign = nameCampaign(about.id);
  if (hasNothingToDo(about)) return { text: [{ key: "how-many.none", params: { campaign } }] };
  const inThis = inCampaign(context, about.id);
  const accounts = about.accounts.map(({ id }) => id);
  const following = isFollowing(inThis) ? currentFollowing(inThis) : { ...nothingFollowed, accounts };
  const steps = requiredSteps(about, following);
  const needed = steps.filter(({ optional }) => !optional);
  const isOpen = isFollowing(inThis) ? unansweredGroup(inThis) !== undefined : accounts.length > 1;
  if (isOpen) return { text: [{ key: "how-many.at-most", params: { campaign, count: needed.length } }] };
  return { text: [neededPhrase(about, needed), ...optionalPhrases(about, steps), ...leftPhrases(inThis)] };
}

function neededPhrase({ id }: Campaign, needed: readonly RequiredStep[]): Phrase {
  const params = { count: needed.length, forms: namesOf(id, needed) };
  if (needed.length === 0) return { key: "how-many.none", params: { campaign: nameCampaign(id) } };
  const kind = (["form", "setting"] as const).find((each) => needed.every((step) => step.kind === each));
  return { key: `how-many.${kind ?? "step"}`, params };
}

function optionalPhrases({ id }: Campaign, steps: readonly RequiredStep[]): readonly Phrase[] {
  const optional = steps.filter((step) => step.optional);
  return optional.length === 0
    ? []
    : [{ key: "how-many.optional", params: { forms: namesOf(id, optional) } }];
}

/** What is still to do, if something is done. */
function leftPhrases(inThis: Context): readonly Phrase[] {
  if (Object.keys(currentFollowing(inThis).sent).length === 0) return [];
  const left = stepsToDoNow(inThis);
  if (left.length === 0) return [{ key: "how-many.all-done" }];
  return [{ key: "how-many.left", params: { forms: namesOf(inThis.dialogue.campaign ?? "", left) } }];
}

/** Says that it is not too late, with what the date means now: where all is done, for somebody else. */
export function tooLateSaying(about: Campaign, context: Context): Saying {
  const inThis = inCampaign(context, about.id);
  const isDone = isFollowing(inThis) && stepsToDoNow(inThis).length === 0;
  const isToldDone = isDone && Object.keys(currentFollowing(inThis).sent).length > 0;
  const { now } = context.facts;
  const phrases = datePhrases(about, now);
  // Behind the last day, these say themselves that it is not too late.
  const inTime: readonly Phrase[] =
    phaseOf(about, now) === "after"
      ? phrases
      : [
          { key: "too-late.text", params: { date: phrases[0] } },
          ...(about.dates ? [{ key: "too-late.then" } as const] : []),
        ];
  return { text: isToldDone ? [{ key: "too-late.done" }, ...inTime] : inTime };
}
