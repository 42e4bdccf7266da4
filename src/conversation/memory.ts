import { day } from "../support/durations.ts";
import { isSameReminder } from "./context.ts";
import { savedNow } from "./former-names.ts";
import type { SavedState } from "./saved.ts";
import type { ConversationEvent, Effect, Instant, Person, Reminder } from "./vocabulary.ts";

/** What is kept of a conversation for a day only, besides its saved state. */
export interface Memory {
  /** When all of it is forgotten. */
  readonly until: Instant;
  readonly undo?: Undo | undefined;
  /** The reminder that was set last and is pending: "it" means this one. */
  readonly reminder?: (Reminder & { readonly setAt: Instant }) | undefined;
}

/** What is kept of a conversation between two messages, besides its person. */
export interface Kept {
  /** The statechart's part of it; absent before the first message. */
  readonly saved?: SavedState | undefined;
  /** Kept for a day only. */
  readonly memory?: Memory | undefined;
}

/** The last message that changed something, and what held before it. */
export interface Undo {
  readonly at: Instant;
  /** True if another message has been answered since. */
  readonly isPast?: true;
  /** The events that changed something. */
  readonly acts: readonly ConversationEvent[];
  readonly person: Pick<Person, "following" | "country" | "zone">;
  /** Absent if it was the first message. */
  readonly saved?: SavedState;
  /** The reminders that it has set, and those that it has ended. */
  readonly set: readonly Reminder[];
  readonly ended: readonly Reminder[];
}

/**
 * Returns what is kept of a conversation, under the names that its states and questions have now, without
 * what is too old.
 */
export function recall({ saved, memory }: Kept, now: Instant): Pick<Kept, "saved"> & Omit<Memory, "until"> {
  const { undo, reminder } = memory ?? {};
  return {
    saved: savedNow(saved),
    ...(undo !== undefined && now - undo.at < day && { undo: undoNow(undo) }),
    ...(reminder !== undefined && now - reminder.setAt < day && { reminder }),
  };
}

function undoNow({ saved: read, ...others }: Undo): Undo {
  const saved = savedNow(read);
  return { ...others, ...(saved && { saved }) };
}

/** Returns the memory to keep; undefined if it has no part. */
export function remember({ undo, reminder }: Omit<Memory, "until">): Memory | undefined {
  const noted = [...(undo ? [undo.at] : []), ...(reminder ? [reminder.setAt] : [])];
  if (noted.length === 0) return undefined;
  return { until: Math.max(...noted) + day, ...(undo && { undo }), ...(reminder && { reminder }) };
}

/**
 * Returns the reminder that "it" means after these effects: the one set last, as long as it is
 * pending.
 */
export function lastReminder(
  before: Memory["reminder"],
  effects: readonly Effect[],
  pending: readonly Reminder[],
  now: Instant,
): Memory["reminder"] {
  const set = effects.findLast(({ type }) => type === "set-reminder");
  const last = set?.type === "set-reminder" ? { ...set.reminder, setAt: now } : before;
  return last && pending.some((one) => isSameReminder(one, last)) ? last : undefined;
}
