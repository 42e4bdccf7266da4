import { type Context, isSameReminder, newSituation, nothingBegun, type Situation } from "./context.ts";
import { machine } from "./machine.ts";

/** Raised whenever a place saved before can no longer be read as what it was. */
const placeVersion = 1;

/** Where a person stands in the dialogue: all that is saved between two messages besides the person. */
export interface Place {
  readonly version: number;
  /** The innermost state, such as "talk.accounts". */
  readonly state: string;
  /** The state to return to from a side trip. */
  readonly returnTo?: string;
  readonly situation: Situation;
}

/** What the statechart calls a snapshot. */
export type Snapshot = ReturnType<typeof machine.resolveState>;

/** The part of the context that is not saved with the place. */
type Given = Omit<Context, "situation">;

/** Reads the place that a snapshot stands for. */
export function toPlace(snapshot: Snapshot): Place {
  const returnTo = snapshot.historyValue["question"]?.[0];
  const isAside = "aside" in Object(snapshot.value);
  const { isBrief: _, ...situation } = snapshot.context.situation;
  return {
    version: placeVersion,
    state: pathOf(snapshot.value),
    ...(isAside && returnTo !== undefined && { returnTo: returnTo.path.join(".") }),
    situation,
  };
}

/** The snapshot of a saved place. A place that no longer exists begins again. */
export function toSnapshot(place: Place | undefined, given: Given): Snapshot {
  const known = place !== undefined && isKnown(place, given) ? withoutPastReminder(place, given) : undefined;
  const returnTo = nodeAt(known?.returnTo);
  // Set afterwards: V8 takes many times as long for a spread that overwrites what it has just copied.
  const snapshot = { ...inState(known?.state ?? "talk.fresh") };
  snapshot.context = {
    person: given.person,
    facts: given.facts,
    situation: known?.situation ?? newSituation,
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

function isKnown({ version, state, returnTo, situation }: Place, { facts }: Given): boolean {
  if (version !== placeVersion || nodeAt(state) === undefined) return false;
  if (returnTo !== undefined && nodeAt(returnTo) === undefined) return false;
  return situation.campaign === undefined || facts.campaigns.has(situation.campaign);
}

/** Once its reminder was sent or cancelled, the question about it becomes "what now?". */
function withoutPastReminder(place: Place, { facts }: Given): Place {
  const { reminder } = place.situation;
  if (reminder === undefined || facts.reminders.some((other) => isSameReminder(other, reminder)))
    return place;
  const { returnTo } = place;
  return {
    ...place,
    state: afterReminder(place.state),
    ...(returnTo !== undefined && { returnTo: afterReminder(returnTo) }),
    situation: { ...place.situation, ...nothingBegun },
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
