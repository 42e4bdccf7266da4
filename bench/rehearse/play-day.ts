import { setTimeout as sleep } from "node:timers/promises";
import { query } from "../../test/support/bot-api-scene.ts";
import { momentOf, setClock } from "./day-clock.ts";
import { Guests } from "./guests.ts";
import { writeLastWeek } from "./last-week.ts";
import type { Stage } from "./stage.ts";
import { eveningWalks, lastWeekWalk, launchWalks, type Walk } from "./walks.ts";

/** How many people come for each minute that the play takes. */
const perMinute = {
  launch: { telegram: 60, "whatsapp-cloud": 100 },
  evening: { telegram: 20, "whatsapp-cloud": 40 },
  lastWeek: { telegram: 30, "whatsapp-cloud": 30 },
} as const;
/** When what happens, and how long the rushes take, as shares of the play. */
const shares = { launch: 0.28, crash: 0.12, fullDisk: 0.25, noonAtTheLatest: 0.55, evening: 0.2 };
const hours = { morning: "07:59", upgraded: "17:59:45", secondCrash: "18:00:03" };
const minute = 60_000;
const [leastFullMs, fullMsAMinute] = [5_000, 1_200];

/** The longest that a play may take, in minutes: those who come late in a short one are waited for until then. */
export const mostMinutes = 15;

/** Plays the day in so many minutes, and tells it as it goes on. Gives who was there, and how many minutes it took. */
export async function playDay(stage: Stage, minutes: number) {
  setClock(hours.morning);
  const began = performance.now();
  const passed = () => performance.now() - began;
  const until = (share: number) => sleep(Math.max(0, share * minutes * minute - passed()));
  const guests = new Guests();

  function come(who: keyof typeof perMinute, walks: readonly Walk[], share = 0): void {
    for (const channel of ["telegram", "whatsapp-cloud"] as const) {
      const people = Math.round(perMinute[who][channel] * minutes);
      for (let number = 0; number < people; number += 1) {
        const walk = walks[number % walks.length] ?? lastWeekWalk;
        const afterMs = share * minutes * minute * ebb((number + 0.5) / people);
        guests.add({ channel, person: stage.newPerson(channel), walk }, afterMs);
      }
    }
  }

  async function startOnOldStore(): Promise<void> {
    come("lastWeek", [lastWeekWalk]);
    for (const { channel, person } of guests.all) if (channel === "telegram") stage.hasBegun(person);
    const conversations = guests.all.map(({ channel, person }) => stage.conversationOf(channel, person));
    writeLastWeek(stage.file, conversations);
    await stage.start();
  }

  async function untilSent(): Promise<void> {
    const isWaiting = () => query(stage.file, "SELECT 1 FROM outbox LIMIT 1").length > 0;
    while ((!guests.areDone() || isWaiting()) && passed() < mostMinutes * minute) await sleep(100);
  }

  function tell(what: string): void {
    console.log(`${String(Math.round(passed() / 1_000)).padStart(4)} s  ${what}`);
  }

  await startOnOldStore();
  tell("the bot has taken over an earlier version's store; it is 08:00, and the article is out");
  come("launch", launchWalks, shares.launch);
  await until(shares.crash);
  await stage.crash();
  tell("the bot has crashed, and is up again");
  await until(shares.fullDisk);
  await stage.fillDisk(Math.max(leastFullMs, minutes * fullMsAMinute));
  tell(stage.missing ?? "the disk was full, and there is room again");
  while (guests.areTalking() && passed() < shares.noonAtTheLatest * minutes * minute) await sleep(100);
  await stage.upgrade(hours.upgraded);
  tell("the bot was upgraded; it is nearly 18:00, and many come late");
  come("evening", eveningWalks, shares.evening);
  await sleep(Math.max(0, momentOf(hours.secondCrash) - performance.now()));
  await stage.crash();
  tell("the bot has crashed while it sent the reminders of 18:00, and is up again");
  await untilSent();
  tell("nobody waits any more");
  return { guests: guests.all, minutes: passed() / minute };
}

/** When those come of whom this share has come, as a share of the time: many at first. */
function ebb(share: number): number {
  const ebbs = 3;
  return -Math.log(1 - share * (1 - Math.exp(-ebbs))) / ebbs;
}
