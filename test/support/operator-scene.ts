import { fileURLToPath } from "node:url";
import { showChannels } from "../../src/app/create-bot.ts";
import type {
  Channel,
  ChannelState,
  LinkCode,
  Meter,
  Store,
  UnderstandingOutcome,
} from "../../src/app/ports.ts";
import { buildOperator } from "../../src/build-web.ts";
import { readCampaigns } from "../../src/campaigns/read-campaigns.ts";
import { drawQr } from "../../src/channels/whatsapp/draw-qr.ts";
import { newDialogue, stranger } from "../../src/conversation/context.ts";
import type { SavedState } from "../../src/conversation/saved.ts";
import type { Following, Person } from "../../src/conversation/vocabulary.ts";
import { type HttpServer, serveHttp } from "../../src/http/serve-http.ts";
import { createMetrics } from "../../src/metrics.ts";
import { openStore } from "../../src/storage/open-store.ts";
import { content, createBrain, createTestClock, createTroubleLog, type TestClock } from "./bot-under-test.ts";
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
  /** Lets one more person write, and somebody's message be given up. */
  happens(): Promise<void>;
  stop(): Promise<void>;
}

const day = 86_400_000;
const saved: SavedState = { version: 1, state: "talk.next", dialogue: newDialogue };
const pathOf = (path: string) => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));
const ids = [...readCampaigns([pathOf("campaigns")]).keys()];

/** Opens the scene in the evening of this day. */
export async function openOperatorScene({
  people = 420,
  now = "2026-11-26T18:00",
} = {}): Promise<OperatorScene> {
  const clock = createTestClock(now);
  const { log, trouble } = createTroubleLog();
  const store = await openStore("memory:");
  const brain = createBrain(ids);
  await fill(store, people, clock.now());
  const { meter, countsOf, countUnderstood } = createMetrics();
  countSome(meter);
  const since = clock.now() - 5 * 3_600_000;
  let linkCode: LinkCode | undefined = { kind: "qr", rows: drawQr(linkText) };
  let whatsapp: ChannelState = {
    ready: false,
    since: clock.now() - 120_000,
    lastError: "not linked: the code waits to be scanned or typed",
  };
  const refused = { all: 0, address: 12, rate: 3 };
  let isStandingBy = false;
  let isProxyIgnored = false;
  const channels: readonly Channel[] = [
    { ...testChannel, name: "telegram", isExclusive: true, state: () => ({ ready: true, since }) },
    { ...testChannel, name: "whatsapp", state: () => whatsapp, linkCode: () => linkCode },
    { ...testChannel, name: "web", state: () => ({ ready: true, since, refused }) },
  ];
  const operator = await buildOperator(
    { token: operatorToken, isProxyTrusted: true },
    {
      ...brain,
      texts: content.texts,
      store,
      channels: showChannels(channels, () => isStandingBy),
      clock,
      log,
      isProxyIgnored: () => isProxyIgnored,
      countsOf,
      countUnderstood,
    },
  );
  const server = await serveHttp({ host: "127.0.0.1", port: 0, routes: operator.apps, log });
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
    async happens() {
      meter.givenUp("telegram", "reminder");
      meter.understood("not-understood", "not-understood", "en");
      const person: Person = { ...stranger, language: "fr" };
      await store.transaction((transaction) =>
        transaction.save("telegram:new", { person, saved }, clock.now()),
      );
    },
    async stop() {
      await server.close();
      await operator.stop();
      await store.close();
    },
  };
}

async function fill(store: Store, people: number, now: number): Promise<void> {
  await store.transaction(async (transaction) => {
    for (let number = 0; number < people; number += 1)
      await transaction.save(`telegram:${number}`, { person: personOf(number), saved }, now);
    for (let number = 0; number < people; number += 3)
      await transaction.setReminder(`telegram:${number}`, reminderOf(number, now));
    for (const id of ["telegram:1", "telegram:2"] as const)
      await transaction.enqueue(id, "answer", [{ text: [] }], { now: now - 90_000, goodUntil: now + day });
  });
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
] as const;
const confirmed = { kind: "confirmed", at: 2 } as const;

/** Some come further than others. */
function personOf(number: number): Person {
  const following: Following = { accounts: ["facebook", "instagram"], linked: {}, sent: {}, outcomes: {} };
  const language = number % 4 === 0 ? "en" : "fr";
  const asked = { ...following, linked: { "accounts-center": "no" as const } };
  const stages: readonly Person[] = [
    stranger,
    { ...stranger, language },
    { ...stranger, language, following: { meta: following } },
    { ...stranger, language, following: { meta: asked } },
    { ...stranger, language, following: { meta: { ...asked, sent: { facebook: 1 } } } },
    {
      ...stranger,
      language,
      following: { linkedin: { accounts: ["linkedin"], linked: {}, sent: { linkedin: 1 }, outcomes: {} } },
    },
    {
      ...stranger,
      language,
      following: { meta: { ...asked, sent: { facebook: 1 }, outcomes: { facebook: confirmed } } },
    },
  ];
  const reached = [0, 1, 2, 2, 3, 3, 3, 4, 4, 6, 5, 5][number % 12] ?? 0;
  return stages[reached] ?? stranger;
}
