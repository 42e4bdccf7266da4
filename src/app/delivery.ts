import { setMaxListeners } from "node:events";
import pLimit from "p-limit";
import { InFlight } from "../concurrency/in-flight.ts";
import { sleep } from "../concurrency/timers.ts";
import type { Instant } from "../conversation/vocabulary.ts";
import { memoized } from "../memoized.ts";
import type { Outcome, Pause } from "./channel-failures.ts";
import { sendsAtOnceOf } from "./limiter.ts";
import { type DeliveryDependencies, OutboxSender, type UnderWay } from "./outbox-sender.ts";
import { type Channel, type ConversationId, channelNameOf } from "./ports.ts";

/** How many conversations one sweep takes up at most; those who are away are not among them. */
const mostAtOnce = 5_000;
/** The milliseconds from one sweep to the next: at least so many, and so many for each who is away. To read one takes a twentieth of that. */
const sweepPauseMs = { least: 1_000, eachAway: 0.3 };
/** What waits is delivered for so long at the stop: whoever stops us does not wait for long. */
const finishWithinMs = 2_000;

/** Sends what stands in the outbox: in order per conversation, with a failure of one conversation never holding up another. */
export class Delivery {
  readonly #dependencies: DeliveryDependencies;
  readonly #underWay = new Map<ConversationId, UnderWay>();
  readonly #inFlight = new InFlight();
  /** For so many conversations at the same time; each gets all its messages, one after another. */
  readonly #semaphoreOf = memoized((channel: Channel) => pLimit(sendsAtOnceOf(channel)));
  /** Conversations whose chat no one looks into: their messages wait for `wake`. */
  readonly #away = new Set<ConversationId>();
  /** Conversations with nothing but proactive messages that their channel holds until then. */
  readonly #held = new Map<ConversationId, Instant>();
  /** Aborted when nothing is waited for any more. */
  readonly #finishing = new AbortController();
  /** Aborted when nothing is sent any more. */
  readonly #stopped = new AbortController();
  readonly #sender: OutboxSender;

  constructor(dependencies: DeliveryDependencies) {
    this.#dependencies = dependencies;
    const signals = { finishing: this.#finishing.signal, stopped: this.#stopped.signal };
    this.#sender = new OutboxSender(dependencies, signals);
    // Everyone who waits listens to it, and Node would warn of more than ten.
    setMaxListeners(0, this.#finishing.signal);
  }

  /** Sends the conversation's messages, in order. Returns at once. */
  wake(id: ConversationId): void {
    const running = this.#underWay.get(id);
    if (running !== undefined) return running.wakeSignal.abort();
    const channel = this.#dependencies.channels().find(({ name }) => name === channelNameOf(id));
    if (channel === undefined) return;
    this.#away.delete(id);
    this.#held.delete(id);
    const wakeSignal = new AbortController();
    const conversation: UnderWay = { id, channel, wakeSignal, row: 0, attempt: 0 };
    this.#underWay.set(id, conversation);
    const delivery = this.#deliver(conversation)
      .catch((error: unknown) =>
        this.#dependencies.log.error({ error }, "delivery failed; the messages stay in the outbox"),
      )
      .then(() => {
        this.#underWay.delete(id);
        this.#sender.ended(id);
        // Notified after the last look into the outbox.
        if (conversation.wakeSignal.signal.aborted && !this.#stopped.signal.aborted) this.wake(id);
      });
    void this.#inFlight.track(delivery);
  }

  /** Resolves when nothing is being sent any more. */
  idle(): Promise<void> {
    return this.#inFlight.settled();
  }

  /** Whether this process has sent nothing unasked to this chat since then, a minute ago at most, and given up nothing. */
  isUndisturbed(id: ConversationId, since: Instant): boolean {
    return this.#sender.isUndisturbed(id, since);
  }

  /** Whether the channel's circuit breaker is open: one more message would only wait with those that are tried again. */
  isCircuitOpen(channel: string): boolean {
    return this.#sender.isCircuitOpen(channel);
  }

  /** Forgets the chats that need no regard any more. */
  forgetPast(): void {
    this.#sender.forgetPast();
  }

  /** Delivers what is left in the outbox by a process that has ended, or by a failure. Resolves with the milliseconds until the next sweep. */
  async sweep(): Promise<number> {
    const { store, clock } = this.#dependencies;
    for (const [id, until] of this.#held) if (until <= clock.now()) this.#held.delete(id);
    const isLeft = (id: ConversationId) =>
      ![this.#underWay, this.#away, this.#held].some((those) => those.has(id));
    const waiting = await store.conversationsWithOutbox(mostAtOnce + this.#away.size + this.#held.size);
    for (const id of waiting.filter(isLeft)) this.wake(id);
    return Math.max(sweepPauseMs.least, this.#away.size * sweepPauseMs.eachAway);
  }

  /** Tries again to deliver to those who were away: what is not worth sending any more is given up. */
  tryAway(): void {
    for (const id of [...this.#away]) this.wake(id);
  }

  /**
   * Sends what can go now, for two seconds at most, and nothing after that. Resolves when what is in hand is sent and marked; what
   * would have to wait stays in the outbox.
   */
  async stop(): Promise<void> {
    this.#finishing.abort();
    const cancel = this.#dependencies.timers.after(finishWithinMs, () => this.#stopped.abort());
    await this.#inFlight.settled();
    cancel();
    this.#stopped.abort();
  }

  /** Delivers until the lease is released. */
  async #deliver(conversation: UnderWay): Promise<void> {
    const { id, channel } = conversation;
    const { store, clock } = this.#dependencies;
    do {
      const outcome = await this.#drain(conversation);
      if (outcome === "until-here") {
        // Whoever is away is told to their own process when they come back: so it keeps their delivery.
        this.#away.add(id);
        return;
      }
      // Its conversation is let go meanwhile: another process may answer its person.
      if (outcome === "held") this.#held.set(id, clock.now() + (channel.limits?.heldMs?.(id) ?? 0));
    } while (!(await store.releaseOutbox(id)) && !this.#finishing.signal.aborted);
  }

  async #drain(conversation: UnderWay): Promise<Outcome> {
    const semaphore = this.#semaphoreOf(conversation.channel);
    while (!this.#stopped.signal.aborted) {
      const outcome = await semaphore(() => this.#sender.sendAll(conversation));
      if (typeof outcome === "string" || this.#finishing.signal.aborted) return outcome;
      // Outside of the semaphore: a wait of one conversation never holds up another.
      await this.#pause(outcome, conversation.wakeSignal);
    }
    return "off";
  }

  #pause({ ms, untilNotified }: Pause, { signal }: AbortController): Promise<void> {
    const signals = untilNotified ? [signal, this.#finishing.signal] : [this.#finishing.signal];
    return sleep(this.#dependencies.timers, ms, ...signals);
  }
}
