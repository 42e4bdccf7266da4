import { type Bell, createBell } from "./bell.ts";
import {
  type Channel,
  ChannelError,
  type Clock,
  type ConversationId,
  type Inbox,
  type Log,
  type OutboxRow,
  type Store,
} from "./ports.ts";

const second = 1000;
const hour = 3600 * second;
/** How long a message is worth being sent. */
const worthSending: Record<OutboxRow["kind"], number> = { answer: hour, reminder: 24 * hour };
const longestPause = 60 * second;

/** Sends what stands in the outbox. */
export interface Delivery {
  /** Sends the conversation's messages, in order. Returns at once. */
  wake(id: ConversationId): void;
  /** Takes up what an earlier process left. */
  resume(): Promise<void>;
  /** Resolves when nothing is being sent any more. */
  idle(): Promise<void>;
  /** Sends nothing more; resolves when what is in hand is sent and marked. */
  stop(): Promise<void>;
}

/** What delivery needs. */
export interface DeliveryParts {
  readonly store: Store;
  readonly channels: readonly Channel[];
  readonly clock: Clock;
  readonly log: Log;
  /** From 0 to below 1: spreads retries. */
  readonly random: () => number;
  /** Told when nobody is there any more, or has moved. */
  readonly inbox: () => Pick<Inbox, "gone" | "moved">;
}

/** How often a row has been tried. */
interface Attempt {
  readonly row: number;
  readonly number: number;
}

/** Builds the delivery: per conversation in order, and one person's trouble is never another's. */
export function createDelivery(parts: DeliveryParts): Delivery {
  const { store, log } = parts;
  const underWay = new Map<ConversationId, { readonly bell: Bell; readonly done: Promise<void> }>();
  let isStopping = false;

  function wake(id: ConversationId): void {
    const running = underWay.get(id);
    if (running !== undefined) return running.bell.ring();
    if (isStopping) return;
    const bell = createBell();
    const done = drain(id, bell)
      .catch((error: unknown) => log.error({ error }, "delivery failed; the messages stay in the outbox"))
      .then(() => {
        underWay.delete(id);
        // Rung after the last look into the outbox.
        if (bell.isRung() && !isStopping) wake(id);
      });
    underWay.set(id, { bell, done });
  }

  async function drain(id: ConversationId, bell: Bell): Promise<void> {
    const channel = parts.channels.find(({ name }) => id.startsWith(`${name}:`));
    if (channel === undefined) return;
    let attempt: Attempt = { row: 0, number: 0 };
    const sendFirst = async (rows: readonly OutboxRow[]): Promise<boolean> => {
      // What a person has just asked for never waits behind a reminder.
      const row = rows.find(({ kind }) => kind === "answer") ?? rows[0];
      if (row === undefined) return false;
      attempt = nextAttempt(attempt, row);
      return await (isTooLate(row, rows, attempt.number)
        ? giveUp(row, "too-late")
        : send(channel, row, bell, attempt.number));
    };
    let goesOn = true;
    while (goesOn && !isStopping) {
      bell.hush();
      goesOn = await sendFirst(await store.outbox(id));
    }
  }

  function nextAttempt(last: Attempt, { id }: OutboxRow): Attempt {
    return { row: id, number: id === last.row ? last.number + 1 : 1 };
  }

  /** An answer that failed and that a later one has overtaken would only hold up what the person asks now. */
  function isTooLate(row: OutboxRow, rows: readonly OutboxRow[], attempt: number): boolean {
    if (parts.clock.now() - row.createdAt > worthSending[row.kind]) return true;
    const isOvertaken = rows.some((other) => other.kind === "answer" && other.createdAt > row.createdAt);
    return attempt > 1 && row.kind === "answer" && isOvertaken;
  }

  async function giveUp(row: OutboxRow, reason: string): Promise<true> {
    await store.removeFromOutbox(row.id);
    log.warn({ kind: row.kind, reason }, "a message was given up");
    return true;
  }

  /** False where nobody is there any more. */
  async function send(channel: Channel, row: OutboxRow, bell: Bell, attempt: number): Promise<boolean> {
    try {
      await channel.send(row.conversationId, row.message, row.kind);
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      return await recover(error, row, bell, attempt);
    }
    await store.removeFromOutbox(row.id);
    return true;
  }

  async function recover(error: ChannelError, row: OutboxRow, bell: Bell, attempt: number): Promise<boolean> {
    const { problem } = error;
    switch (problem.reason) {
      case "rate-limited":
        // A reminder that is held back gives way to an answer; an answer waits exactly as told.
        await bell.wait(problem.retryAfterMs, { untilRung: row.kind === "reminder" });
        return true;
      case "unavailable": {
        const pause = Math.min(second * 2 ** (attempt - 1), longestPause);
        log.warn({ error, reason: problem.reason, attempt }, "a message could not be sent yet");
        await bell.wait(pause * (0.5 + parts.random() / 2), { untilRung: true });
        return true;
      }
      case "rejected":
        log.error({ error, reason: problem.reason }, "a message of ours was refused");
        return await giveUp(row, problem.reason);
      case "gone":
        await parts.inbox().gone(row.conversationId);
        return false;
      case "moved":
        await parts.inbox().moved(row.conversationId, problem.to);
        return false;
    }
  }

  async function idle(): Promise<void> {
    while (underWay.size > 0) await Promise.all([...underWay.values()].map((running) => running.done));
  }

  return {
    wake,
    idle,
    async resume() {
      for (const id of await store.conversationsWithOutbox()) wake(id);
    },
    async stop() {
      isStopping = true;
      for (const running of underWay.values()) running.bell.silence();
      await idle();
    },
  };
}
