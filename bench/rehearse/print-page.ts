import { availableParallelism, loadavg } from "node:os";
import { percentile } from "../percentile.ts";
import { count, printTable } from "../print-table.ts";
import type { Guest } from "./guests.ts";
import type { Judgement } from "./judge-day.ts";
import type { Lateness } from "./judge-lateness.ts";
import { limits } from "./limits-alone.ts";
import type { Outage } from "./stage.ts";

/** All that is printed of a day. */
export interface Day {
  readonly minutes: number;
  readonly guests: readonly Guest[];
  readonly judgement: Judgement;
  readonly lateness: readonly Lateness[];
  readonly outages: readonly Outage[];
  readonly refused: { readonly telegram: number; readonly whatsapp: number };
  readonly cpuMs: number;
  readonly peakMegabytes: number;
  readonly charged: { readonly answers: number; readonly templates: number };
  /** In euros, of each message of WhatsApp that is charged for. */
  readonly price: number;
  readonly astray: readonly string[];
}

/** What counts as late, in seconds. */
const late = { answer: 10, reminder: 60 };
/** Answers that are free in a month, and people whom a new portfolio may write to in a day (docs/whatsapp-cloud.md). */
const [freeAnswers, firstTier] = [1_000, 250];
const seconds = (ms: number) => (ms / 1_000).toFixed(1);

/** Prints the page that ends a rehearsal. */
export function printPage(day: Day): void {
  const { judgement, outages, refused, charged } = day;
  const turns = day.guests.reduce((sum, guest) => sum + guest.turns.length, 0);
  console.log(
    `\nA launch day in ${day.minutes.toFixed(1)} minutes: ${count(day.guests.length)} people, ${count(judgement.messages)} messages to them.`,
    `\nNode ${process.version}, ${availableParallelism()} cores, load ${loadavg()
      .map((load) => load.toFixed(1))
      .join(" ")}\n`,
  );
  printLateness(day.lateness);
  console.log(
    `\nComputed: a bot that takes no time and never fails, at ${limits.telegram} messages a second on Telegram,`,
    `\nand at ${limits["whatsapp-cloud"]} in and out together on WhatsApp.`,
    `Late: an answer after ${late.answer} s, a reminder after ${late.reminder} s.\n`,
  );
  printTable([["outage", "seconds"], ...outages.map(({ what, at, ended }) => [what, seconds(ended - at)])]);
  console.log();
  printTable([
    ["answers and reminders wanted", count(turns)],
    ["… that came", count(day.lateness.length)],
    ["messages lost", count(judgement.lost.length)],
    ["people who still wait", count(judgement.waiting.length)],
    ["messages doubled", count(judgement.doubled)],
    ["… although no process had just ended", count(judgement.unexplained.length)],
    ["messages out of place", count(judgement.astray.length)],
    ["wrong in the store at the end", count(day.astray.length)],
    ["refused as too fast by Telegram", count(refused.telegram)],
    ["refused as too fast by WhatsApp", count(refused.whatsapp)],
    ["memory at most, MB", count(day.peakMegabytes)],
    ["processor time, s", seconds(day.cpuMs)],
    ["… of one core", `${((100 * day.cpuMs) / (day.minutes * 60_000)).toFixed(0)} %`],
    ["WhatsApp: answers charged for", count(charged.answers)],
    ["WhatsApp: templates charged for", count(charged.templates)],
    [`cost at ${day.price} € each, ${count(freeAnswers)} answers free`, `${count(cost(day))} €`],
    ["Telegram: cost, at most 30 a second", "0 €"],
  ]);
  if (charged.templates > firstTier)
    console.log(
      `\nA new portfolio may write to ${firstTier} people a day who have not written: ${count(charged.templates - firstTier)} of`,
      `these ${count(charged.templates)} would hear nothing on the last day.`,
    );
  for (const line of complaints(day).slice(0, 20)) console.log(line);
}

/** What must not be. */
export function complaints({ judgement, astray }: Day): readonly string[] {
  const named = (what: string, lines: readonly string[]) => lines.map((line) => `${what}: ${line}`);
  return [
    ...named("lost", judgement.lost),
    ...named("still waits", judgement.waiting),
    ...named("doubled", judgement.unexplained),
    ...named("out of place", judgement.astray),
    ...named("in the store", astray),
  ];
}

function cost({ charged, price }: Day): number {
  return price * (Math.max(0, charged.answers - freeAnswers) + charged.templates);
}

function printLateness(lateness: readonly Lateness[]): void {
  const rows = (["telegram", "whatsapp-cloud"] as const).flatMap((channel) =>
    (["answer", "reminder"] as const).flatMap((kind) => {
      const of = lateness.filter((one) => one.channel === channel && one.kind === kind);
      const name = `${channel === "telegram" ? "Telegram" : "WhatsApp"}: ${count(of.length)} ${kind}s`;
      return [
        [
          `${name}, by the limit alone`,
          ...summarise(
            of.map(({ limit }) => limit),
            kind,
          ),
        ],
        [
          "… by the limit and the outages",
          ...summarise(
            of.map(({ outages }) => outages),
            kind,
          ),
        ],
        [
          "… measured",
          ...summarise(
            of.map(({ measured }) => measured),
            kind,
          ),
        ],
      ];
    }),
  );
  printTable([["seconds late", "median", "p99", "most", "late"], ...rows]);
}

function summarise(times: readonly number[], kind: Lateness["kind"]): readonly string[] {
  const lateCount = times.filter((time) => time > late[kind] * 1_000).length;
  return [...[0.5, 0.99, 1].map((share) => seconds(percentile(times, share))), count(lateCount)];
}
