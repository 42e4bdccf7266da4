const minute = 60_000;
const lengths: Readonly<Record<string, number>> = {
  m: minute,
  h: 60 * minute,
  d: 24 * 60 * minute,
  w: 7 * 24 * 60 * minute,
};

/** Reads by how many milliseconds a line such as `:advance 3d` (m, h, d, w) moves the clock; undefined for any other line. */
export function readAdvance(line: string): number | undefined {
  const [, count, unit = ""] = /^:advance\s+(\d{1,4})\s*([mhdw])$/.exec(line) ?? [];
  const length = lengths[unit];
  return count === undefined || length === undefined ? undefined : Number(count) * length;
}
