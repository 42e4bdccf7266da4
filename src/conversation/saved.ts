import { type Context, type DialogueContext, isSameReminder, newDialogue, nothingBegun } from "./context.ts";
import { machine } from "./machine.ts";

/** Raised if states saved before can no longer be read as what they were. */
const savedVersion = 1;

/** The statechart's state as the store holds it: everything that is saved between two messages besides the person. */
export interface SavedState {
  readonly version: number;
  /** The innermost state, such as "talk.accounts". */
  readonly state: string;
  /** The state to return to from a side trip. */
  readonly returnTo?: string;
  /** The name under which version 0.1 saved the dialogue. */
  readonly situation: DialogueContext;
}

/** What the statechart calls a snapshot. */
export type Snapshot = ReturnType<typeof machine.resolveState>;

/** The part of the context that is not saved: it comes anew with each step. */
type VolatileContext = Omit<Context, "dialogue">;

/** Returns what is saved of a snapshot. */
export function toSavedState(snapshot: Snapshot): SavedState {
  const returnTo = snapshot.historyValue["question"]?.[0];
  const isAside = "aside" in Object(snapshot.value);
  const { isBrief: _, ...dialogue } = snapshot.context.dialogue;
  return {
    version: savedVersion,
    state: pathOf(snapshot.value),
    ...(isAside && returnTo !== undefined && { returnTo: returnTo.path.join(".") }),
    situation: dialogue,
  };
}

/** Returns the snapshot of a saved state; of one that no longer exists, the beginning. */
export function toSnapshot(saved: SavedState | undefined, given: VolatileContext): Snapshot {
  const known = saved !== undefined && isKnown(saved, given) ? withoutPastReminder(saved, given) : undefined;
  const returnTo = nodeAt(known?.returnTo);
  // Set afterwards: V8 takes many times as long for a spread that overwrites what it has just copied.
  const snapshot = { ...inState(known?.state ?? "talk.fresh") };
  snapshot.context = {
    person: given.person,
    facts: given.facts,
    dialogue: known?.situation ?? newDialogue,
  };
  snapshot.historyValue = returnTo ? { question: [returnTo] } : {};
  return snapshot;
}

/** The innermost states by their paths. */
const nodes = new Map(
  Object.values(machine.states).flatMap(({ states }) =>
    Object.values(states).map((node) => [node.path.join("."), node]),
  ),
);
const resolved = new Map<string, Snapshot>();

/** A snapshot in this state; the context comes anew at each step. Kept, as finding a state's nodes takes longer than all else here. */
function inState(state: string): Snapshot {
  const known =
    resolved.get(state) ?? machine.resolveState({ value: stateValue(state), context: {} as Context });
  resolved.set(state, known);
  return known;
}

function isKnown({ version, state, returnTo, situation }: SavedState, { facts }: VolatileContext): boolean {
  if (version !== savedVersion || nodeAt(state) === undefined) return false;
  if (returnTo !== undefined && nodeAt(returnTo) === undefined) return false;
  return situation.campaign === undefined || facts.campaigns.has(situation.campaign);
}

/** Once its reminder was sent or cancelled, the question about it becomes "what now?". */
function withoutPastReminder(saved: SavedState, { facts }: VolatileContext): SavedState {
  const { reminder } = saved.situation;
  if (reminder === undefined || facts.reminders.some((other) => isSameReminder(other, reminder)))
    return saved;
  const { returnTo } = saved;
  return {
    ...saved,
    state: afterReminder(saved.state),
    ...(returnTo !== undefined && { returnTo: afterReminder(returnTo) }),
    situation: { ...saved.situation, ...nothingBegun },
  };
}

function afterReminder(state: string): string {
  return state === "talk.remind-set" ? "talk.next" : state;
}

function nodeAt(path: string | undefined) {
  return nodes.get(path ?? "");
}

function pathOf(value: Snapshot["value"]): string {
  const [entry] = Object.entries(value);
  if (entry === undefined) throw new Error("the machine is in no state");
  return entry.join(".");
}

function stateValue(path: string): Snapshot["value"] {
  const [region = "", leaf = ""] = path.split(".");
  return { [region]: leaf } as unknown as Snapshot["value"];
}
