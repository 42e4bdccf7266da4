import { setMaxListeners } from "node:events";
import { LRUCache } from "lru-cache";
import pLimit from "p-limit";
import { InFlight } from "../concurrency/in-flight.ts";
import { backoffMs, retry } from "../concurrency/retry.ts";
import { sleep, type Timers } from "../concurrency/timers.ts";
import type { Instant } from "../conversation/vocabulary.ts";
import { memoized } from "../memoized.ts";
import {
  backoff,
  createChannelFailures,
  type Outcome,
  type Pause,
  pauseFor,
  recover,
} from "./channel-failures.ts";
import { withinMs } from "./last-said.ts";
import { type LimiterOf, sendsAtOnceOf } from "./limiter.ts";
import { inTurn, isOvertaken, wholeAnswer } from "./outbox-order.ts";
import {
  type Channel,
  ChannelError,
  type ConversationId,
  channelNameOf,
  type Inbox,
  type OutboxRow,
  type Outside,
} from "./ports.ts";

/** How many conversations one sweep takes up at most; those who are away are not among them. */
const mostAtOnce = 5_000;
/** The milliseconds from one sweep to the next: at least so many, and so many for each who is away. To read one takes a twentieth of that. */
const sweepPauseMs = { least: 1_000, eachAway: 0.3 };
const mostDisturbed = 10_000;
/** What waits is delivered for so long at the stop: whoever stops us does not wait for long. */
const finishWithinMs = 2_000;

/** What was read of the outbox does not hold any more. */
const readAgain: Pause = { ms: 0, untilNotified: false };

/** Sends what stands in the outbox. */
export type Delivery = ReturnType<typeof createDelivery>;

/** What delivery needs. */
export interface DeliveryDependencies extends Omit<Outside, "wording"> {
  readonly timers: Timers;
  /** Those that are up in this process. */
  readonly channels: () => readonly Channel[];
  readonly limiterOf: LimiterOf;
  /** Told when no one is there any more, or has moved. */
  readonly inbox: () => Pick<Inbox, "gone" | "moved">;
}

/** A conversation whose messages are being sent. */
interface UnderWay {
  readonly id: ConversationId;
  readonly channel: Channel;
  /** Aborted, it ends the wait, and says that the outbox has to be read again. */
  wakeSignal: AbortController;
  /** The row that was tried last, and how often it was. */
  row: number;
  attempt: number;
}

/** Returns the delivery: in order per conversation, with a failure of one conversation never holding up another. */
export function createDelivery(dependencies: DeliveryDependencies) {
  const { store, log, meter, clock, timers, limiterOf } = dependencies;
  const underWay = new Map<ConversationId, UnderWay>();
  const inFlight = new InFlight();
  const failures = createChannelFailures();
  /** For so many conversations at the same time; each gets all its messages, one after another. */
  const semaphoreOf = memoized((channel: Channel) => pLimit(sendsAtOnceOf(channel)));
  /** Conversations whose chat no one looks into: their messages wait for `wake`. */
  const away = new Set<ConversationId>();
  /** Conversations with nothing but proactive messages that their channel holds until then. */
  const held = new Map<ConversationId, Instant>();
  /** When these chats got a message that is no answer, or lost one that is. */
  const disturbed = new LRUCache<ConversationId, Instant>({
    max: mostDisturbed,
    ttl: withinMs,
    ttlResolution: 0,
    perf: clock,
  });
  /** Aborted when nothing is waited for any more. */
  const finishing = new AbortController();
  // Everyone who waits listens to it, and Node would warn of more than ten.
  setMaxListeners(0, finishing.signal);
  /** Nothing is sent any more. */
  let isStopping = false;

  const channelOf = (id: ConversationId) =>
    dependencies.channels().find(({ name }) => name === channelNameOf(id));

  function wake(id: ConversationId): void {
    const running = underWay.get(id);
    if (running !== undefined) return running.wakeSignal.abort();
    const channel = channelOf(id);
    if (channel === undefined) return;
    away.delete(id);
    held.delete(id);
    const wakeSignal = new AbortController();
    const conversation: UnderWay = { id, channel, wakeSignal, row: 0, attempt: 0 };
    underWay.set(id, conversation);
    const delivery = deliver(conversation)
      .catch((error: unknown) => log.error({ error }, "delivery failed; the messages stay in the outbox"))
      .then(() => {
        underWay.delete(id);
        failures.ended(id);
        // Notified after the last look into the outbox.
        if (conversation.wakeSignal.signal.aborted && !isStopping) wake(id);
      });
    void inFlight.track(delivery);
  }

  /** Delivers until the lease is released. */
  async function deliver(conversation: UnderWay): Promise<void> {
    const { id } = conversation;
    do {
      // Whoever is away is told to their own process when they come back: so it keeps their delivery.
      if ((await drain(conversation)) === "until-here") return void away.add(id);
    } while (!finishing.signal.aborted && !(await store.releaseOutbox(id)));
  }

  async function drain(conversation: UnderWay): Promise<Outcome> {
    const semaphore = semaphoreOf(conversation.channel);
    while (!isStopping) {
      const outcome = await semaphore(() => sendAll(conversation));
      if (typeof outcome === "string" || finishing.signal.aborted) return outcome;
      // Outside of the semaphore: a wait of one conversation never holds up another.
      await pause(outcome, conversation.wakeSignal);
    }
    return "off";
  }

  function pause({ ms, untilNotified }: Pause, { signal }: AbortController): Promise<void> {
    return untilNotified ? sleep(timers, ms, signal, finishing.signal) : sleep(timers, ms, finishing.signal);
  }

  /** What aborted it before is forgotten: the outbox is read after this. */
  function freshSignal(conversation: UnderWay): AbortSignal {
    if (conversation.wakeSignal.signal.aborted) conversation.wakeSignal = new AbortController();
    return conversation.wakeSignal.signal;
  }

  async function sendAll(conversation: UnderWay): Promise<Outcome> {
    const { id } = conversation;
    if (isStopping) return "off";
    const signal = freshSignal(conversation);
    const rows = await store.outbox(id);
    for (const row of inTurn(rows)) {
      const outcome = await tryOne(conversation, row, rows);
      // Whoever adds or drops messages notifies: until then, what was read of them holds.
      if (outcome !== "off" || signal.aborted || isStopping) return outcome;
    }
    return "off";
  }

  async function tryOne(
    conversation: UnderWay,
    row: OutboxRow,
    rows: readonly OutboxRow[],
  ): Promise<Outcome> {
    const { id, channel } = conversation;
    conversation.attempt = row.id === conversation.row ? conversation.attempt + 1 : 1;
    conversation.row = row.id;
    const late = tooLate(row, rows, conversation.attempt);
    if (late.length > 0) {
      await giveUp(channel, late, "too-late");
      return readAgain;
    }
    if (isHeld(channel, row)) return "held";
    const wait = failures.wait(id, clock.now());
    return wait > 0 ? notTried(conversation, row, wait) : send(conversation, row);
  }

  /** Its conversation is let go meanwhile: another process may answer its person. */
  function isHeld({ limits }: Channel, { kind, conversationId: id }: OutboxRow): boolean {
    const ms = kind === "answer" ? 0 : (limits?.heldMs?.(id) ?? 0);
    if (ms > 0) held.set(id, clock.now() + ms);
    return ms > 0;
  }

  /** Nothing overtakes what has only waited. */
  function notTried(conversation: UnderWay, row: OutboxRow, wait: number): Pause {
    conversation.attempt -= 1;
    return pauseFor(wait, row);
  }

  /** Returns what is not worth sending any more: nothing, or this message, or the whole answer of which it is the first. */
  function tooLate(row: OutboxRow, rows: readonly OutboxRow[], attempt: number): readonly OutboxRow[] {
    if (clock.now() >= row.goodUntil) return [row];
    return attempt > 1 && isOvertaken(row, rows) ? wholeAnswer(row, rows) : [];
  }

  /** All at once: half an answer that is left would mislead. */
  async function giveUp(channel: Channel, rows: readonly OutboxRow[], reason: string): Promise<Outcome> {
    const outcome = await takeOff(rows);
    for (const { conversationId, kind } of rows) {
      disturbed.set(conversationId, clock.now());
      meter.givenUp(channel.name, kind);
      log.warn({ kind, reason }, "a message was given up");
    }
    return outcome;
  }

  /**
   * Deletes messages that are done with from the outbox, with retries: else they would be sent twice. After a failure, or if one is gone
   * already, another process may have taken the lease of the conversation: the outbox has to be read again.
   */
  async function takeOff(rows: readonly OutboxRow[]): Promise<Outcome> {
    let outcome: Outcome = "off";
    const remove = async () => {
      if (!(await store.removeFromOutbox(rows.map(({ id }) => id)))) outcome = readAgain;
      return true;
    };
    const delayMs = (error: unknown, attempt: number) => {
      outcome = readAgain;
      log.warn({ error, attempt }, "cannot delete a delivered message from the outbox; retrying");
      return backoffMs(attempt, backoff, dependencies.random);
    };
    if (await retry(timers, remove, delayMs, finishing.signal)) return outcome;
    throw new Error("the process ends before a delivered message is deleted from the outbox");
  }

  function noteTaken({ name }: Channel, { kind, conversationId }: OutboxRow): void {
    failures.succeeded(name);
    if (kind !== "answer") disturbed.set(conversationId, clock.now());
  }

  async function send(conversation: UnderWay, row: OutboxRow): Promise<Outcome> {
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
      const giveThisUp = () => giveUp(channel, [row], error.problem.reason);
      return await recover({ error, row, attempt, tried, giveUp: giveThisUp }, { ...dependencies, failures });
    }
    noteTaken(channel, row);
    const wait = clock.now() - row.createdAt;
    const outcome = await takeOff([row]);
    meter.sent(channel.name, row.kind, wait);
    return outcome;
  }

  return {
    /** Sends the conversation's messages, in order. Returns at once. */
    wake,
    /** Resolves when nothing is being sent any more. */
    idle: () => inFlight.settled(),
    /** Whether this process has sent nothing unasked to this chat since then, a minute ago at most, and given up nothing. */
    isUndisturbed: (id: ConversationId, since: Instant) =>
      (disturbed.get(id) ?? Number.NEGATIVE_INFINITY) < since,
    /** Whether the channel's circuit breaker is open: one more message would only wait with those that are tried again. */
    isCircuitOpen: (channel: string) => failures.isOpen(channel),
    /** Forgets the chats that need no regard any more. */
    forgetPast() {
      disturbed.purgeStale();
      failures.forgetPast(clock.now());
    },
    /** Delivers what is left in the outbox by a process that has ended, or by a failure. Resolves with the milliseconds until the next sweep. */
    async sweep(): Promise<number> {
      for (const [id, until] of held) if (until <= clock.now()) held.delete(id);
      const isLeft = (id: ConversationId) => ![underWay, away, held].some((those) => those.has(id));
      const waiting = await store.conversationsWithOutbox(mostAtOnce + away.size + held.size);
      waiting.filter(isLeft).forEach(wake);
      return Math.max(sweepPauseMs.least, away.size * sweepPauseMs.eachAway);
    },
    /** Tries again to deliver to those who were away: what is not worth sending any more is given up. */
    tryAway() {
      for (const id of [...away]) wake(id);
    },
    /**
     * Sends what can go now, for two seconds at most, and nothing after that. Resolves when what is in hand is sent and marked; what
     * would have to wait stays in the outbox.
     */
    async stop() {
      finishing.abort();
      const cancel = timers.after(finishWithinMs, () => {
        isStopping = true;
      });
      await inFlight.settled();
      cancel();
      isStopping = true;
    },
  };
}
