import { toSavedState } from "../saved.ts";
import type { ConversationEvent, Effect } from "../vocabulary.ts";
import { accountsOpen, linksOpen } from "./policy.ts";
import type { TurnUnderWay } from "./turn-under-way.ts";

/** States whose question is answered before a reminder is set. */
const comesFirst: ReadonlySet<string> = new Set(["talk.service", ...accountsOpen, ...linksOpen]);
/** Each says that a reminder is set once the open question is answered. */
const saysSo: ReadonlySet<string> = new Set(["remind.first-accounts", "remind.waiting"]);

/**
 * Says that a wish for a reminder was heard if it has to wait for the service or the accounts, and nothing else says so:
 * "What is this? Remind me on Friday".
 */
export function sayWishHeard(
  turn: TurnUnderWay,
  waitedBefore: readonly ConversationEvent[],
): readonly Effect[] {
  const { state } = toSavedState(turn.stand);
  const isAsked = turn.asking.asks === true && turn.beside === undefined;
  if (!comesFirst.has(state) || !isAsked || !isWishedNow(turn, waitedBefore) || turn.effects.some(isSaid))
    return [];
  return [{ type: "say", saying: { text: [{ key: "remind.waiting" }] } }];
}

/** Whether this turn leaves a reminder to be set later that was wished for in it. */
function isWishedNow(
  { stand, facts, waiting }: TurnUnderWay,
  waitedBefore: readonly ConversationEvent[],
): boolean {
  const { wish, wishedAt } = stand.context.dialogue;
  const isNew = (event: ConversationEvent) => event.type === "remind" && !waitedBefore.includes(event);
  return (wish !== undefined && wishedAt === facts.now) || waiting.some(isNew);
}

function isSaid(effect: Effect): boolean {
  return effect.type === "say" && effect.saying.text.some(({ key }) => saysSo.has(key));
}
