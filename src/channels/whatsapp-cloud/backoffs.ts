import { LRUCache } from "lru-cache";
import type { Instant } from "../../conversation/vocabulary.ts";
import type { Clock, ConversationId } from "../../ports.ts";
import { atMost } from "../../support/at-most.ts";
import { hour, minute, second } from "../../support/durations.ts";
import type { Log } from "../../support/log.ts";
import { CloudError } from "./errors.ts";

/** The pause between attempts while the operator has to fix a problem. */
const operatorPauseMs = minute;
const proactivePauseMs = 4 * hour;
const longestChannelPauseMs = 64 * second;
const mostPairs = 50_000;
/** Limits the wait for a pair limit to 4^5 s, which is 17 minutes. */
const mostPairFailures = 5;
/**
 * How long reminders to a person are held after a refusal that concerns them: doubled each time,
 * eight hours at most.
 */
const firstHoldMs = 30 * minute;
const mostDoublings = 4;
const mostHeld = 50_000;

/** Tracks the waiting times after the platform's refusals. */
export class Backoffs {
  readonly #clock: Clock;
  readonly #log: Log;
  /** How often in a row each person's pair limit was hit. */
  readonly #pairs = new LRUCache<ConversationId, number>(atMost(mostPairs));
  /** Until when proactive messages to a person are held, and how often in a row they were. */
  readonly #holds = new LRUCache<ConversationId, { readonly until: Instant; readonly times: number }>(
    atMost(mostHeld),
  );
  /** How often in a row the channel's limit was hit. */
  #limited = 0;
  #pausedUntil = 0;
  #problem: string | undefined;
  #proactiveFrom = 0;
  /** When each message was last logged for the operator. */
  readonly #toldAt = new Map<string, Instant>();

  constructor({ clock, log }: { readonly clock: Clock; readonly log: Log }) {
    this.#clock = clock;
    this.#log = log;
  }

  /** The problem that only the operator can fix; undefined if there is none. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** How long sending is paused, in milliseconds. */
  pauseMs(): number {
    return Math.max(0, this.#pausedUntil - this.#clock.now());
  }

  /** Throws while sending is paused. */
  check(): void {
    if (this.pauseMs() > 0) throw new CloudError("temporary", this.#problem ?? "waiting for the limit");
  }

  /** True if proactive messages may be sent. */
  mayRemind(): boolean {
    return this.#clock.now() >= Math.max(this.#proactiveFrom, this.#pausedUntil);
  }

  /** How long proactive messages to this person are held, in milliseconds. */
  heldMs(id: ConversationId): number {
    return Math.max(0, (this.#holds.get(id)?.until ?? 0) - this.#clock.now());
  }

  /** Holds proactive messages to this person: twice as long each time in a row. */
  hold(id: ConversationId): void {
    const now = this.#clock.now();
    const { until, times } = this.#holds.get(id) ?? { until: 0, times: 0 };
    if (now < until) return;
    const ms = firstHoldMs * 2 ** Math.min(times, mostDoublings);
    this.#holds.set(id, { until: now + ms, times: times + 1 });
  }

  /** Ends the hold of a person who was reached, or has written. */
  release(id: ConversationId): void {
    this.#holds.delete(id);
  }

  succeeded(id: ConversationId): void {
    this.#pairs.delete(id);
    this.#limited = 0;
    this.#problem = undefined;
  }

  /** Notes a refusal; returns it, with the time to wait for a pair limit. */
  failed(id: ConversationId, error: CloudError): CloudError {
    switch (error.remedy) {
      case "operator":
        this.#pause(operatorPauseMs);
        this.#problem =
          "WhatsApp's platform refuses to send: look at the token, the payment method and the account in Meta's dashboard";
        this.#tellOperator(this.#problem, error);
        return error;
      case "channel-limit":
        this.#pauseForLimit();
        return error;
      case "hold-proactive":
        this.#proactiveFrom = this.#clock.now() + proactivePauseMs;
        this.#tellOperator(
          "WhatsApp's platform limits this number for spam: nothing proactive is sent for four hours",
          error,
        );
        return error;
      case "pair-limit":
        return this.#waitForPair(id, error);
      case "template":
        this.hold(id);
        this.#tellOperator(
          "Meta has refused a template, whose reminders wait: run `npm run whatsapp-templates`, and look at its state in Meta's WhatsApp Manager",
          error,
        );
        return error;
      case "capped":
      case "undeliverable":
        this.hold(id);
        return error;
      default:
        return error;
    }
  }

  #pause(ms: number): void {
    this.#pausedUntil = this.#clock.now() + ms;
  }

  /** Calls that were in flight together are refused together, and count once. */
  #pauseForLimit(): void {
    if (this.pauseMs() > 0) return;
    this.#pause(Math.min(second * 2 ** this.#limited, longestChannelPauseMs));
    this.#limited += 1;
  }

  #waitForPair(id: ConversationId, { remedy, platformCode }: CloudError): CloudError {
    const failures = this.#pairs.get(id) ?? 0;
    this.#pairs.set(id, Math.min(failures + 1, mostPairFailures));
    const problem = {
      reason: "rate-limited",
      retryAfterMs: second * 4 ** failures,
      concerns: "chat",
    } as const;
    return new CloudError(remedy, "too many messages to one person", { problem, platformCode });
  }

  /** Logs a message for the operator, at most once an hour. */
  #tellOperator(message: string, error: CloudError): void {
    const now = this.#clock.now();
    if (now < (this.#toldAt.get(message) ?? Number.NEGATIVE_INFINITY) + hour) return;
    this.#toldAt.set(message, now);
    this.#log.error({ problem: error.message, platformCode: error.platformCode }, message);
  }
}
