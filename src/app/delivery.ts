import { setMaxListeners } from "node:events";
import pLimit from "p-limit";
import type { Instant } from "../conversation/vocabulary.ts";
import { type Channel, type ConversationId, channelNameOf } from "../ports.ts";
import { InFlight } from "../support/in-flight.ts";
import { memoized } from "../support/memoized.ts";
import { backoffMs } from "../support/retry.ts";
import { sleep } from "../support/timers.ts";
import type { Outcome, Pause } from "./channel-failures.ts";
import { sendsAtOnceOf } from "./limiter.ts";
import { type DeliveryDependencies, OutboxSender, type UnderWay } from "./outbox-sender.ts";

/** How many conversations one sweep takes up at most, not counting those that are away. */
const mostAtOnce = 5_000;
/**
 * The milliseconds between two sweeps: at least `least`, and `eachAway` for each conversation that is
 * away. Reading one of those takes a twentieth of that time.
 */
const sweepPauseMs = { least: 1_000, eachAway: 0.3 };
/** Nobody else can answer a person whose conversation is not let go of: it is tried again soon. */
const failureBackoff = { firstMs: 100, longestMs: 1_000 };
/** How long a stop goes on delivering: the process is soon killed otherwise. */
const finishWithinMs = 2_000;

/**
 * Sends the messages in the outbox, in order per conversation. A failure of one conversation never
 * holds up another.
 */
export class Delivery {
  readonly #dependencies: DeliveryDependencies;
  readonly #underWay = new Map<ConversationId, UnderWay>();
  readonly #inFlight = new InFlight();
  /**
   * Limits how many conversations of a channel are sent to at the same time; each gets all its messages
   * in turn.
   */
  readonly #semaphoreOf = memoized((channel: Channel) => pLimit(sendsAtOnceOf(channel)));
  /** Conversations whose chat nobody has open: their messages wait for `wake`. */
  readonly #away = new Set<ConversationId>();
  /** Aborted when the stop begins: nothing is waited for any more. */
  readonly #finishing = new AbortController();
  /** Aborted when nothing more may be sent. */
  readonly #stopped = new AbortController();
  readonly #sender: OutboxSender;

  constructor(dependencies: DeliveryDependencies) {
    this.#dependencies = dependencies;
    const signals = { finishing: this.#finishing.signal, stopped: this.#stopped.signal };
    this.#sender = new OutboxSender(dependencies, signals);
    // Each wait adds a listener, and Node would warn of more than ten.
    setMaxListeners(0, this.#finishing.signal);
  }

  /** Sends the conversation's messages, in order. Returns at once. */
  wake(id: ConversationId): void {
    const running = this.#underWay.get(id);
    if (running !== undefined) return running.wakeSignal.abort();
    const channel = this.#dependencies.channels().find(({ name }) => name === channelNameOf(id));
    if (channel === undefined) return;
    this.#away.delete(id);
    const [wakeSignal, leaveSignal] = [new AbortController(), new AbortController()];
    const conversation: UnderWay = { id, channel, wakeSignal, leaveSignal, row: 0, attempt: 0 };
    this.#underWay.set(id, conversation);
    const delivery = this.#deliver(conversation).then(() => {
      this.#underWay.delete(id);
      this.#sender.ended(id);
      // It was woken after the last read of the outbox.
      if (conversation.wakeSignal.signal.aborted && !this.#stopped.signal.aborted) this.wake(id);
    });
    void this.#inFlight.track(delivery);
  }

  /** Leaves the conversations of channels that are no longer up here to the process on which they are. */
  leave(): void {
    const up = this.#dependencies.channels();
    for (const { channel, leaveSignal } of this.#underWay.values())
      if (!up.includes(channel)) leaveSignal.abort();
  }

  /** Resolves when nothing is being sent any more. */
  idle(): Promise<void> {
    return this.#inFlight.settled();
  }

  /**
   * Whether this process has sent no proactive message to this chat and given up none since `since`,
   * which is at most a minute ago.
   */
  isUndisturbed(id: ConversationId, since: Instant): boolean {
    return this.#sender.isUndisturbed(id, since);
  }

  /**
   * Whether the channel's circuit breaker is open: another message would only wait with the retried
   * ones.
   */
  isCircuitOpen(channel: string): boolean {
    return this.#sender.isCircuitOpen(channel);
  }

  /** Forgets the chats whose waits are over. */
  forgetPast(): void {
    this.#sender.forgetPast();
  }

  /**
   * Delivers messages that an ended process or a failure has left in the outbox. Resolves with the
   * milliseconds until the next sweep.
   */
  async sweep(): Promise<number> {
    const { store, clock } = this.#dependencies;
    const waiting = await store.conversationsWithOutbox(clock.now(), mostAtOnce + this.#away.size);
    for (const id of waiting) if (!this.#underWay.has(id) && !this.#away.has(id)) this.wake(id);
    return Math.max(sweepPauseMs.least, this.#away.size * sweepPauseMs.eachAway);
  }

  /** Retries the conversations that are away: messages past their `goodUntil` are given up. */
  tryAway(): void {
    for (const id of [...this.#away]) this.wake(id);
  }

  /**
   * Sends what can go now, for two seconds at most, and nothing after that. Resolves when the messages
   * in hand are sent and marked; those that would have to wait stay in the outbox.
   */
  async stop(): Promise<void> {
    this.#finishing.abort();
    const cancel = this.#dependencies.timers.after(finishWithinMs, () => this.#stopped.abort());
    await this.#inFlight.settled();
    cancel();
    this.#stopped.abort();
  }

  /**
   * Delivers until the lease is released, with retries: else this process would keep it for as long as
   * it lives.
   */
  async #deliver(conversation: UnderWay): Promise<void> {
    const { log, random } = this.#dependencies;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#deliverOnce(conversation);
      } catch (error) {
        log.error({ error, attempt }, "delivery failed; the messages stay in the outbox");
      }
      if (this.#finishing.signal.aborted) return;
      const ms = backoffMs(attempt, failureBackoff, random);
      const { wakeSignal, leaveSignal } = conversation;
      const woken = leaveSignal.signal.aborted ? [] : [wakeSignal.signal];
      await sleep(this.#dependencies.timers, ms, this.#finishing.signal, ...woken);
    }
  }

  async #deliverOnce(conversation: UnderWay): Promise<void> {
    const { id, leaveSignal } = conversation;
    const { clock, store } = this.#dependencies;
    do {
      const outcome = await this.#drain(conversation);
      if (outcome === "until-here") {
        // The lease is kept: when the person opens the chat again, this process delivers.
        this.#away.add(id);
        return;
      }
      if (leaveSignal.signal.aborted) return void (await store.releaseOutbox(id));
      // While messages are held, another process may answer this person.
    } while (!(await store.releaseOutbox(id, clock.now())) && !this.#finishing.signal.aborted);
  }

  async #drain(conversation: UnderWay): Promise<Outcome> {
    const semaphore = this.#semaphoreOf(conversation.channel);
    const { leaveSignal } = conversation;
    while (!leaveSignal.signal.aborted && !this.#stopped.signal.aborted) {
      const outcome = await semaphore(() => this.#sender.sendAll(conversation));
      if (typeof outcome === "string" || this.#finishing.signal.aborted) return outcome;
      // Waits outside of the semaphore, so that one conversation's wait never holds up another.
      await this.#pause(outcome, conversation);
    }
    return "off";
  }

  #pause({ ms, untilWoken }: Pause, { wakeSignal, leaveSignal }: UnderWay): Promise<void> {
    const signals = [leaveSignal.signal, this.#finishing.signal];
    if (untilWoken) signals.push(wakeSignal.signal);
    return sleep(this.#dependencies.timers, ms, ...signals);
  }
}
