import { type StepResult, step } from "../../src/conversation/step.ts";
import { isTroubleOpen } from "../../src/conversation/turn/policy.ts";
import type { ConversationEvent } from "../../src/conversation/vocabulary.ts";
import { offeredAt, typedAnywhere } from "./machine-events.ts";
import type { Walk } from "./machine-walk.ts";

/** What went wrong with two events in one message: where, and which. */
interface Problems {
  /** Those that asked several things, or said something after the question, or asked nothing where each would. */
  readonly askedBadly: readonly string[];
  readonly saidTwice: readonly string[];
  /** An event was neither taken nor left to wait, though alone it would be taken. */
  readonly lost: readonly string[];
  readonly failed: readonly string[];
}

/** How many pairs were tried, and what went wrong. */
export type PairsWalked = Problems & { readonly count: number };

/** After these alone nothing is asked: what was open stays open. A country and a zone are only noted, beside something else. */
const asksNothing: ReadonlySet<ConversationEvent["type"]> = new Set([
  ...(["courtesy", "stop", "country", "zone"] as const),
]);

/** Kind words, guesses and lists to choose from beside anything else, and what answers a question that the other event answers in another way, or leaves. */
const mayBeDropped: ReadonlySet<ConversationEvent["type"]> = new Set([
  ...(["courtesy", "not-understood", "only-text", "past-button", "suggest", "doubt", "grounds"] as const),
  ...([
    "more",
    "another-country",
    "another-zone",
    "yes",
    "no",
    "sent",
    "slot",
    "tick",
    "ticked",
    "linked",
  ] as const),
]);

const remindsOnly: ReadonlySet<ConversationEvent["type"]> = new Set([
  ...(["remind", "move", "date", "later", "slot", "change", "alerts"] as const),
]);

/** What an event is taken as where the place does not take it itself. */
const takenAs: Partial<Record<ConversationEvent["type"], ConversationEvent["type"]>> = {
  accounts: "service",
  date: "remind",
  move: "remind",
};

/** Lists of a person's reminders, which are all alike in a walk. */
const ofReminders: ReadonlySet<string> = new Set(["remind-set.brief", "my-data.reminder"]);

/** Says every so-manieth pair of kinds of events as one message, in each state that a walk has met. */
export function walkPairs({ stands }: Pick<Walk, "stands">, every: number): PairsWalked {
  const places = [...stands].map(([name, { stand, facts }]) => {
    const isTaken = (event: ConversationEvent) => step(stand, [event], facts).taken.includes(event);
    const toPair = (pair: readonly [ConversationEvent, ConversationEvent]): Pair => ({
      where: () => `${name}: ${JSON.stringify(pair)}`,
      take: () => step(stand, pair, facts),
      isLost: (after: StepResult) => pair.some((event) => isLost(event, after) && isTaken(event)),
    });
    return pairsOf(oneOfEachKind([...offeredAt(stand, facts), ...typedAnywhere(facts)])).map(
      (pair) => () => toPair(pair),
    );
  });
  const walked = {
    ...{ askedBadly: [] as string[], saidTwice: [] as string[] },
    ...{ lost: [] as string[], failed: [] as string[] },
  };
  const tried = places.flat().filter((_, index) => index % every === 0);
  for (const one of tried) judge(one(), walked);
  return { ...walked, count: tried.length };
}

/** Two events that are to be said in one message. */
interface Pair {
  readonly where: () => string;
  readonly take: () => StepResult;
  readonly isLost: (after: StepResult) => boolean;
}

/** Says the two, and notes what is wrong with it. */
function judge({ where, take, isLost: loses }: Pair, problems: Record<keyof Problems, string[]>): void {
  try {
    const after = take();
    if (!isAskedOnce(after)) problems.askedBadly.push(where());
    if (hasRepeats(after)) problems.saidTwice.push(where());
    if (loses(after)) problems.lost.push(where());
  } catch (error) {
    problems.failed.push(`${where()}: ${String(error)}`);
  }
}

/** What is due comes alone, from no message. */
function oneOfEachKind(events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  const ofMessages = events.filter(({ type }) => !type.endsWith("-due"));
  return [...new Map(ofMessages.map((event) => [event.type, event])).values()];
}

function pairsOf(events: readonly ConversationEvent[]) {
  return events.flatMap((one) => events.map((other) => [one, other] as const));
}

/** Beside these, an event may have no effect: reminders after "stop", the service that is spoken of, and anything after "forget me". */
function isPointless(event: ConversationEvent, { effects, taken, saved }: StepResult): boolean {
  if (effects.some((effect) => effect.type === "erase-person")) return true;
  if (event.type === "service") return event.campaign === saved.dialogue.campaign;
  return remindsOnly.has(event.type) && taken.some((other) => other.type === "stop");
}

function isLost(event: ConversationEvent, after: StepResult): boolean {
  const { taken, saved } = after;
  const kept = new Set([...taken, ...(saved.dialogue.agenda?.events ?? [])].map(({ type }) => type));
  const as = takenAs[event.type];
  if (kept.has(event.type) || (as !== undefined && kept.has(as))) return false;
  return !mayBeDropped.has(event.type) && !isPointless(event, after);
}

function isAskedOnce({ effects, taken, saved }: StepResult): boolean {
  // "Not now", said to whoever is in trouble, is not asked back.
  const leaves = ({ type }: ConversationEvent) =>
    asksNothing.has(type) || (type === "no" && isTroubleOpen(saved.state));
  const asked = effects.filter(({ type }) => type === "ask");
  if (asked.length > 0) return asked.length === 1 && effects.at(-1)?.type === "ask";
  return effects.some(({ type }) => type === "erase-person") || taken.every(leaves);
}

function hasRepeats({ effects }: StepResult): boolean {
  const texts = effects
    .flatMap((effect) => ("saying" in effect ? effect.saying.text : []))
    .filter(({ key }) => !ofReminders.has(key))
    .map((phrase) => JSON.stringify(phrase));
  return new Set(texts).size < texts.length;
}
