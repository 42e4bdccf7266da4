/** A stretch of a text: from one of its words or tokens up to another, which is not part of it. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A stretch of a text, and what it stands for. */
export interface Span<Value> extends Stretch {
  readonly value: Value;
}

/** What spans stand for, each once. */
export function valuesOf<Value>(spans: readonly Span<Value>[]): readonly Value[] {
  return [...new Set(spans.map(({ value }) => value))];
}
