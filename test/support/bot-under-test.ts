import { fileURLToPath } from "node:url";
import { Temporal } from "temporal-polyfill";
import { type Bot, createBot } from "../../src/app/create-bot.ts";
import type { World } from "../../src/app/gather-facts.ts";
import { createGrammar, type Grammar } from "../../src/app/understand.ts";
import {
  readAuthorities,
  readCampaigns,
  readGeneral,
  readHelpLines,
  readOpenHosts,
} from "../../src/campaigns/read-files.ts";
import type { Campaign, CampaignId } from "../../src/campaigns/schema.ts";
import { type Content, readContent } from "../../src/content/read-content.ts";
import type { Instant } from "../../src/conversation/vocabulary.ts";
import type { Channel, Clock, Inbox, PushSender, Store } from "../../src/ports.ts";
import type { Log } from "../../src/support/log.ts";
import { systemTimers } from "../../src/support/timers.ts";
import { furtherLocales } from "./further-locales.ts";
import { openMemoryStore } from "./open-memory-store.ts";
import { withMembers } from "./with-members.ts";

/** The zone of the operator, in which the tests name their times. */
const testZone = "Europe/Paris";

const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The folder of the campaigns that ship, and that of the fixtures. */
export const campaignFolders = [pathOf("../../src/campaigns"), pathOf("../fixtures/campaigns")];
const [shipped = [], fixtures = []] = campaignFolders.map((folder) => [...readCampaigns(folder)]);
/** The campaigns of both, in the order in which they are offered. */
export const allCampaigns: ReadonlyMap<CampaignId, Campaign> = new Map(
  [...shipped, ...fixtures].sort(([, one], [, other]) => one.position - other.position),
);
/** Fixtures, whose names ("photos", "app") would hide what is said of the real ones. */
const made = new Set(fixtures.map(([id]) => id));
/** To whom people complain, by country. */
export const allAuthorities = readAuthorities(pathOf("../../src/campaigns/authorities/authorities.json"));
/** Who helps people in trouble, by country. */
export const allHelpLines = readHelpLines(pathOf("../../src/campaigns/help-lines/help-lines.json"));
/** Where nobody answers for what is published. */
export const openHosts = readOpenHosts(pathOf("../../src/campaigns/open-hosts/open-hosts.json"));
/** The questions that have an answer for any service, and how we know. */
export const general = readGeneral(pathOf("../../src/campaigns/general/general.json"));
/** All languages, with the texts of all campaigns. */
export const content: Content = readContent(pathOf("../../locales"), [...allCampaigns.values()], {
  generalTopics: general.topics,
  further: furtherLocales,
  defaultLanguage: "fr",
});

/** What the bot under test knows and can say. */
export interface Brain {
  readonly world: World;
  readonly wording: Content["wording"];
  readonly grammar: Grammar;
}

/** Kept, as compiling the accepted words takes longer than a whole dialogue. */
const grammars = new Map<string, Grammar>();

function grammarOf(campaigns: ReadonlyMap<CampaignId, Campaign>): Grammar {
  const name = [...campaigns.keys()].join();
  const known =
    grammars.get(name) ??
    createGrammar(
      { ...content, campaignNames: namesOf(campaigns) },
      { campaigns, authorities: allAuthorities, generalTopics: general.topics },
      openHosts,
    );
  grammars.set(name, known);
  return known;
}

/** The names of all that ship, and of these fixtures. */
function namesOf(campaigns: ReadonlyMap<CampaignId, Campaign>): Content["campaignNames"] {
  return new Map([...content.campaignNames].filter(([id]) => !made.has(id) || campaigns.has(id)));
}

/** A brain that knows these campaigns: the real ones and the fixtures by their ids. */
export function createBrain(ids: readonly CampaignId[], world: Partial<World> = {}): Brain {
  const campaigns = new Map([...allCampaigns].filter(([id]) => ids.includes(id)));
  return {
    wording: content.wording,
    get grammar() {
      return grammarOf(campaigns);
    },
    world: {
      languages: ["fr", "en"],
      defaultLanguage: "fr",
      defaultZone: testZone,
      campaigns,
      generalTopics: general.topics,
      generalFacts: general.facts,
      authorities: allAuthorities,
      helpLines: allHelpLines,
      community: [],
      operator: { name: "Les Exemples", contact: "contact@exemple.test" },
      retentionDays: 90,
      ...world,
    },
  };
}

/** A clock that stands still until it is moved. */
export interface TestClock extends Clock {
  advance(ms: number): void;
}

/** Builds a clock that shows this time of the operator's zone, such as "2025-05-20T10:00". */
export function createTestClock(start: string): TestClock {
  let now: Instant = at(start);
  return {
    now: () => now,
    advance(ms) {
      now += ms;
    },
  };
}

/** Builds a clock that begins at this time, and runs as fast as the real one: the pauses between messages pass. */
function createRunningClock(start: string): TestClock {
  const moved = createTestClock(start);
  const began = performance.now();
  return { ...moved, now: () => moved.now() + Math.floor(performance.now() - began) };
}

/** The instant at which clocks in the operator's zone show this. */
export function at(time: string): Instant {
  return Temporal.PlainDateTime.from(time).toZonedDateTime(testZone).epochMilliseconds;
}

/** A log that keeps what should never be: warnings and errors. */
export function createTroubleLog(): { readonly log: Log; readonly trouble: readonly string[] } {
  const trouble: string[] = [];
  const keep = (fields: object, message: string) => {
    const { error } = { error: undefined, ...fields } as { readonly error: unknown };
    trouble.push(`${message}: ${error instanceof Error ? error.stack : JSON.stringify(fields)}`);
  };
  return { log: { debug: () => {}, info: () => {}, warn: keep, error: keep }, trouble };
}

/** A whole bot on one channel. */
export interface BotUnderTest {
  readonly bot: Bot;
  readonly store: Store;
  readonly clock: TestClock;
  readonly trouble: readonly string[];
  /** How many messages the channel has handed over, each counted once its answer was committed. */
  readonly received: () => number;
  readonly stop: () => Promise<void>;
}

/** What a bot under test is made of. */
export interface BotUnderTestOptions {
  readonly campaigns: readonly CampaignId[];
  /** Such as "2025-05-20T10:00", in the operator's zone. */
  readonly now: string;
  readonly world?: Partial<World>;
  readonly push?: PushSender;
  /** Closed along with the bot; one in memory if absent. */
  readonly store?: Store;
  /** Builds the channel; it may ask the bot that it will belong to. */
  readonly channel: (parts: {
    readonly clock: TestClock;
    readonly log: Log;
    readonly store: Store;
    readonly bot: () => Bot;
  }) => Channel | Promise<Channel>;
}

/** For a Telegram channel that nobody calls in a group. */
export const ungrouped = { answerGroup: () => ({ text: [], label: "", start: "" }) };

/** Nothing is counted, people may write as fast as they like, and what is put off waits for the machine's clock. */
export const unmetered = {
  timers: systemTimers,
  meter: {
    received: () => {},
    understood: () => {},
    sent: () => {},
    failed: () => {},
    givenUp: () => {},
    erred: () => {},
  },
  messagesPerMinute: Number.POSITIVE_INFINITY,
  limiterOf: () => ({
    isOpen: () => true,
    room: () => Number.POSITIVE_INFINITY,
    hasRoomSoon: () => true,
    reserve: () => {},
    noteReceived: () => {},
  }),
  days: { add: () => {} },
};

/** Builds the bot and starts it. */
export async function startBot(options: BotUnderTestOptions): Promise<BotUnderTest> {
  const tested = await buildBot(options);
  await tested.bot.start();
  return tested;
}

/** Builds the bot: it takes what its inbox is given, sends, and reminds when it is told to; nothing is done by the clock. */
export async function buildBot(options: BotUnderTestOptions): Promise<BotUnderTest> {
  const clock = createRunningClock(options.now);
  const { log, trouble } = createTroubleLog();
  const { store = await openMemoryStore() } = options;
  let received = 0;
  const counting = (inbox: Inbox): Inbox => ({
    ...inbox,
    async receive(message) {
      const receipt = await inbox.receive(message);
      received += 1;
      return receipt;
    },
  });
  const channel = await options.channel({ clock, log, store, bot: () => bot });
  const counted = withMembers(channel, { start: (inbox) => channel.start(counting(inbox)) });
  const bot: Bot = createBot({
    ...createBrain(options.campaigns, options.world),
    store,
    channels: [counted],
    clock,
    log,
    random: () => 0.5,
    push: options.push,
    ...unmetered,
  });
  return {
    bot,
    store,
    clock,
    trouble,
    received: () => received,
    async stop() {
      await bot.stop();
      await store.close();
    },
  };
}
