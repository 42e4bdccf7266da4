import type { SourceKind } from "./grade-of.ts";
import type { Source } from "./schema.ts";

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
