/** The day that is played, in Paris: the last one before Meta begins. */
const day = "2025-05-26";
const machineNow = Date.now;
let aheadMs = 0;

/** An hour of the day that is played, such as "18:00", as an instant. */
export function instantOf(hour: string): number {
  return Date.parse(`${day}T${hour}+02:00`);
}

/** The same in milliseconds of `performance.now()`, as long as the clock is not set again. */
export function momentOf(hour: string): number {
  return performance.now() + instantOf(hour) - Date.now();
}

/** Sets the clock of this process, so also of the stand-ins, to an hour of that day. From there on it runs as any clock. */
export function setClock(hour: string): void {
  aheadMs = instantOf(hour) - machineNow();
  Date.now = () => machineNow() + aheadMs;
}

/** What a bot is started with, so that its clock shows the same: only `Date.now` tells it the time. */
export function sameClock(): { readonly NODE_OPTIONS: string } {
  const code = `const now = Date.now; Date.now = () => now() + ${aheadMs};`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` };
}
