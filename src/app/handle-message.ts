import { createKeyedMutex } from "../concurrency/keyed-mutex.ts";
import { stranger, withoutAlerts, withPush } from "../conversation/context.ts";
import { type ConversationState, openQuestion, type StepResult, step } from "../conversation/step.ts";
import type { ConversationEvent, Effect, Facts, Instant, Zone } from "../conversation/vocabulary.ts";
import { mostWords } from "../understanding/first-words.ts";
import { compose } from "./compose.ts";
import { type DayCounter, progressOf } from "./count-days.ts";
import type { Delivery } from "./deliver.ts";
import { gatherFacts, type World } from "./gather-facts.ts";
import { createLastSaid, type LastSaid } from "./last-said.ts";
import { createFloodLimit, type FloodJudgement } from "./limit-flood.ts";
import type { Limiter } from "./limiter.ts";
import {
  type Channel,
  type ConversationId,
  channelNameOf,
  type Inbox,
  type IncomingMessage,
  type OutgoingMessage,
  type Outside,
  type Receipt,
  StoreError,
  type Transaction,
} from "./ports.ts";
import { classifyUnderstanding, type Grammar, understand } from "./understand.ts";

/** What the inbox and the reminders need. */
export interface InboxDependencies extends Outside {
  readonly grammar: Grammar;
  readonly world: World;
  readonly delivery: Pick<Delivery, "wake" | "isCircuitOpen" | "isUndisturbed">;
  readonly limiterOf: (channel: Channel) => Omit<Limiter, "send" | "recall" | "recount" | "forgetPast">;
  readonly days: Pick<DayCounter, "add">;
  /** How many messages of one person are answered in a minute. Without a limit, each is, also with what was just said. */
  readonly messagesPerMinute: number;
}

/** A message, and the conversation as it finds it in the transaction. */
interface Arrival {
  readonly message: IncomingMessage;
  readonly transaction: Transaction;
  readonly before: ConversationState;
  readonly now: Instant;
}

/** What is made of a message. */
interface Reaction {
  readonly receipt: Receipt;
  readonly messages: readonly OutgoingMessage[];
  /** Counts what it has done, once: a transaction may run more than once. */
  readonly onCommit?: () => void;
}

/** What is done with a message. */
type React = (arrival: Arrival, dependencies: ReactDependencies) => Promise<Reaction>;

interface ReactDependencies extends InboxDependencies {
  readonly lastSaid: LastSaid;
}

/** How long an answer is worth being sent: an hour. */
const worthSending = 3_600_000;
/** How long a reminder is. */
export const reminderWorthSending = 24 * worthSending;

/** The inbox, as its own program has it. */
export interface OwnInbox extends Inbox {
  /** Forgets whoever has written nothing for a minute. */
  forgetQuiet(): void;
}

/** Returns the inbox. It commits before anything is sent: a crash may lose a sending, never repeat a decision. */
export function createInbox(dependencies: InboxDependencies): OwnInbox {
  const { store, delivery, log, meter, clock, world, limiterOf } = dependencies;
  const flood = createFloodLimit(dependencies.messagesPerMinute);
  const withMutex = createKeyedMutex<ConversationId>();
  const lastSaid = createLastSaid(dependencies);

  async function receive(message: IncomingMessage): Promise<Receipt> {
    const { conversationId: id, text } = message;
    const channel = channelNameOf(id);
    const began = clock.now();
    const on = world.channelOf?.(id);
    if (on) limiterOf(on).noteReceived();
    try {
      const receipt = await handle(message, flood.judge(id, began, text?.length));
      meter.received(channel, receipt, clock.now() - began);
      return receipt;
    } catch (error) {
      meter.received(channel, "failed", clock.now() - began);
      if (error instanceof StoreError) meter.erred("store");
      throw error;
    }
  }

  async function handle(message: IncomingMessage, judgement: FloodJudgement): Promise<Receipt> {
    if (judgement === "too-many") return "too-many";
    const { conversationId: id } = message;
    const react = reactionTo(message, judgement);
    // Several of one person's at once would only wait for each other, and hold up everyone else meanwhile.
    const { receipt, onCommit } = await withMutex(id, () =>
      commit(message, react).catch((error: unknown) => apologiseFor(error, message)),
    );
    onCommit?.();
    delivery.wake(id);
    return receipt;
  }

  /** In one transaction: claims the message, and puts into the outbox what is said to it. */
  function commit(message: IncomingMessage, react: React): Promise<Reaction> {
    const { conversationId: id } = message;
    return store.transaction(async (transaction) => {
      const now = clock.now();
      if (!(await transaction.claimUpdateId(message.id, now))) return { receipt: "repeated", messages: [] };
      if (message.isLate) return { receipt: "too-late", messages: [] };
      const before = (await transaction.load(id)) ?? { person: stranger };
      const reaction = await react({ message, transaction, before, now }, { ...dependencies, lastSaid });
      const goodUntil = now + worthSending;
      await transaction.enqueue(id, "answer", asOneAnswer(reaction.messages), { now, goodUntil });
      return reaction;
    });
  }

  /** If the store is away, the channel brings the message again: it is no step that has failed. */
  function apologiseFor(error: unknown, message: IncomingMessage): Promise<Reaction> {
    if (error instanceof StoreError) throw error;
    const channel = channelNameOf(message.conversationId);
    log.error({ error, channel }, "a step failed; its person gets an apology");
    meter.erred("step");
    return commit(message, apologise);
  }

  /** That a platform tells of it is no sign of life of the person's. */
  async function endAlerts(transaction: Transaction, id: ConversationId): Promise<void> {
    const before = await transaction.load(id);
    await transaction.dropOutbox(id, "alert");
    if (before?.person.alertsSince === undefined) return;
    const seenAt = (await transaction.lastSeen(id)) ?? clock.now();
    await transaction.save(id, { ...before, person: withoutAlerts(before.person) }, seenAt);
  }

  return {
    receive,
    async gone(id, asOf = Number.POSITIVE_INFINITY) {
      await store.transaction(async (transaction) => {
        if (((await transaction.lastSeen(id)) ?? 0) > asOf) return;
        await transaction.cancelReminders(id);
        await transaction.dropOutbox(id);
        await endAlerts(transaction, id);
      });
    },
    async noAlerts(id) {
      await store.transaction((transaction) => endAlerts(transaction, id));
      delivery.wake(id);
    },
    erase: (id) => store.transaction((transaction) => transaction.erase(id)),
    async moved(from, to) {
      await store.transaction((transaction) => transaction.rename(from, to));
      delivery.wake(to);
    },
    async resend(key, id, message) {
      const now = clock.now();
      await store.transaction(async (transaction) => {
        if (!(await transaction.claimUpdateId(key, now))) return;
        const kind = message.reminder?.kind === "alert" ? "alert" : "reminder";
        const goodUntil = message.reminder?.goodUntil ?? now + reminderWorthSending;
        await transaction.enqueue(id, kind, [message], { now, goodUntil });
      });
      delivery.wake(id);
    },
    subscribe: (id, push) =>
      store.transaction(async (transaction) => {
        const before = await transaction.load(id);
        if (before === undefined) return false;
        await transaction.save(id, { ...before, person: withPush(before.person, push) }, clock.now());
        return true;
      }),
    here: (id) => delivery.wake(id),
    forgetQuiet() {
      flood.forgetQuiet(clock.now());
      lastSaid.forgetPast();
    },
  };
}

function reactionTo({ rest }: IncomingMessage, flood: FloodJudgement): React {
  if (flood !== "fine") return slowDown;
  return rest === undefined ? answer : showRest;
}

function receiptOf({ type }: ConversationEvent, stands: boolean): Receipt {
  if (type === "past-button") return "past";
  return stands ? "said-before" : "answered";
}

/** Says that the rest of a message was left unread. */
const tooLong: Effect = {
  type: "say",
  saying: { text: [{ key: "too-long.text", params: { words: mostWords } }] },
};

/** Marks those that follow the first one. */
function asOneAnswer(messages: readonly OutgoingMessage[]): readonly OutgoingMessage[] {
  return messages.map((message, index) => (index === 0 ? message : { ...message, follows: true }));
}

async function answer(arrival: Arrival, dependencies: ReactDependencies): Promise<Reaction> {
  const { message, transaction, now } = arrival;
  const { wording, world, grammar, lastSaid } = dependencies;
  const id = message.conversationId;
  const before = withZone(arrival.before, message.zoneHint);
  const facts = await factsOf(arrival, dependencies);
  const asked = openQuestion(before, facts)?.question;
  const read = understand(message, asked, before.person, facts, grammar);
  const { acts, unread, mentioned, language, isCut } = read;
  const heard = { words: language, hint: message.languageHint, unread, mentioned };
  const after = step(before, acts, facts, heard);
  const effects = isCut ? [tooLong, ...after.effects] : after.effects;
  const messages = compose(effects, wording, after.language, now, world.channelOf?.(id)?.mergedCap);
  const said = { id, before: arrival.before, after, messages, now };
  const stands = await lastSaid.stands(said, transaction);
  await carryOut(transaction, id, after, now);
  return {
    receipt: receiptOf(acts[0], stands),
    messages: stands ? [] : messages,
    onCommit() {
      lastSaid.note(said, stands);
      progressOf(before, after, channelNameOf(id), facts.campaigns).forEach(dependencies.days.add);
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

/** A person who has chosen no zone is in that of their device. */
function withZone(before: ConversationState, hint: Zone | undefined): ConversationState {
  const zone = before.person.zone ?? hint;
  return zone === undefined ? before : { ...before, person: { ...before.person, zone } };
}

/** Tells someone who writes faster than can be read to wait. What they wrote is left unread. */
async function slowDown({ before, now }: Arrival, { wording, world }: InboxDependencies): Promise<Reaction> {
  const language = before.person.language ?? world.defaultLanguage;
  const slower: Effect = { type: "say", saying: { text: [{ key: "slower.text" }] } };
  return { receipt: "too-many", messages: compose([slower], wording, language, now) };
}

/** Shows what a channel had no room for. It is part of what was said before: no step is taken. */
async function showRest({ message: { rest, conversationId }, transaction, before, now }: Arrival) {
  const { saved } = before;
  if (saved !== undefined) await transaction.save(conversationId, { ...before, saved }, now);
  return { receipt: "answered", messages: rest === undefined ? [] : [rest] } as const;
}

/** In the second transaction of a step that failed, the open question again; not even that if it fails too: nobody is blocked. */
async function apologise(arrival: Arrival, dependencies: InboxDependencies): Promise<Reaction> {
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

/** Does in the store what the step has decided. */
async function carryOut(
  transaction: Transaction,
  id: ConversationId,
  after: StepResult,
  now: number,
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
        // All of them: not even one that is on its way.
        if (effect.campaign === undefined) await transaction.dropOutbox(id, "reminder");
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
}
