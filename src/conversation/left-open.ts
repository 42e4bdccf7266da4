import { type Context, inCampaign, isFollowing, stepsToDoNow } from "./context.ts";
import { isAnswerIn, toSavedState } from "./saved.ts";
import type { TurnUnderWay } from "./turn-under-way.ts";
import type { ConversationEvent } from "./vocabulary.ts";

type EventType = ConversationEvent["type"];

/** How a question is asked once more that was left before it was answered. */
interface LeftOpen {
  /** What brings it back; no account is named in it, so that it notes nothing by itself. */
  readonly event: (context: Context) => ConversationEvent;
  /** What leads away from it and leaves it open; all else ends it. */
  readonly leftBy: ReadonlySet<EventType>;
}

const aboutSomethingElse = ["remind", "move", "later", "steps"] as const;

const linked: LeftOpen = {
  event: ({ dialogue: { campaign = "" } }) => ({ type: "service", campaign }),
  leftBy: new Set([...aboutSomethingElse, "done", "confirmed", "not-confirmed", "refused"]),
};

/** By the state that asks it. */
const questions: Readonly<Record<string, LeftOpen>> = {
  "talk.linked": linked,
  "talk.linked-look": linked,
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

/** Returns what brings the question back that was open before a turn, if its message has led away from it without an answer. */
export function leftOpen(before: TurnUnderWay, after: TurnUnderWay): readonly ConversationEvent[] {
  const state = stateBeneath(before);
  const question = questions[state];
  if (question === undefined || questions[stateBeneath(after)] === question) return [];
  const taken = after.taken.slice(before.taken.length);
  const leaves = ({ type }: ConversationEvent) => question.leftBy.has(type) && !isAnswerIn(state, type);
  return taken.length > 0 && taken.every(leaves) ? [question.event(before.stand.context)] : [];
}

/** The state whose question is open, also below a side trip, which returns to it by itself. */
function stateBeneath({ stand }: TurnUnderWay): string {
  const { state, returnTo = state } = toSavedState(stand);
  return returnTo;
}

/** True of what would bring back a question of the service that is spoken of, where nothing is left to do. */
export function isSettled(event: ConversationEvent, context: Context): boolean {
  if (event.type !== "service" || event.accounts !== undefined) return false;
  if (event.campaign !== context.dialogue.campaign) return false;
  const own = inCampaign(context, event.campaign);
  return isFollowing(own) && stepsToDoNow(own).length === 0;
}
