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

/** Where messages are after they were tried; `off`: out of the outbox. */
type Outcome = "off" | "still-there" | "nobody-there" | "until-here";

/** How often a row has been tried. */
interface Attempt {
  readonly row: number;
  readonly number: number;
}

/** What a person has just asked for never waits behind a reminder. */
function inTurn(rows: readonly OutboxRow[]): readonly OutboxRow[] {
  const answers = rows.filter(({ kind }) => kind === "answer");
  return [...answers, ...rows.filter((row) => !answers.includes(row))];
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
    const tryOne = (row: OutboxRow, rows: readonly OutboxRow[]): Promise<Outcome> => {
      attempt = nextAttempt(attempt, row);
      if (isTooLate(row, rows, attempt.number)) return giveUp(row, "too-late");
      return send(channel, row, bell, attempt.number);
    };
    let outcome: Outcome = "still-there";
    while (outcome === "still-there" && !isStopping) {
      bell.hush();
      outcome = await sendThese(await store.outbox(id), bell, tryOne);
    }
  }

  async function sendThese(
    rows: readonly OutboxRow[],
    bell: Bell,
    tryOne: (row: OutboxRow, rows: readonly OutboxRow[]) => Promise<Outcome>,
  ): Promise<Outcome> {
    let outcome: Outcome = "off";
    for (const row of inTurn(rows)) {
      outcome = await tryOne(row, rows);
      // Whoever adds or drops messages rings: until then, what was read of them holds.
      if (outcome !== "off" || bell.isRung() || isStopping) break;
    }
    return outcome;
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

  async function giveUp(row: OutboxRow, reason: string): Promise<"off"> {
    await store.removeFromOutbox(row.id);
    log.warn({ kind: row.kind, reason }, "a message was given up");
    return "off";
  }

  async function send(channel: Channel, row: OutboxRow, bell: Bell, attempt: number): Promise<Outcome> {
    try {
      await channel.send(row.conversationId, row.message, row.kind, `${row.createdAt}-${row.id}`);
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      return await recover(error, row, bell, attempt);
    }
    await store.removeFromOutbox(row.id);
    return "off";
  }

  async function recover(error: ChannelError, row: OutboxRow, bell: Bell, attempt: number): Promise<Outcome> {
    const { problem } = error;
    switch (problem.reason) {
      case "rate-limited":
        // A reminder that is held back gives way to an answer; an answer waits exactly as told.
        await bell.wait(problem.retryAfterMs, { untilRung: row.kind === "reminder" });
        return "still-there";
      case "unavailable": {
        const pause = Math.min(second * 2 ** (attempt - 1), longestPause);
        log.warn({ error, reason: problem.reason, attempt }, "a message could not be sent yet");
        await bell.wait(pause * (0.5 + parts.random() / 2), { untilRung: true });
        return "still-there";
      }
      case "away":
        return "until-here";
      case "rejected":
        log.error({ error, reason: problem.reason }, "a message of ours was refused");
        return await giveUp(row, problem.reason);
      case "gone":
        await parts.inbox().gone(row.conversationId);
        return "nobody-there";
      case "moved":
        await parts.inbox().moved(row.conversationId, problem.to);
        return "nobody-there";
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
