import type { Instant, LoadAt } from "./vocabulary.ts";

const firstHour = 9;
const lastHour = 20;
/** While the afternoon's load is below this, everyone gets an afternoon. */
const roomyAfternoon = 0.25;
/** Some of each hour is left for typed times, which are kept to the minute. */
const mostTaken = 0.9;
/** Below so much room, in hours, a day counts as full. */
const leastRoom = 0.6;

/**
 * Chooses a minute of the day, from 09:00 to 20:59, so that a day fills evenly; undefined if it is full. `spread` goes from 0
 * to below 1, `startOf` returns the instant at which an hour of that day begins. Without `loadAt`, the minute lies within `usual`.
 */
export function minuteWithRoom(
  usual: { readonly from: number; readonly minutes: number },
  spread: number,
  loadAt: LoadAt | undefined,
  startOf: (hour: number) => Instant,
): number | undefined {
  const usualMinute = usual.from + Math.floor(spread * usual.minutes);
  if (loadAt === undefined) return usualMinute;
  const taken = (hour: number) => loadAt(startOf(hour));
  const usualHours = Array.from({ length: usual.minutes / 60 }, (_, index) => usual.from / 60 + index);
  if (usualHours.every((hour) => taken(hour) < roomyAfternoon)) return usualMinute;

  const rooms = Array.from({ length: lastHour - firstHour + 1 }, (_, index) => ({
    hour: firstHour + index,
    room: Math.max(0, mostTaken - taken(firstHour + index)),
  }));
  const total = rooms.reduce((sum, { room }) => sum + room, 0);
  if (total < leastRoom) return undefined;
  let left = spread * total;
  for (const { hour, room } of rooms) {
    if (left < room) return hour * 60 + Math.floor((left / room) * 60);
    left -= room;
  }
  return lastHour * 60 + 59;
}
