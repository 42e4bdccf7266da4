import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { LRUCache } from "lru-cache";
import type { ConversationState, StepResult } from "../conversation/step.ts";
import type { Instant } from "../conversation/vocabulary.ts";
import type { Clock, Conversation, ConversationId, OutgoingMessage, Transaction } from "./ports.ts";

/** The answer that each person was given last, by this process. */
export type LastSaid = ReturnType<typeof createLastSaid>;

/** An answer that was committed, without its words. */
interface Said {
  readonly print: string;
  /** When it was committed. */
  readonly at: Instant;
  /** When its person was heard last, here. */
  readonly heardAt: Instant;
}

/** An answer that a step has led to. */
interface Answer {
  readonly id: ConversationId;
  readonly before: ConversationState;
  readonly after: StepResult;
  readonly messages: readonly OutgoingMessage[];
  readonly now: Instant;
}

/** For so long an answer is not said again. */
export const withinMs = 60_000;
const mostPeople = 10_000;

interface LastSaidDependencies {
  readonly delivery: { isUndisturbed(id: ConversationId, since: Instant): boolean };
  readonly messagesPerMinute: number;
  readonly clock: Clock;
}

/**
 * Returns a memory of answers, so that none is said twice in a row to someone who writes without end: each may cost money. It is of no
 * use where people may write as much as they like.
 */
export function createLastSaid({ delivery, messagesPerMinute, clock }: LastSaidDependencies) {
  const isUsed = Number.isFinite(messagesPerMinute);
  const last = new LRUCache<ConversationId, Said>({
    max: mostPeople,
    ttl: withinMs,
    ttlResolution: 0,
    perf: clock,
  });

  return {
    /**
     * True if this very answer is the last thing in the chat, for a minute at most, and nothing else has come of the message. To be asked
     * before the conversation is saved.
     */
    async stands(answer: Answer, transaction: Pick<Transaction, "lastSeen">): Promise<boolean> {
      const { id, messages, now } = answer;
      const said = isUsed ? last.get(id) : undefined;
      if (said === undefined || now >= said.at + withinMs || said.print !== printOf(messages)) return false;
      if (!isUnchanged(answer) || !delivery.isUndisturbed(id, said.at)) return false;
      // Another process may have answered something else meanwhile.
      return (await transaction.lastSeen(id)) === said.heardAt;
    },
    /** Notes an answer that was committed; `stood`: it was not said, since it stands. */
    note({ id, messages, now }: Answer, stood: boolean): void {
      if (!isUsed) return;
      const said = stood ? last.get(id) : undefined;
      last.set(id, { print: said?.print ?? printOf(messages), at: said?.at ?? now, heardAt: now });
    },
    /** Forgets what may be said again by now. */
    forgetPast: () => void last.purgeStale(),
  };
}

function printOf(messages: readonly OutgoingMessage[]): string {
  return createHash("sha256").update(JSON.stringify(messages)).digest("base64");
}

/** Whoever starts may have emptied their chat. */
function isUnchanged({ before: { person, saved }, after }: Answer): boolean {
  const isOnlySaid = after.effects.every(({ type }) => type === "say" || type === "ask");
  if (!isOnlySaid || after.taken.some(({ type }) => type === "start") || saved === undefined) return false;
  return isDeepStrictEqual(whatCounts({ person, saved }), whatCounts(after));
}

/** How often in a row someone was not understood, and how their language is known, changes nothing for them. */
function whatCounts({ person, saved }: Conversation): unknown {
  const { languageSource: _, ...others } = person;
  const dialogue = { ...saved.dialogue, misunderstood: 0 };
  // As it is read from the store.
  return JSON.parse(JSON.stringify({ person: others, saved: { ...saved, dialogue } }));
}
