import { addDays, dayNamed, localDay, nameOf } from "../conversation/calendar-day.ts";
import type { Instant, Zone } from "../conversation/vocabulary.ts";
import type { Store } from "../ports.ts";

/** How many messages of a category a platform has delivered in a month such as "2026-11". */
export interface MonthlyCharge {
  readonly month: string;
  /** The platform's own word, such as "service" or "utility". */
  readonly category: string;
  /** Charged messages, and free ones. */
  readonly charged: number;
  readonly free: number;
}

/** Returns the month of the zone's calendar. */
export function monthOf(at: Instant, zone: Zone): string {
  return monthIn(nameOf(localDay(at, zone)));
}

/** Returns the month of a day such as "2026-11-27". */
export function monthIn(day: string): string {
  return day.slice(0, "2026-11".length);
}

/** Returns the month before a month such as "2026-11". */
export function monthBefore(month: string): string {
  return monthIn(nameOf(addDays(dayNamed(`${month}-01`), -1)));
}

/** Reads the charges of a channel's platform, from this month on, in the order of the months. */
export async function readCharges(
  store: Pick<Store, "dailyCounts">,
  channel: string,
  month: string,
): Promise<readonly MonthlyCharge[]> {
  const charges = new Map<string, MonthlyCharge>();
  for (const { day, what, count } of await store.dailyCounts(month, { channel, campaign: "" })) {
    const [, kind, category = ""] = /^(charged|free)-(.*)$/.exec(what) ?? [];
    if (kind === undefined) continue;
    const month = monthIn(day);
    const { charged, free } = charges.get(month + category) ?? { charged: 0, free: 0 };
    const added = kind === "charged" ? { charged: charged + count, free } : { charged, free: free + count };
    charges.set(month + category, { month, category, ...added });
  }
  return [...charges.values()];
}

/** Sums up how many of these messages are charged for. */
export function countCharged(charges: readonly MonthlyCharge[]): number {
  return charges.reduce((sum, { charged }) => sum + charged, 0);
}
