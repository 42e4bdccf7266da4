/** How often something can be done in a second of processor time, that of the garbage collector included. */
export interface Rate {
  readonly median: number;
  /** In the best of many short spells: what other programs on the machine take away from is not counted. */
  readonly best: number;
}

const spells = 60;
const spellMs = 50;

/** Repeats `round`, which does the thing `count` times: first to warm up, then in short spells. */
export function measure(count: number, round: () => void): Rate {
  for (let spell = 0; spell < spells / 2; spell += 1) measureSpell(count, round);
  const rates = Array.from({ length: spells }, () => measureSpell(count, round));
  rates.sort((one, other) => one - other);
  return { median: rates[Math.floor(spells / 2)] ?? Number.NaN, best: rates.at(-1) ?? Number.NaN };
}

function measureSpell(count: number, round: () => void): number {
  const before = process.cpuUsage();
  const end = performance.now() + spellMs;
  let rounds = 0;
  while (performance.now() < end) {
    round();
    rounds += 1;
  }
  const { user, system } = process.cpuUsage(before);
  return (rounds * count * 1_000_000) / (user + system);
}
