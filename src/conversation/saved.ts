import { day } from "../support/durations.ts";
import {
  type Context,
  type DialogueContext,
  isSameReminder,
  newDialogue,
  nothingBegun,
  type Turn,
} from "./context.ts";
import { machine } from "./machine.ts";
import type { ConversationEvent, Reminder, StateQuestionId } from "./vocabulary.ts";

/** Incremented when states saved before can no longer be read with the same meaning. */
const savedVersion = 1;

/** The statechart's state as stored: all that is saved between two messages, besides the person. */
export interface SavedState {
  readonly version: number;
  /** The innermost state, such as "talk.accounts". */
  readonly state: string;
  /** The state to return to from a side trip. */
  readonly returnTo?: string;
  readonly dialogue: DialogueContext;
}

/** A snapshot of the machine. */
export type Snapshot = ReturnType<typeof machine.resolveState>;

/** The part of the context that is not saved: it comes anew with each step. */
type VolatileContext = Pick<Context, "person" | "facts">;

/** Returns what is saved of a snapshot. */
export function toSavedState({ value, historyValue, context }: Snapshot): SavedState {
  const returnTo = historyValue["question"]?.[0];
  const [[region, leaf] = []] = Object.entries(value);
  return {
    version: savedVersion,
    state: `${region}.${leaf}`,
    ...(region === "aside" && returnTo !== undefined && { returnTo: returnTo.path.join(".") }),
    dialogue: context.dialogue,
  };
}

/** Returns the question to which a side trip returns, if this is one. */
export function questionBeneath(stand: Snapshot): StateQuestionId | undefined {
  const { returnTo } = toSavedState(stand);
  return returnTo === undefined ? undefined : nodes.get(returnTo)?.meta?.question;
}

/** Returns the snapshot of a saved state, or the initial one if that state no longer exists. */
export function toSnapshot(saved: SavedState | undefined, given: VolatileContext, turn: Turn = {}): Snapshot {
  const known =
    saved !== undefined && isKnown(saved, given)
      ? withoutOldWish(withoutPastServices(withoutPastReminder(saved, given), given), given)
      : undefined;
  const returnTo = nodes.get(known?.returnTo ?? "");
  return machine.resolveState({
    value: stateValue(known?.state ?? "talk.fresh"),
    context: { ...given, dialogue: known?.dialogue ?? newDialogue, turn },
    // If the first message led to a side trip, no question was open: the history's default finds one.
    historyValue: returnTo && returnTo.key !== "fresh" ? { question: [returnTo] } : {},
  });
}

/** The innermost states by their paths. */
const nodes = new Map(
  Object.values(machine.states).flatMap(({ states }) =>
    Object.values(states).map((node) => [node.path.join("."), node]),
  ),
);

/** True if the question of a state takes events of this type itself: they answer it. */
export function isAnswerIn(state: string, type: ConversationEvent["type"]): boolean {
  return nodes.get(state)?.ownEvents.includes(type) === true;
}

function isKnown({ version, state, returnTo, dialogue }: SavedState, { facts }: VolatileContext): boolean {
  if (version !== savedVersion || !nodes.has(state)) return false;
  if (returnTo !== undefined && !nodes.has(returnTo)) return false;
  return dialogue.campaign === undefined || facts.campaigns.has(dialogue.campaign);
}

/**
 * If the reminder that the question is about was sent or cancelled, "what now?" is asked instead; if
 * that was to be moved, the next one replaces none.
 */
function withoutPastReminder(saved: SavedState, { facts }: VolatileContext): SavedState {
  const { reminder, replaces } = saved.dialogue;
  const isPast = (one: Reminder | undefined) =>
    one !== undefined && !facts.reminders.some((other) => isSameReminder(other, one));
  if (!isPast(reminder))
    return isPast(replaces) ? { ...saved, dialogue: { ...saved.dialogue, replaces: undefined } } : saved;
  const { returnTo } = saved;
  return {
    ...saved,
    state: afterReminder(saved.state),
    ...(returnTo !== undefined && { returnTo: afterReminder(returnTo) }),
    dialogue: { ...saved.dialogue, ...nothingBegun },
  };
}

/** A reminder that was wished for a day ago, and waits for what must be known first, is wished for no more. */
function withoutOldWish(saved: SavedState, { facts }: VolatileContext): SavedState {
  const { wish, wishedAt = facts.now } = saved.dialogue;
  if (wish === undefined || facts.now - wishedAt < day) return saved;
  return { ...saved, dialogue: { ...saved.dialogue, wish: undefined, wishedAt: undefined } };
}

/** If none of the services to choose from is offered any more, the question before is open again. */
function withoutPastServices(saved: SavedState, { facts }: VolatileContext): SavedState {
  const { among = [] } = saved.dialogue;
  if (saved.state !== "aside.which-service" || among.some((id) => facts.campaigns.has(id))) return saved;
  return { ...saved, state: saved.returnTo ?? "talk.fresh" };
}

function afterReminder(state: string): string {
  return state === "talk.remind-set" ? "talk.next" : state;
}

function stateValue(path: string): Snapshot["value"] {
  const [region = "", leaf = ""] = path.split(".");
  return { [region]: leaf } as unknown as Snapshot["value"];
}
