import { LRUCache } from "lru-cache";
import type { Instant } from "../conversation/vocabulary.ts";
import {
  type Channel,
  ChannelError,
  type ConversationId,
  type Inbox,
  type OutboxRow,
  type Outside,
} from "../ports.ts";
import { atMost } from "../support/at-most.ts";
import { backoffMs, retry } from "../support/retry.ts";
import type { Timers } from "../support/timers.ts";
import {
  backoff,
  createChannelFailures,
  type Outcome,
  type Pause,
  pauseFor,
  recover,
} from "./channel-failures.ts";
import { withinMs } from "./last-said.ts";
import type { LimiterOf } from "./limiter.ts";
import { answersFirst, tooLate } from "./outbox-order.ts";

const mostDisturbed = 10_000;
/** A process that was frozen for longer than this may have lost its leases. */
const validMs = 7_000;
/** The rows that were read are out of date: reads the outbox again at once. */
const readAgain: Pause = { ms: 0, untilWoken: false };

/** What delivery needs. */
export interface DeliveryDependencies extends Omit<Outside, "wording"> {
  readonly timers: Timers;
  /** Those that run in this process. */
  readonly channels: () => readonly Channel[];
  readonly limiterOf: LimiterOf;
  /** Called if the person is gone or has moved. */
  readonly inbox: () => Pick<Inbox, "gone" | "moved">;
}

/** A conversation whose messages are being sent. */
export interface UnderWay {
  readonly id: ConversationId;
  readonly channel: Channel;
  /** Aborting it ends the wait, and means that the outbox has to be read again. */
  wakeSignal: AbortController;
  /** Aborting it ends the delivery, and any wait in it: the channel is no longer up here. */
  readonly leaveSignal: AbortController;
  /** The id of the row that was tried last, and how many times it was tried. */
  row: number;
  attempt: number;
}

/** The signals of the end of the process. */
interface EndSignals {
  /** Aborted when nothing is waited for any more. */
  readonly finishing: AbortSignal;
  /** Aborted when nothing is sent any more. */
  readonly stopped: AbortSignal;
}

/**
 * Sends the messages of a conversation, one after another, and deletes the finished ones from the
 * outbox.
 */
export class OutboxSender {
  readonly #dependencies: DeliveryDependencies;
  readonly #signals: EndSignals;
  readonly #failures = createChannelFailures();
  /** When each chat last got a message that is no answer, or had one given up. */
  readonly #disturbed: LRUCache<ConversationId, Instant>;

  constructor(dependencies: DeliveryDependencies, signals: EndSignals) {
    this.#dependencies = dependencies;
    this.#signals = signals;
    this.#disturbed = new LRUCache({
      ...atMost(mostDisturbed),
      ttl: withinMs,
      ttlResolution: 0,
      perf: dependencies.clock,
    });
  }

  /** Sends the messages in the conversation's outbox, until one has to wait. */
  async sendAll(conversation: UnderWay): Promise<Outcome> {
    const { stopped } = this.#signals;
    if (stopped.aborted) return "off";
    const signal = freshSignal(conversation);
    const { store, clock } = this.#dependencies;
    const now = clock.now();
    const rows = (await store.outbox(conversation.id)).filter(({ heldUntil = 0 }) => heldUntil <= now);
    for (const row of answersFirst(rows)) {
      if (clock.now() - now > validMs) return readAgain;
      const outcome = await this.#tryOne(conversation, row, rows);
      // Every change of the outbox aborts the signal: until then, the rows that were read are valid.
      if (outcome !== "off" || signal.aborted || stopped.aborted) return outcome;
    }
    return "off";
  }

  /** The delivery to this conversation has ended: it no longer counts as failed. */
  ended(id: ConversationId): void {
    this.#failures.ended(id);
  }

  /**
   * Whether no proactive message was sent to this chat and none given up since `since`, at most a minute
   * ago.
   */
  isUndisturbed(id: ConversationId, since: Instant): boolean {
    return (this.#disturbed.get(id) ?? Number.NEGATIVE_INFINITY) < since;
  }

  /**
   * Whether the channel's circuit breaker is open: another message would only wait with the retried
   * ones.
   */
  isCircuitOpen(channel: string): boolean {
    return this.#failures.isOpen(channel);
  }

  /** Forgets the chats whose waits are over. */
  forgetPast(): void {
    this.#disturbed.purgeStale();
    this.#failures.forgetPast(this.#dependencies.clock.now());
  }

  async #tryOne(conversation: UnderWay, row: OutboxRow, rows: readonly OutboxRow[]): Promise<Outcome> {
    const { id, channel } = conversation;
    const now = this.#dependencies.clock.now();
    conversation.attempt = row.id === conversation.row ? conversation.attempt + 1 : 1;
    conversation.row = row.id;
    const late = tooLate(row, rows, conversation.attempt, now);
    if (late.length > 0) {
      await this.#giveUp(channel, late, "too-late");
      return readAgain;
    }
    const wait = this.#failures.wait(id, now);
    return wait > 0 ? notTried(conversation, row, wait) : this.#send(conversation, row);
  }

  async #send(conversation: UnderWay, row: OutboxRow): Promise<Outcome> {
    const { clock, limiterOf, meter } = this.#dependencies;
    const { channel, attempt } = conversation;
    const tried = clock.now();
    try {
      const wait = await limiterOf(channel).send(row, () =>
        channel.send(row.conversationId, row.message, row.kind, `${row.createdAt}-${row.id}`),
      );
      if (wait > 0) return notTried(conversation, row, wait);
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      meter.failed(channel.name, error.problem.reason);
      const giveUp = () => this.#giveUp(channel, [row], error.problem.reason);
      const hold = () => this.#hold(channel, row);
      const failures = this.#failures;
      return await recover({ error, row, attempt, tried, giveUp, hold }, { ...this.#dependencies, failures });
    }
    this.#noteTaken(channel, row);
    const wait = clock.now() - row.createdAt;
    const outcome = await this.#takeOff([row]);
    meter.sent(channel.name, row.kind, wait);
    return outcome;
  }

  #noteTaken({ name }: Channel, { kind, conversationId }: OutboxRow): void {
    this.#failures.succeeded(name);
    if (kind !== "answer") this.#disturbed.set(conversationId, this.#dependencies.clock.now());
  }

  /** Deletes them all at once: half an answer that is left would mislead. */
  async #giveUp(channel: Channel, rows: readonly OutboxRow[], reason: string): Promise<Outcome> {
    const { clock, log, meter } = this.#dependencies;
    const outcome = await this.#takeOff(rows);
    for (const { conversationId, kind } of rows) {
      this.#disturbed.set(conversationId, clock.now());
      meter.givenUp(channel.name, kind);
      log.warn({ kind, reason }, "a message was given up");
    }
    return outcome;
  }

  /** Kept in the store: another process would try at once. */
  async #hold({ limits }: Channel, { conversationId: id }: OutboxRow): Promise<Outcome> {
    const { store, clock } = this.#dependencies;
    const until = clock.now() + (limits?.heldMs?.(id) || backoff.longestMs);
    await store.transaction((transaction) => transaction.holdOutbox(id, until));
    return readAgain;
  }

  /**
   * Deletes finished messages from the outbox, with retries: else they would be sent twice. After a
   * failure, or if one is missing already, another process may have taken the lease of the conversation:
   * the outbox has to be read again.
   */
  async #takeOff(rows: readonly OutboxRow[]): Promise<Outcome> {
    const { store, timers, log, random } = this.#dependencies;
    let outcome: Outcome = "off";
    const remove = async () => {
      if (!(await store.removeFromOutbox(rows.map(({ id }) => id)))) outcome = readAgain;
      return true;
    };
    const delayMs = (error: unknown, attempt: number) => {
      outcome = readAgain;
      log.warn({ error, attempt }, "cannot delete a delivered message from the outbox; retrying");
      return backoffMs(attempt, backoff, random);
    };
    if (await retry(timers, remove, delayMs, this.#signals.finishing)) return outcome;
    throw new Error("the process ends before a delivered message is deleted from the outbox");
  }
}

/** Forgets that the conversation was woken: the outbox is read after this. */
function freshSignal(conversation: UnderWay): AbortSignal {
  conversation.wakeSignal = new AbortController();
  return conversation.wakeSignal.signal;
}

/** A message that had to wait was not attempted: so a later answer does not overtake it. */
function notTried(conversation: UnderWay, row: OutboxRow, wait: number): Pause {
  conversation.attempt -= 1;
  return pauseFor(wait, row);
}
