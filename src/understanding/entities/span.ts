/** A stretch of a text: from one of its words or tokens up to another, which is not part of it. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A stretch of a text, and what it stands for. */
export interface Span<Value> extends Stretch {
  readonly value: Value;
}

/** Finds what begins at each place of a text, from left to right: what is part of something found is gone past. */
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

/** What spans stand for, each once. */
export function valuesOf<Value>(spans: readonly Span<Value>[]): readonly Value[] {
  return [...new Set(spans.map(({ value }) => value))];
}
