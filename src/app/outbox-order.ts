import type { Instant } from "../conversation/vocabulary.ts";
import type { OutboxRow } from "./ports.ts";

/** Returns a conversation's messages in the order of sending: what a person has just asked for never waits behind a reminder. */
export function inTurn(rows: readonly OutboxRow[]): readonly OutboxRow[] {
  const answers = rows.filter(({ kind }) => kind === "answer");
  return [...answers, ...rows.filter((row) => !answers.includes(row))];
}

/** Returns what is not worth sending any more: nothing, or this message, or the whole answer of which it is the first. */
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
 * Says of a message that failed whether a later answer has overtaken it: it would only hold up what the person asks now. What follows
 * another message is tried only after that one was sent, and half an answer misleads: it is never overtaken.
 */
function isOvertaken(row: OutboxRow, rows: readonly OutboxRow[]): boolean {
  if (row.message.follows) return false;
  // Answers go first: whatever else is tried again has none beside it.
  return rows.some((other) => other.kind === "answer" && other.createdAt > row.createdAt);
}

/** Returns the message, and those that follow it in the same answer. */
function wholeAnswer(row: OutboxRow, rows: readonly OutboxRow[]): readonly OutboxRow[] {
  const after = rows.filter(({ id, kind }) => kind === row.kind && id > row.id);
  const end = after.findIndex(({ message }) => !message.follows);
  return [row, ...(end === -1 ? after : after.slice(0, end))];
}
