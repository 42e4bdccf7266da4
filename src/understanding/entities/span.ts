/** A stretch of a text: from the index of a word or token up to, but without, `to`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface Span<Value> extends Stretch {
  readonly value: Value;
}

/** Collects what `findAt` finds, from left to right; the search goes on behind each stretch found. */
export function findSpans<Found extends Stretch>(
  length: number,
  findAt: (from: number) => Found | undefined,
): readonly Found[] {
  const found: Found[] = [];
  for (let at = 0; at < length; ) {
    const span = findAt(at);
    if (span !== undefined) found.push(span);
    at = span?.to ?? at + 1;
  }
  return found;
}

/** The values of spans, each once. */
export function valuesOf<Value>(spans: readonly Span<Value>[]): readonly Value[] {
  return [...new Set(spans.map(({ value }) => value))];
}
