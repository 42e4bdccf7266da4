import { Temporal } from "temporal-polyfill";
import type { Campaign } from "./schema.ts";

/** After as many days a fact ought to be looked at again. */
export const freshDays = 90;

/** The names of the facts that nobody has checked for {@link freshDays} days. `today` is such as "2025-05-20". */
export function staleFacts({ facts }: Pick<Campaign, "facts">, today: string): readonly string[] {
  const oldest = Temporal.PlainDate.from(today).subtract({ days: freshDays }).toString();
  return Object.entries(facts).flatMap(([name, { checked }]) => (checked < oldest ? [name] : []));
}
