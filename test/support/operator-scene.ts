import { fileURLToPath } from "node:url";
import { showChannels } from "../../src/app/create-bot.ts";
import { readCampaigns } from "../../src/campaigns/read-files.ts";
import { localDay, nameOf } from "../../src/conversation/calendar-day.ts";
import { newDialogue, stranger } from "../../src/conversation/context.ts";
import type { SavedState } from "../../src/conversation/saved.ts";
import type { Stage } from "../../src/conversation/vocabulary.ts";
import { type HttpServer, serveHttp } from "../../src/http/serve-http.ts";
import { createMetrics } from "../../src/operator/metrics.ts";
import type {
  Channel,
  ChannelState,
  EventCount,
  LinkCode,
  Meter,
  Store,
  UnderstandingOutcome,
} from "../../src/ports.ts";
import { buildOperator } from "../../src/serve/build-web.ts";
import { systemTimers } from "../../src/support/timers.ts";
import { content, createBrain, createTestClock, createTroubleLog, type TestClock } from "./bot-under-test.ts";
import { openMemoryStore } from "./open-memory-store.ts";
import { testChannel } from "./person-under-test.ts";

export const operatorToken = "the-token-of-the-test";
export const linkText = "2@Zm9yIGEgdGVzdCBvbmx5LCBub3RoaW5nIHRvIGxpbms=,aGVsbG8=,d29ybGQ=";

/** The operator's page of a bot that has been busy: served for real, by a bot whose channels only say how they are. */
export interface OperatorScene {
  readonly server: HttpServer;
  readonly clock: TestClock;
  readonly trouble: readonly string[];
  /** Links WhatsApp, so that its code is gone. */
  link(): void;
  /** A proxy that is not trusted names somebody's address. */
  ignoreProxy(): void;
  /** Another process takes over what only one may do. */
  standBy(): void;
  /** Lets a message not be understood, and another one be given up. */
  happens(): void;
  stop(): Promise<void>;
}

const day = 86_400_000;
const saved: SavedState = { version: 1, state: "talk.next", dialogue: newDialogue };
const pathOf = (path: string) => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));
const ids = [...readCampaigns(pathOf("campaigns")).keys()];

/** Opens the scene in the evening of this day. */
export async function openOperatorScene({
  people = 420,
  days = 60,
  now = "2026-11-26T18:00",
  monthlyCap = undefined as number | undefined,
} = {}): Promise<OperatorScene> {
  const clock = createTestClock(now);
  const { log, trouble } = createTroubleLog();
  const store = await openMemoryStore();
  const brain = createBrain(ids);
  await fill(store, people, days, clock.now());
  await fillAlerts(store, people, clock.now());
  if (monthlyCap !== undefined) await charge(store, clock.now());
  const { meter, countsOf, countUnderstood } = createMetrics();
  countSome(meter);
  const since = clock.now() - 5 * 3_600_000;
  let linkCode: LinkCode | undefined = { kind: "qr", text: linkText };
  let whatsapp: ChannelState = {
    ready: false,
    since: clock.now() - 120_000,
    trouble: "not-linked",
  };
  const refused = { all: 0, address: 12, rate: 3 };
  let isStandingBy = false;
  let isProxyIgnored = false;
  const channels: readonly Channel[] = [
    {
      ...testChannel,
      name: "telegram",
      isExclusive: true,
      limits: { perSecond: 28 },
      state: () => ({ ready: true, since }),
      invitation: () => "https://t.me/objecteur_test_bot?start={campaign}-{language}",
    },
    {
      ...testChannel,
      name: "whatsapp",
      limits: { perHour: 30 },
      alerts: { note: "risk", isOff: true },
      state: () => whatsapp,
      linkCode: () => linkCode,
    },
    {
      ...testChannel,
      name: "web",
      state: () => ({ ready: true, since, refused }),
      invitation: () => "https://chat.example.org/?start={campaign}-{language}",
    },
  ];
  const cloud = {
    ...testChannel,
    name: "whatsapp-cloud",
    limits: { chargedPerMonth: monthlyCap ?? 0 },
    state: () => ({ ready: true, since, templates }),
  };
  const operator = await buildOperator(
    { token: operatorToken, isProxyTrusted: true },
    {
      ...brain,
      texts: content.texts,
      store,
      channels: showChannels(monthlyCap === undefined ? channels : [...channels, cloud], () => isStandingBy),
      clock,
      timers: systemTimers,
      log,
      isProxyIgnored: () => isProxyIgnored,
      knownSources: ["article"],
      countsOf,
      countUnderstood,
    },
  );
  const server = await serveHttp({ host: "127.0.0.1", port: 0, routes: operator, log });
  return {
    server,
    clock,
    trouble,
    link() {
      linkCode = undefined;
      whatsapp = { ready: true, since: clock.now() };
    },
    ignoreProxy() {
      isProxyIgnored = true;
    },
    standBy() {
      isStandingBy = true;
    },
    happens() {
      meter.givenUp("telegram", "reminder");
      meter.understood("not-understood", "not-understood", "en");
    },
    async stop() {
      await server.close();
      await store.close();
    },
  };
}

async function fill(store: Store, people: number, days: number, now: number): Promise<void> {
  await store.transaction(async (transaction) => {
    for (let number = 0; number < people; number += 3)
      await transaction.setReminder(`telegram:${number}`, reminderOf(number, now));
    for (const id of ["telegram:1", "telegram:2"] as const)
      await transaction.enqueue(id, "answer", [{ text: [] }], { now: now - 90_000, goodUntil: now + day });
    for (const [week, count] of [150, 210, 90].entries())
      await transaction.addCounts(nameOf(localDay(now - (16 + 7 * week) * day, "Europe/Paris")), [
        ...countsOfSource("article-123", count),
        ...countsOfSource("other", Math.round(count / 2.5)),
        ...countsOfSource("newsletter", 3),
      ]);
    for (let ago = 0; ago < days; ago += 1)
      await transaction.addCounts(nameOf(localDay(now - ago * day, "Europe/Paris")), countsOfDay(60 - ago));
  });
}

/** One alert is under way, and others want to be told of the next. */
async function fillAlerts(store: Store, people: number, now: number): Promise<void> {
  const person = { ...stranger, language: "fr", alertsSince: now - day };
  const waiting = { campaign: "linkedin", slot: "new", dueAt: now, alert: 1 };
  await store.transaction(async (transaction) => {
    await transaction.addAlert({ campaign: "linkedin", news: "new" }, now);
    await transaction.fillAlert({ id: 1, filledTo: 0 }, now, 3 * people);
    for (let number = 0; number < people; number += 1) {
      await transaction.save(`telegram:${number}`, { person, saved }, now);
      await transaction.setReminder(`telegram:${number}`, waiting);
    }
  });
}

async function charge(store: Store, now: number): Promise<void> {
  const charged = { channel: "whatsapp-cloud", campaign: "", language: "" } as const;
  const counts: readonly EventCount[] = [
    { ...charged, what: "charged-service", count: 1_240 },
    { ...charged, what: "free-service", count: 1_000 },
    { ...charged, what: "charged-utility", count: 60 },
  ];
  await store.transaction((transaction) =>
    transaction.addCounts(nameOf(localDay(now, "Europe/Paris")), counts),
  );
}

const template = { name: "objecteur_date_v1", language: "fr", status: "APPROVED", isUsable: true };
const templates = [
  template,
  { ...template, language: "en", status: "PAUSED", isUsable: false },
  { ...template, name: "objecteur_confirmation_v1", category: "MARKETING" },
];

const shares = { people: 1, started: 0.86, accounts: 0.7, steps: 0.62, sent: 0.35, confirmed: 0.11 } as const;
const [campaigns, spoken] = [
  ["meta", "linkedin", "whatsapp"],
  ["fr", "en"],
] as const;

/** More with each day, less at the weekend; most on Telegram, in French and for Meta. */
function countsOfDay(number: number): readonly EventCount[] {
  const all = (number % 7 > 4 ? 0.4 : 1) * (40 + number * 6 + ((number * 37) % 23));
  return ["telegram", "web"].flatMap((channel, first) =>
    spoken.flatMap((language, second) =>
      campaigns.flatMap((id, third) =>
        ([...Object.entries(shares), ["objections", 0.5], ["confirmations", 0.15]] as const).map(
          ([what, share]) => {
            const count = Math.round((all * Number(share)) / (1 + first) / (1 + 3 * second) / (1 + third));
            return { channel, language, campaign: what === "people" ? "" : id, what, count } as EventCount;
          },
        ),
      ),
    ),
  );
}

/** So many came by a page; fewer of them did more. */
function countsOfSource(source: string, count: number): readonly EventCount[] {
  return Object.entries({ begun: 0.4, "steps-shown": 0.28, "reminder-set": 0.12, done: 0.2 }).map(
    ([stage, share]) => ({
      ...{ channel: "", campaign: "", language: "", count: Math.round(count * share) },
      what: `from-${source}-${stage as Stage}`,
    }),
  );
}

function reminderOf(number: number, now: number) {
  const isLate = number % 40 === 0;
  const dueAt = isLate ? now - day : now + ((number * number) % 29) * day + 3_600_000;
  return { campaign: "linkedin", slot: "x", dueAt };
}

function countSome(meter: Meter): void {
  for (let sent = 0; sent < 1_843; sent += 1) meter.sent("telegram", "answer", 20);
  const count = (outcome: UnderstandingOutcome, topic: string, language: "fr" | "en", times: number) => {
    for (let each = 0; each < times; each += 1) meter.understood(outcome, topic, language);
  };
  for (const [topic, inFrench, inEnglish] of asked) {
    count("answered", topic, "fr", inFrench);
    count("answered", topic, "en", inEnglish);
  }
  count("suggested", "meta-ai", "fr", 31);
  count("asked-back", "doubt", "fr", 9);
  count("not-understood", "not-understood", "fr", 17);
  count("not-understood", "not-understood", "en", 4);
  for (let failed = 0; failed < 7; failed += 1) meter.failed("telegram", "unavailable");
}

/** How often each topic was asked, in French and in English. */
const asked = [
  ["accounts", 412, 61],
  ["legal", 118, 22],
  ["works", 64, 9],
  ["bot-who", 41, 3],
  ["under-18", 33, 1],
  ["threads", 20, 2],
  ["no-confirmation", 19, 0],
  ["another-service", 12, 0],
  ["done", 60, 5],
  ["date", 27, 4],
  ["courtesy", 8, 1],
  ["private-messages", 11, 1],
  ["why-object", 9, 2],
  ["phone-only", 6, 0],
  ["lost-login", 5, 1],
] as const;
