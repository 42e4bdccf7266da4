import { stranger, withoutAlerts, withPush } from "../conversation/context.ts";
import type { Person } from "../conversation/vocabulary.ts";
import {
  type ConversationId,
  channelNameOf,
  type Inbox,
  type IncomingMessage,
  type OutgoingMessage,
  type Receipt,
  StoreError,
  type Transaction,
} from "../ports.ts";
import { createKeyedMutex } from "../support/keyed-mutex.ts";
import type { InboxDependencies } from "./inbox-dependencies.ts";
import { createLastSaid } from "./last-said.ts";
import { createFloodLimit, type FloodJudgement } from "./limit-flood.ts";
import { apologise, type React, type Reaction, reactionTo } from "./reaction-to.ts";
import { worthSendingMs } from "./worth-sending.ts";

/** The inbox, with what only the bot itself calls. */
export interface OwnInbox extends Inbox {
  /** Forgets whoever has written nothing for a minute. */
  forgetQuiet(): void;
}

/** Returns the inbox. It commits before anything is sent: after a crash, no decision is made twice. */
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
    // One at a time per person: several would wait for each other in the database, and hold up everyone
    // else.
    const { receipt, onCommit } = await withMutex(id, () =>
      commit(message, react).catch((error: unknown) => apologiseFor(error, message)),
    );
    onCommit?.();
    delivery.wake(id);
    return receipt;
  }

  /** In one transaction, claims the message and puts the answer into the outbox. */
  function commit(message: IncomingMessage, react: React): Promise<Reaction> {
    const { conversationId: id } = message;
    return store.transaction(async (transaction) => {
      const now = clock.now();
      if (!(await transaction.claimUpdateId(message.id, now))) return { receipt: "repeated", messages: [] };
      if (message.isLate) return { receipt: "too-late", messages: [] };
      // The platform may take now what it would not send to someone who was silent.
      await transaction.holdOutbox(id);
      const before = (await transaction.load(id)) ?? { person: stranger };
      const reaction = await react({ message, transaction, before, now }, { ...dependencies, lastSaid });
      const goodUntil = now + worthSendingMs.answer;
      await transaction.enqueue(id, "answer", asOneAnswer(reaction.messages), { now, goodUntil });
      return reaction;
    });
  }

  /**
   * If the store is away, the error goes to the channel, which delivers the message again: no step has
   * failed.
   */
  function apologiseFor(error: unknown, message: IncomingMessage): Promise<Reaction> {
    if (error instanceof StoreError) throw error;
    const channel = channelNameOf(message.conversationId);
    log.error({ error, channel }, "a step failed; its person gets an apology");
    meter.erred("step");
    return commit(message, apologise);
  }

  /** Keeps `lastSeen`: a platform's notice is no sign of life of the person's. */
  async function endAlerts(transaction: Transaction, id: ConversationId): Promise<void> {
    const before = await transaction.load(id);
    await transaction.dropOutbox(id, "alert");
    if (before?.person.alertsSince === undefined) return;
    const seenAt = (await transaction.lastSeen(id)) ?? clock.now();
    await transaction.save(id, { ...before, person: withoutAlerts(before.person) }, seenAt);
  }

  /** In the transaction that adds the message: else another process would send it at once. */
  async function holdAsRefused(transaction: Transaction, id: ConversationId, now: number): Promise<void> {
    const heldMs = world.channelOf?.(id)?.limits?.heldMs?.(id) ?? 0;
    if (heldMs > 0) await transaction.holdOutbox(id, now + heldMs);
  }

  /** A person who has only just begun under the new id gives way to the known one. */
  async function move(transaction: Transaction, from: ConversationId, to: ConversationId): Promise<void> {
    const known = await transaction.load(from);
    const begun = await transaction.load(to);
    const seenAt = await transaction.lastSeen(to);
    if (known !== undefined && begun !== undefined && isNew(begun.person))
      await transaction.save(from, known, seenAt ?? clock.now());
    await transaction.rename(from, to);
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
      if (from === to) return;
      const work = () => store.transaction((transaction) => move(transaction, from, to));
      // What comes meanwhile under either id waits, and then finds its person. Two moves that cross take the
      // ids in the same order, so that neither waits for the other.
      const [one = from, other = to] = [from, to].toSorted();
      await withMutex(one, () => withMutex(other, work));
      delivery.wake(to);
    },
    async resend(key, id, message) {
      const now = clock.now();
      await store.transaction(async (transaction) => {
        if (!(await transaction.claimUpdateId(key, now))) return;
        const kind = message.reminder?.kind === "alert" ? "alert" : "reminder";
        const goodUntil = message.reminder?.goodUntil ?? now + worthSendingMs.reminder;
        await transaction.enqueue(id, kind, [message], { now, goodUntil });
        await holdAsRefused(transaction, id, now);
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

/** Whether the person has told nothing yet that has to be kept. */
function isNew({ stopped, alertsSince, following }: Person): boolean {
  return !stopped && alertsSince === undefined && Object.keys(following).length === 0;
}

/** Marks all but the first one as following it. */
function asOneAnswer(messages: readonly OutgoingMessage[]): readonly OutgoingMessage[] {
  return messages.map((message, index) => (index === 0 ? message : { ...message, follows: true }));
}
