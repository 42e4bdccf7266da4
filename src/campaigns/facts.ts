import { Temporal } from "temporal-polyfill";
import type { Campaign, Source } from "./schema.ts";

/** What a source is. A site that retells what others say is `other`. */
export const sourceKinds = ["primary", "authority", "press", "association", "other"] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** How well a fact is known: C is told as uncertain. */
type Grade = "A" | "B" | "C";

/** What the grade depends on: a source without a name counts as `other`. */
type Graded = { readonly disputed?: true | undefined; readonly sources: readonly Source[] };

/** Returns A for the service's or an authority's word or for two independent sources of press and associations, B for one of these, C otherwise and where sources contradict each other. */
export function gradeOf({ disputed, sources }: Graded): Grade {
  if (disputed) return "C";
  const named = sources.flatMap((source) => ("name" in source ? [source] : []));
  if (named.some(({ kind }) => kind === "primary" || kind === "authority")) return "A";
  const reporting = named.filter(({ kind }) => kind === "press" || kind === "association");
  const independent = new Set(reporting.map(({ name }) => name)).size;
  if (independent === 0) return "C";
  return independent > 1 ? "A" : "B";
}

/** After as many days a fact ought to be looked at again. */
export const freshDays = 90;

/** The names of the facts that nobody has checked for {@link freshDays} days. `today` is such as "2025-05-20". */
export function staleFacts({ facts }: Pick<Campaign, "facts">, today: string): readonly string[] {
  const oldest = Temporal.PlainDate.from(today).subtract({ days: freshDays }).toString();
  return Object.entries(facts).flatMap(([name, { checked }]) => (checked < oldest ? [name] : []));
}

/** The newsroom whose article the bot grew out of: people come from it, so it stands right after the service itself. */
const home = "Numerama";

/** The kinds in the order in which they are shown. */
const order: readonly SourceKind[] = ["primary", "authority", "association", "press", "other"];

/** Returns the sources with the best ones first: the service itself, Numerama, then by kind, the latest first and undated ones last. */
export function orderSources<Each extends Source>(sources: readonly Each[]): readonly Each[] {
  return [...sources].sort(
    (one, other) => rankOf(one) - rankOf(other) || (other.date ?? "").localeCompare(one.date ?? ""),
  );
}

/** The smaller, the better. */
function rankOf(source: Source): number {
  if (!("name" in source)) return order.length;
  if (source.kind === "primary") return -2;
  return source.name === home ? -1 : order.indexOf(source.kind);
}
