import { type ConversationState, openQuestion, type StepResult, step } from "../conversation/step.ts";
import type { ConversationEvent, Effect, Facts, Instant, Source, Zone } from "../conversation/vocabulary.ts";
import {
  channelNameOf,
  type IncomingMessage,
  type OutgoingMessage,
  type Receipt,
  type Transaction,
} from "../ports.ts";
import { mostWords } from "../understanding/first-words.ts";
import { compose } from "./compose.ts";
import { progressOf } from "./count-days.ts";
import { countOutcomes } from "./count-outcomes.ts";
import { followSource } from "./count-sources.ts";
import { gatherFacts } from "./gather-facts.ts";
import type { InboxDependencies } from "./inbox-dependencies.ts";
import type { LastSaid } from "./last-said.ts";
import type { FloodJudgement } from "./limit-flood.ts";
import { stagesOf, withStages } from "./stages-of.ts";
import { classifyUnderstanding, understand } from "./understand.ts";

/** A message, and its conversation as loaded in the transaction. */
interface Arrival {
  readonly message: IncomingMessage;
  readonly transaction: Transaction;
  readonly before: ConversationState;
  readonly now: Instant;
}

/** The answer to a message. */
export interface Reaction {
  readonly receipt: Receipt;
  readonly messages: readonly OutgoingMessage[];
  /** Called after the commit. Counts here, not in the transaction, which may run more than once. */
  readonly onCommit?: () => void;
}

/** Answers a message. */
export type React = (arrival: Arrival, dependencies: ReactDependencies) => Promise<Reaction>;

interface ReactDependencies extends InboxDependencies {
  readonly lastSaid: LastSaid;
}

/** Returns the function that answers the message. */
export function reactionTo({ rest }: IncomingMessage, flood: FloodJudgement): React {
  if (flood !== "fine") return slowDown;
  return rest === undefined ? answer : showRest;
}

function receiptOf({ type }: ConversationEvent, stands: boolean): Receipt {
  if (type === "past-button") return "past";
  return stands ? "said-before" : "answered";
}

/** Says that the rest of a long message was not read. */
const tooLong: Effect = {
  type: "say",
  saying: { text: [{ key: "too-long.text", params: { words: mostWords } }] },
};

async function answer(arrival: Arrival, dependencies: ReactDependencies): Promise<Reaction> {
  const { message, transaction, now } = arrival;
  const { wording, world, grammar, lastSaid } = dependencies;
  const id = message.conversationId;
  const before = withZone(arrival.before, message.zoneHint);
  const facts = await factsOf(arrival, dependencies);
  const question = openQuestion(before, facts)?.question;
  const read = understand(message, question, before.person, facts, grammar);
  const { acts, unread, offered, mentioned, language, isCut } = read;
  const signals = { words: language, hint: message.languageHint, unread, offered, mentioned };
  const after = step(before, acts, facts, signals);
  const effects = isCut ? [tooLong, ...after.effects] : after.effects;
  const messages = compose(effects, wording, after.language, now, world.channelOf?.(id)?.mergedCap);
  const said = { id, before: arrival.before, after, messages, now };
  const stands = await lastSaid.stands(said, transaction);
  const progress = progressOf(before, after, channelNameOf(id), facts.campaigns);
  const reached = stagesOf(progress, after.effects);
  const followed = followSource(before.person.source, message.source, reached, now, facts.defaultZone);
  await carryOut(arrival, before, withSource(after, followed.source), facts);
  return {
    receipt: receiptOf(acts[0], stands),
    messages: stands ? [] : withStages(messages, reached),
    onCommit() {
      lastSaid.note(said, stands);
      [...progress, ...followed.counts].forEach(dependencies.days.add);
      if (message.text !== undefined) countUnderstood(after, dependencies);
    },
  };
}

function countUnderstood({ taken, language }: StepResult, { meter }: InboxDependencies): void {
  for (const event of taken) {
    const { outcome, topic } = classifyUnderstanding(event);
    meter.understood(outcome, topic, language);
  }
}

/** Takes the zone of the person's device if they have chosen none. */
function withZone(before: ConversationState, hint: Zone | undefined): ConversationState {
  const zone = before.person.zone ?? hint;
  return zone === undefined ? before : { ...before, person: { ...before.person, zone } };
}

function withSource(after: StepResult, source: Source | undefined): StepResult {
  const { source: _, ...person } = after.person;
  return { ...after, person: { ...person, ...(source && { source }) } };
}

/** Asks a person who writes too fast to wait. Their message is left unread. */
async function slowDown({ before, now }: Arrival, { wording, world }: InboxDependencies): Promise<Reaction> {
  const language = before.person.language ?? world.defaultLanguage;
  const slower: Effect = { type: "say", saying: { text: [{ key: "slower.text" }] } };
  return { receipt: "too-many", messages: compose([slower], wording, language, now) };
}

/** Sends the part of a message that the channel had no room for. No step is taken: it was said before. */
async function showRest({ message: { rest, conversationId }, transaction, before, now }: Arrival) {
  const { saved } = before;
  if (saved !== undefined) await transaction.save(conversationId, { ...before, saved }, now);
  return { receipt: "answered", messages: rest === undefined ? [] : [rest] } as const;
}

/**
 * Apologises in a second transaction for a step that failed, and repeats the open question, or leaves
 * it out if that fails too: so that nobody is blocked.
 */
export async function apologise(arrival: Arrival, dependencies: InboxDependencies): Promise<Reaction> {
  const facts = await factsOf(arrival, dependencies);
  const language = arrival.before.person.language ?? facts.defaultLanguage;
  const apology: Effect = { type: "say", saying: { text: [{ key: "apology.text" }] } };
  const say = (...effects: readonly Effect[]): Reaction => ({
    receipt: "answered",
    messages: compose([apology, ...effects], dependencies.wording, language, facts.now),
  });
  try {
    const open = openQuestion(arrival.before, facts);
    return open ? say({ type: "ask", ...open }) : say();
  } catch {
    return say();
  }
}

async function factsOf(
  { message: { conversationId: id }, transaction, now }: Arrival,
  { world, random }: InboxDependencies,
): Promise<Facts> {
  return gatherFacts(world, id, now, await transaction.reminders(id), random());
}

/** Stores the result of the step. */
async function carryOut(
  { transaction, message: { conversationId: id }, now }: Arrival,
  before: ConversationState,
  after: StepResult,
  facts: Facts,
): Promise<void> {
  const erases = after.effects.some((effect) => effect.type === "erase-person");
  if (erases) return transaction.erase(id);
  const { person, saved, memory } = after;
  await transaction.save(id, { person, saved, memory }, now);
  for (const effect of after.effects) {
    switch (effect.type) {
      case "set-reminder":
        await transaction.setReminder(id, effect.reminder);
        break;
      case "cancel-reminders":
        await transaction.cancelReminders(id, effect);
        // All reminders, or all of a campaign: also those that are in the outbox.
        if (effect.slot === undefined) await transaction.dropOutbox(id, "reminder", effect.campaign);
        break;
      case "drop-alerts":
        await transaction.dropOutbox(id, "alert");
        break;
      case "say":
      case "ask":
      case "unsubscribe":
      case "offer-push":
      case "erase-person":
        break;
    }
  }
  await countOutcomes(transaction, before.person, after.person, facts);
}
