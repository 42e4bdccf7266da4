import { createKeyedMutex } from "../concurrency/keyed-mutex.ts";
import { stranger } from "../conversation/context.ts";
import { type ConversationState, openQuestion, type StepResult, step } from "../conversation/step.ts";
import type { Effect, Facts, Instant, Language } from "../conversation/vocabulary.ts";
import { classifyUnderstanding, type Understanding } from "./classify-understanding.ts";
import { compose } from "./compose.ts";
import type { Delivery } from "./deliver.ts";
import { gatherFacts, type World } from "./gather-facts.ts";
import type { HourlyLoad } from "./hourly-load.ts";
import { createFloodLimit, type FloodJudgement } from "./limit-flood.ts";
import {
  type Clock,
  type ConversationId,
  channelNameOf,
  type Inbox,
  type IncomingMessage,
  type Log,
  type Meter,
  type OutgoingMessage,
  type Receipt,
  type Store,
  StoreError,
  type Transaction,
  type Wording,
} from "./ports.ts";
import type { ProactiveThrottle } from "./throttle.ts";
import { type Grammar, understand } from "./understand.ts";

/** What the inbox and the reminders need. */
export interface InboxDependencies {
  readonly store: Store;
  readonly wording: Wording;
  readonly grammar: Grammar;
  readonly world: World;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
  readonly delivery: Pick<Delivery, "wake" | "isCircuitOpen">;
  readonly load: Pick<HourlyLoad, "loadAt" | "note">;
  readonly throttle: Pick<ProactiveThrottle, "room" | "reserve">;
  /** How many messages of one person are answered in a minute. */
  readonly messagesPerMinute: number;
  /** From 0 to below 1: spreads the hours of reminders. */
  readonly random: () => number;
}

/** What the transaction of a message has come to. */
interface Handled {
  readonly receipt: Receipt;
  /** When the reminders are due that it has set. */
  readonly promised: readonly Instant[];
  /** What was understood of a typed text; absent for a press, and where nothing was read. */
  readonly understood?: Understanding & { readonly language: Language };
}

/** How long an answer is worth being sent: an hour. */
const worthSending = 3_600_000;

/** Returns the inbox. It commits before anything is sent: a crash may lose a sending, never repeat a decision. */
export function createInbox(dependencies: InboxDependencies): Inbox {
  const { store, delivery, log, meter, clock } = dependencies;
  const judgeFlood = createFloodLimit(dependencies.messagesPerMinute);
  const withMutex = createKeyedMutex<ConversationId>();

  async function receive(message: IncomingMessage): Promise<Receipt> {
    const { conversationId: id } = message;
    const channel = channelNameOf(id);
    const began = clock.now();
    try {
      const receipt = await handle(message, judgeFlood(id, began));
      meter.received(channel, receipt, clock.now() - began);
      return receipt;
    } catch (error) {
      meter.received(channel, "failed", clock.now() - began);
      if (error instanceof StoreError) meter.erred("store");
      throw error;
    }
  }

  async function handle(message: IncomingMessage, flood: FloodJudgement): Promise<Receipt> {
    if (flood === "too-many") return "too-many";
    const work = flood === "fine" ? answer : slowDown;
    // Several of one person's at once would only wait for each other, and hold up everyone else meanwhile.
    const { receipt, promised, understood } = await withMutex(message.conversationId, () =>
      store
        .transaction((transaction) => work(transaction, message, dependencies))
        .catch((error: unknown) => apologiseFor(error, message)),
    );
    // Only now: a transaction may run more than once.
    for (const dueAt of promised) dependencies.load.note(message.conversationId, dueAt);
    if (understood) meter.understood(understood.outcome, understood.topic, understood.language);
    delivery.wake(message.conversationId);
    return receipt;
  }

  /** If the store is away, the channel brings the message again: it is no step that has failed. */
  function apologiseFor(error: unknown, message: IncomingMessage): Promise<Handled> {
    if (error instanceof StoreError) throw error;
    const channel = channelNameOf(message.conversationId);
    log.error({ error, channel }, "a step failed; its person gets an apology");
    meter.erred("step");
    return store.transaction((transaction) => apologise(transaction, message, dependencies));
  }

  return {
    receive,
    async gone(id) {
      await store.transaction(async (transaction) => {
        await transaction.cancelReminders(id);
        await transaction.dropOutbox(id);
      });
    },
    async moved(from, to) {
      await store.transaction((transaction) => transaction.rename(from, to));
      delivery.wake(to);
    },
    here: (id) => delivery.wake(id),
  };
}

async function answer(
  transaction: Transaction,
  message: IncomingMessage,
  dependencies: InboxDependencies,
): Promise<Handled> {
  const { conversationId: id, languageHint } = message;
  const now = dependencies.clock.now();
  if (!(await transaction.claimUpdateId(message.id, now))) return unpromising("repeated");
  const before = await standing(transaction, id);
  const facts = await factsOf(transaction, id, dependencies, now);
  const asked = openQuestion(before, facts)?.question;
  const { event, language } = understand(message, asked, before.person, facts, dependencies.grammar);
  const after = step(before, event, facts, { words: language, hint: languageHint });
  await carryOut(transaction, id, after, now);
  const messages = compose(after.effects, dependencies.wording, after.language, now);
  await transaction.enqueue(id, "answer", messages, worthSendingFrom(now));
  return {
    receipt: event.type === "past-button" ? "past" : "answered",
    promised: after.effects.flatMap((effect) =>
      effect.type === "set-reminder" ? [effect.reminder.dueAt] : [],
    ),
    ...(message.text !== undefined && {
      understood: { ...classifyUnderstanding(after.taken), language: after.language },
    }),
  };
}

function unpromising(receipt: Receipt): Handled {
  return { receipt, promised: [] };
}

/** Tells someone who writes faster than can be read to wait. What they wrote is left unread. */
async function slowDown(
  transaction: Transaction,
  message: IncomingMessage,
  dependencies: InboxDependencies,
): Promise<Handled> {
  const now = dependencies.clock.now();
  const id = message.conversationId;
  if (!(await transaction.claimUpdateId(message.id, now))) return unpromising("repeated");
  const { person } = await standing(transaction, id);
  const language = person.language ?? dependencies.world.defaultLanguage;
  const slower: Effect = { type: "say", saying: { text: [{ key: "slower.text" }] } };
  await transaction.enqueue(
    id,
    "answer",
    compose([slower], dependencies.wording, language, now),
    worthSendingFrom(now),
  );
  return unpromising("too-many");
}

/** The second transaction of a step that failed: it blocks neither the road nor the person. */
async function apologise(
  transaction: Transaction,
  message: IncomingMessage,
  dependencies: InboxDependencies,
): Promise<Handled> {
  const now = dependencies.clock.now();
  const id = message.conversationId;
  if (!(await transaction.claimUpdateId(message.id, now))) return unpromising("repeated");
  const before = await standing(transaction, id);
  const facts = await factsOf(transaction, id, dependencies, now);
  await transaction.enqueue(id, "answer", apologyTo(before, facts, dependencies), worthSendingFrom(now));
  return unpromising("answered");
}

/** The apology with the open question again; on its own where even the question fails. */
function apologyTo(
  before: ConversationState,
  facts: Facts,
  dependencies: InboxDependencies,
): readonly OutgoingMessage[] {
  const language: Language = before.person.language ?? facts.defaultLanguage;
  const apology: Effect = { type: "say", saying: { text: [{ key: "apology.text" }] } };
  try {
    const open = openQuestion(before, facts);
    const again: readonly Effect[] = open ? [{ type: "ask", ...open }] : [];
    return compose([apology, ...again], dependencies.wording, language, facts.now);
  } catch {
    return compose([apology], dependencies.wording, language, facts.now);
  }
}

function worthSendingFrom(now: Instant): { readonly now: Instant; readonly goodUntil: Instant } {
  return { now, goodUntil: now + worthSending };
}

async function standing(transaction: Transaction, id: ConversationId): Promise<ConversationState> {
  return (await transaction.load(id)) ?? { person: stranger };
}

async function factsOf(
  transaction: Transaction,
  id: ConversationId,
  { world, random, load }: InboxDependencies,
  now: number,
): Promise<Facts> {
  return gatherFacts(world, id, now, await transaction.reminders(id), random(), load.loadAt(id));
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
  await transaction.save(id, { person: after.person, place: after.place }, now);
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
      case "say":
      case "ask":
      case "erase-person":
        break;
    }
  }
}
