import { step } from "../../src/conversation/step.ts";
import type { ConversationEvent, Effect } from "../../src/conversation/vocabulary.ts";
import { offeredAt, typedAnywhere } from "./machine-events.ts";
import type { Walk } from "./machine-walk.ts";

/** What went wrong with two events in one message: where, and which. */
export interface PairsWalked {
  readonly count: number;
  /** Those that asked several things, or said something after the question, or asked nothing where each would. */
  readonly askedBadly: readonly string[];
  readonly saidTwice: readonly string[];
  readonly failed: readonly string[];
}

/** After these alone nothing is asked: what was open stays open. A country and a zone are only noted, beside something else. */
const asksNothing: ReadonlySet<ConversationEvent["type"]> = new Set([
  ...(["courtesy", "stop", "country", "zone"] as const),
]);

/** Lists of a person's reminders, which are all alike in a walk. */
const ofReminders: ReadonlySet<string> = new Set(["remind-set.brief", "my-data.reminder"]);

/** Says every so-manieth pair of kinds of events as one message, in each state that a walk has met. */
export function walkPairs({ stands }: Pick<Walk, "stands">, every: number): PairsWalked {
  const all = [...stands].flatMap(([name, { stand, facts }]) =>
    pairsOf(oneOfEachKind([...offeredAt(stand, facts), ...typedAnywhere(facts)])).map((pair) => {
      return { where: `${name}: ${JSON.stringify(pair)}`, take: () => step(stand, pair, facts) };
    }),
  );
  const walked = { askedBadly: [] as string[], saidTwice: [] as string[], failed: [] as string[] };
  const tried = all.filter((_, index) => index % every === 0);
  for (const { where, take } of tried) {
    try {
      const { effects, taken } = take();
      if (!isAskedOnce(effects, taken)) walked.askedBadly.push(where);
      if (hasRepeats(effects)) walked.saidTwice.push(where);
    } catch (error) {
      walked.failed.push(`${where}: ${String(error)}`);
    }
  }
  return { ...walked, count: tried.length };
}

/** What is due comes alone, from no message. */
function oneOfEachKind(events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  const ofMessages = events.filter(({ type }) => !type.endsWith("-due"));
  return [...new Map(ofMessages.map((event) => [event.type, event])).values()];
}

function pairsOf(events: readonly ConversationEvent[]) {
  return events.flatMap((one) => events.map((other) => [one, other] as const));
}

function isAskedOnce(effects: readonly Effect[], taken: readonly ConversationEvent[]): boolean {
  const asked = effects.filter(({ type }) => type === "ask");
  if (asked.length > 0) return asked.length === 1 && effects.at(-1)?.type === "ask";
  return (
    effects.some(({ type }) => type === "erase-person") || taken.every(({ type }) => asksNothing.has(type))
  );
}

function hasRepeats(effects: readonly Effect[]): boolean {
  const texts = effects
    .flatMap((effect) => ("saying" in effect ? effect.saying.text : []))
    .filter(({ key }) => !ofReminders.has(key))
    .map((phrase) => JSON.stringify(phrase));
  return new Set(texts).size < texts.length;
}
