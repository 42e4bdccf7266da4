import { type Context, inCampaign, isFollowing, stepsToDoNow } from "../context.ts";
import { isAnswerIn, toSavedState } from "../saved.ts";
import type { ConversationEvent } from "../vocabulary.ts";
import type { TurnUnderWay } from "./turn-under-way.ts";

type EventType = ConversationEvent["type"];

/** How a question that was left unanswered is asked again. */
interface LeftOpen {
  /** The event that asks it again; it names no account, so that it notes nothing by itself. */
  readonly event: (context: Context) => ConversationEvent;
  /** The events that leave it open, so that it is asked again; any other ends it. */
  readonly leftBy: ReadonlySet<EventType>;
}

const aboutSomethingElse = ["remind", "move", "later", "steps"] as const;

const linksLeftOpen: LeftOpen = {
  event: ({ dialogue: { campaign = "" } }) => ({ type: "service", campaign }),
  leftBy: new Set([...aboutSomethingElse, "done", "confirmed", "not-confirmed", "refused"]),
};

/** By the state that asks it. */
const questions: Readonly<Record<string, LeftOpen>> = {
  "talk.ask-linked": linksLeftOpen,
  "talk.ask-look-up": linksLeftOpen,
  "talk.which-done": {
    event: ({ dialogue: { campaign = "", doneWhen: when } }) => ({
      ...{ type: "done", campaign, accounts: [] },
      ...(when !== undefined && { when }),
    }),
    leftBy: new Set([...aboutSomethingElse, "not-confirmed"]),
  },
  "talk.which-answered": {
    event: ({ dialogue: { campaign = "", report: type = "confirmed" } }) => ({
      type,
      campaign,
      accounts: [],
    }),
    leftBy: new Set([...aboutSomethingElse]),
  },
  "talk.complaint-country": {
    event: () => ({ type: "complain" }),
    leftBy: new Set([...aboutSomethingElse, "done", "not-confirmed", "refused"]),
  },
  "talk.zone": { event: () => ({ type: "another-zone" }), leftBy: new Set(["remind", "move"]) },
};

/**
 * Returns the event that asks the question before a turn again, if the turn led away from it without
 * an answer.
 */
export function leftOpen(before: TurnUnderWay, after: TurnUnderWay): readonly ConversationEvent[] {
  const state = stateBeneath(before);
  const question = questions[state];
  if (question === undefined || questions[stateBeneath(after)] === question) return [];
  const taken = after.taken.slice(before.taken.length);
  const leaves = ({ type }: ConversationEvent) => question.leftBy.has(type) && !isAnswerIn(state, type);
  return taken.length > 0 && taken.every(leaves) ? [question.event(before.stand.context)] : [];
}

/** The state whose question is open; during a side trip, the state to which it returns. */
function stateBeneath({ stand }: TurnUnderWay): string {
  const { state, returnTo = state } = toSavedState(stand);
  return returnTo;
}

/** True if the event would return to the current service although nothing is left to do there. */
export function isSettled(event: ConversationEvent, context: Context): boolean {
  if (event.type !== "service" || event.accounts !== undefined) return false;
  if (event.campaign !== context.dialogue.campaign) return false;
  const there = inCampaign(context, event.campaign);
  return isFollowing(there) && stepsToDoNow(there).length === 0;
}
