import type { Instant } from "../conversation/vocabulary.ts";
import type { OutboxRow } from "../ports.ts";

/**
 * Returns a conversation's messages in the order of sending: answers first, so that none waits behind
 * a reminder.
 */
export function answersFirst(rows: readonly OutboxRow[]): readonly OutboxRow[] {
  const answers = rows.filter(({ kind }) => kind === "answer");
  return [...answers, ...rows.filter((row) => !answers.includes(row))];
}

/**
 * Returns the messages that are not worth sending any more: none, this one, or the whole answer that
 * it begins.
 */
export function tooLate(
  row: OutboxRow,
  rows: readonly OutboxRow[],
  attempt: number,
  now: Instant,
): readonly OutboxRow[] {
  if (now >= row.goodUntil) return [row];
  return attempt > 1 && isOvertaken(row, rows) ? wholeAnswer(row, rows) : [];
}

/**
 * Whether a later answer has overtaken a message that failed: retrying it would only hold up the
 * answer to what the person asks now. A message that follows another one is tried only after that one
 * was sent, and half an answer misleads: it is never overtaken.
 */
function isOvertaken(row: OutboxRow, rows: readonly OutboxRow[]): boolean {
  if (row.message.follows) return false;
  // Answers go first: while another kind of message is retried, there is no answer beside it.
  return rows.some((other) => other.kind === "answer" && other.createdAt > row.createdAt);
}

/** Returns the message, and those that follow it in the same answer: it ends where the later one begins. */
function wholeAnswer(row: OutboxRow, rows: readonly OutboxRow[]): readonly OutboxRow[] {
  const after = rows.filter(({ id, kind }) => kind === row.kind && id > row.id);
  const end = after.findIndex(({ message }) => !message.follows);
  return [row, ...after.slice(0, end)];
}
