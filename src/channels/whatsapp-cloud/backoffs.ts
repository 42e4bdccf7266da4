import { LRUCache } from "lru-cache";
import type { Instant } from "../../conversation/vocabulary.ts";
import type { Clock, ConversationId } from "../../ports.ts";
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

/** The waiting times after the platform's refusals. */
export type Backoffs = ReturnType<typeof createBackoffs>;

/** Tracks the waiting times after the platform's refusals. */
export function createBackoffs({ clock, log }: { readonly clock: Clock; readonly log: Log }) {
  /** How often in a row each person's pair limit was hit. */
  const pairs = new LRUCache<ConversationId, number>({ max: mostPairs });
  /** Until when proactive messages to a person are held, and how often in a row they were. */
  const holds = new LRUCache<ConversationId, { readonly until: Instant; readonly times: number }>({
    max: mostHeld,
  });
  let limited = 0;
  let pausedUntil = 0;
  let problem: string | undefined;
  let proactiveFrom = 0;
  /** When each message was last logged for the operator. */
  const toldAt = new Map<string, Instant>();

  /** Logs a message for the operator, at most once an hour. */
  function tellOperator(message: string, error: CloudError): void {
    if (clock.now() < (toldAt.get(message) ?? Number.NEGATIVE_INFINITY) + hour) return;
    toldAt.set(message, clock.now());
    log.error({ problem: error.message, platformCode: error.platformCode }, message);
  }

  function hold(id: ConversationId): void {
    const { until, times } = holds.get(id) ?? { until: 0, times: 0 };
    if (clock.now() < until) return;
    const ms = firstHoldMs * 2 ** Math.min(times, mostDoublings);
    holds.set(id, { until: clock.now() + ms, times: times + 1 });
  }

  function pause(ms: number): void {
    pausedUntil = clock.now() + ms;
  }

  return {
    /** How long sending is paused, in milliseconds. */
    pauseMs: () => Math.max(0, pausedUntil - clock.now()),
    /** Throws while sending is paused. */
    check(): void {
      if (clock.now() < pausedUntil) throw new CloudError("temporary", problem ?? "waiting for the limit");
    },
    /** True if proactive messages may be sent. */
    mayRemind: () => clock.now() >= Math.max(proactiveFrom, pausedUntil),
    /** The problem that only the operator can fix; undefined if there is none. */
    problem: () => problem,
    /** How long proactive messages to this person are held, in milliseconds. */
    heldMs: (id: ConversationId) => Math.max(0, (holds.get(id)?.until ?? 0) - clock.now()),
    hold,
    /** Ends the hold of a person who was reached, or has written. */
    release: (id: ConversationId) => void holds.delete(id),
    succeeded(id: ConversationId): void {
      pairs.delete(id);
      limited = 0;
      problem = undefined;
    },
    /** Notes a refusal; returns it, with the time to wait for a pair limit. */
    failed(id: ConversationId, error: CloudError): CloudError {
      switch (error.remedy) {
        case "operator":
          pause(operatorPauseMs);
          problem =
            "WhatsApp's platform refuses to send: look at the token, the payment method and the account in Meta's dashboard";
          tellOperator(problem, error);
          break;
        case "channel-limit":
          // Calls that were in flight together are refused together, and count once.
          if (clock.now() >= pausedUntil) {
            pause(Math.min(second * 2 ** limited, longestChannelPauseMs));
            limited += 1;
          }
          break;
        case "hold-proactive":
          proactiveFrom = clock.now() + proactivePauseMs;
          tellOperator(
            "WhatsApp's platform limits this number for spam: nothing proactive is sent for four hours",
            error,
          );
          break;
        case "pair-limit": {
          const failures = pairs.get(id) ?? 0;
          pairs.set(id, Math.min(failures + 1, mostPairFailures));
          const retryAfterMs = second * 4 ** failures;
          const problem = { reason: "rate-limited", retryAfterMs, concerns: "chat" } as const;
          return new CloudError(error.remedy, "too many messages to one person", {
            problem,
            platformCode: error.platformCode,
          });
        }
        case "template":
          hold(id);
          tellOperator(
            "Meta has refused a template, whose reminders wait: run `npm run whatsapp-templates`, and look at its state in Meta's WhatsApp Manager",
            error,
          );
          break;
        case "capped":
        case "undeliverable":
          hold(id);
          break;
        default:
      }
      return error;
    },
  };
}
