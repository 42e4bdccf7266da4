import type { Event } from "./history.ts";

type Queued = Extract<Event, { readonly what: "queued" }>;

/** A reminder that the bot has promised, by the calendar file that came with its word. */
export interface PromisedReminder {
  /** Under which id. */
  readonly chat: string;
  readonly title: string;
  readonly madeAt: number;
  readonly dueAt: number;
  /** When it was cancelled or moved; never if it is infinite. */
  readonly endsAt: number;
}

/** Reads what was promised: an entry of the same name takes the place of the one before, or takes it out. */
export function foldPromises(answers: readonly Queued[]): readonly PromisedReminder[] {
  const entries = answers.flatMap((queued) => {
    const entry = readEntry(queued);
    return entry ? [entry] : [];
  });
  return entries
    .filter((entry, index) => {
      const before = entries.slice(0, index).findLast(({ uid }) => uid === entry.uid);
      return !entry.isCancelled && !(before && isSame(before, entry));
    })
    .map((entry) => {
      const next = entries.find(
        (other) => other.uid === entry.uid && other.madeAt > entry.madeAt && !isSame(other, entry),
      );
      return {
        chat: entry.chat,
        title: entry.title,
        madeAt: entry.madeAt,
        dueAt: entry.dueAt,
        endsAt: next?.madeAt ?? Number.POSITIVE_INFINITY,
      };
    });
}

type Entry = NonNullable<ReturnType<typeof readEntry>>;

/** Said once more, such as after a change of zone. */
function isSame(one: Entry, other: Entry): boolean {
  return one.dueAt === other.dueAt && one.isCancelled === other.isCancelled;
}

function readEntry({ chat, message: { file }, createdAt }: Queued) {
  const field = (name: string) => file?.content.match(new RegExp(`^${name}:(.*)$`, "m"))?.[1]?.trim();
  const [uid, start, title] = [field("UID"), field("DTSTART"), field("SUMMARY")];
  if (uid === undefined || start === undefined || title === undefined) return undefined;
  const [, year, month, dayOfMonth, hours, minutes, seconds] =
    start.match(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/)?.map(Number) ?? [];
  return {
    chat,
    uid,
    title,
    dueAt: Date.UTC(year ?? 0, (month ?? 1) - 1, dayOfMonth, hours, minutes, seconds),
    madeAt: createdAt,
    isCancelled: field("STATUS") === "CANCELLED",
  };
}
