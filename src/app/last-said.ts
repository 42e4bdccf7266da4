import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { LRUCache } from "lru-cache";
import type { ConversationState, StepResult } from "../conversation/step.ts";
import type { Instant } from "../conversation/vocabulary.ts";
import type { Clock, Conversation, ConversationId, OutgoingMessage, Transaction } from "../ports.ts";
import { atMost } from "../support/at-most.ts";

/** The last answer to each person, as far as this process has given it. */
export type LastSaid = ReturnType<typeof createLastSaid>;

/** A committed answer, as a hash. */
interface CommittedAnswer {
  readonly print: string;
  /** When it was committed. */
  readonly at: Instant;
  /** When this process last heard the person. */
  readonly heardAt: Instant;
}

/** The answer that a step has led to. */
interface Answer {
  readonly id: ConversationId;
  readonly before: ConversationState;
  readonly after: StepResult;
  readonly messages: readonly OutgoingMessage[];
  readonly now: Instant;
}

/** For this long, the same answer is not repeated. */
export const withinMs = 60_000;
const mostPeople = 10_000;

interface LastSaidDependencies {
  readonly delivery: {
    /** Whether nothing proactive was sent to this chat since then, and no message given up. */
    isUndisturbed(id: ConversationId, since: Instant): boolean;
  };
  readonly messagesPerMinute: number;
  readonly clock: Clock;
}

/**
 * Returns a memory of answers, so that none is said twice in a row to a person who writes without end:
 * each may cost money. Unused if people may write as much as they like.
 */
export function createLastSaid({ delivery, messagesPerMinute, clock }: LastSaidDependencies) {
  const isUsed = Number.isFinite(messagesPerMinute);
  const last = new LRUCache<ConversationId, CommittedAnswer>({
    ...atMost(mostPeople),
    ttl: withinMs,
    ttlResolution: 0,
    perf: clock,
  });

  return {
    /**
     * True if this very answer is the last message in the chat, since less than a minute, and the message
     * has changed nothing. Must be called before the conversation is saved.
     */
    async stands(answer: Answer, transaction: Pick<Transaction, "lastSeen">): Promise<boolean> {
      const { id, messages, now } = answer;
      const said = isUsed ? last.get(id) : undefined;
      if (said === undefined || now >= said.at + withinMs || said.print !== printOf(messages)) return false;
      if (!isUnchanged(answer) || !delivery.isUndisturbed(id, said.at)) return false;
      // Another process may have answered something else since.
      return (await transaction.lastSeen(id)) === said.heardAt;
    },
    /** Notes a committed answer; `stood`: it was not said, since it is already the last one. */
    note({ id, messages, now }: Answer, stood: boolean): void {
      if (!isUsed) return;
      const said = stood ? last.get(id) : undefined;
      last.set(id, { print: said?.print ?? printOf(messages), at: said?.at ?? now, heardAt: now });
    },
    /** Forgets the answers that may be repeated by now. */
    forgetPast: () => void last.purgeStale(),
  };
}

function printOf(messages: readonly OutgoingMessage[]): string {
  return createHash("sha256").update(JSON.stringify(messages)).digest("base64");
}

/** A start is always answered: the person may have emptied their chat. */
function isUnchanged({ before: { person, saved }, after }: Answer): boolean {
  const isOnlySaid = after.effects.every(({ type }) => type === "say" || type === "ask");
  if (!isOnlySaid || after.taken.some(({ type }) => type === "start") || saved === undefined) return false;
  return isDeepStrictEqual(whatCounts({ person, saved }), whatCounts(after));
}

/** The count of misunderstood messages and the source of the language do not change what is said. */
function whatCounts({ person, saved }: Conversation): unknown {
  const { languageSource: _, ...others } = person;
  const dialogue = { ...saved.dialogue, misunderstood: 0 };
  // In the form in which it is read from the store.
  return JSON.parse(JSON.stringify({ person: others, saved: { ...saved, dialogue } }));
}
