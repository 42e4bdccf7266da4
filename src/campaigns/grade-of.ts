/** What a source is. A site that retells what others say is `other`. */
export const sourceKinds = ["primary", "authority", "press", "association", "other"] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** How well a fact is known: C is told as uncertain. */
export type Grade = "A" | "B" | "C";

/** What the grade depends on: a source without a name counts as `other`. */
interface Graded {
  readonly disputed?: true | undefined;
  readonly sources: readonly (
    | { readonly name: string; readonly kind: SourceKind }
    | { readonly unnamed: string }
  )[];
}

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
