import { fileURLToPath } from "node:url";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { createComprehension, understand } from "../../src/app/understand.ts";
import { readCampaigns } from "../../src/campaigns/read-campaigns.ts";
import { readContent } from "../../src/content/read-content.ts";
import { ask, type StateQuestionId } from "../../src/conversation/ask.ts";
import { type Context, newSituation } from "../../src/conversation/context.ts";
import type {
  ConversationEvent,
  Facts,
  Person,
  Reminder,
  TypedDate,
} from "../../src/conversation/vocabulary.ts";
import en from "../phrases/messages-en.json" with { type: "json" };
import fr from "../phrases/messages-fr.json" with { type: "json" };
import { allAuthorities, openHosts } from "../support/bot-under-test.ts";

interface Case {
  readonly asked: string;
  readonly text: string;
  /** One event, or several where each would be a sensible answer. */
  readonly means: string | readonly string[];
  readonly heldOut?: boolean;
}

const zone = "Europe/Paris";
const now = Temporal.PlainDateTime.from("2025-05-20T10:00").toZonedDateTime(zone).epochMilliseconds;
const pathOf = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const campaigns = readCampaigns([pathOf("src/campaigns")]);
const authorities = allAuthorities;
const content = readContent(pathOf("locales"), [...campaigns.values()]);
const comprehension = createComprehension(content, { campaigns, authorities }, openHosts);
const reminder: Reminder = { campaign: "meta", slot: "tomorrow", dueAt: now + 86_400_000 };

function readAs(language: string, asked: string, text: string): string {
  const person: Person = {
    language,
    stopped: false,
    following: {
      meta: {
        accounts: ["facebook", "instagram"],
        linked: asked === "linked" ? {} : linkedNot,
        sent: {},
        outcomes: {},
      },
    },
  };
  const facts: Facts = {
    ...{ now, languages: ["fr", "en"], defaultLanguage: "fr", defaultZone: zone, campaigns, authorities },
    ...{ reminders: [reminder], community: [], retentionDays: 90, spread: 0 },
  };
  const context: Context = { situation: { ...newSituation, campaign: "meta", reminder }, person, facts };
  const { question } = ask(questionOf(asked), context);
  return written(understand({ text }, question, person, facts, comprehension).event);
}

const linkedNot = Object.fromEntries(
  [...campaigns.values()].flatMap(({ linkGroups }) => linkGroups.map(({ id }) => [id, "no" as const])),
);

const questionIds: readonly StateQuestionId[] = [
  ...(["language", "accounts", "linked", "next", "which-done", "remind", "remind-set"] as const),
  ...(["zone", "menu", "resume", "help", "forget", "sources"] as const),
];

function questionOf(asked: string): StateQuestionId {
  const id = questionIds.find((each) => each === asked);
  if (id === undefined) throw new Error(`there is no question "${asked}"`);
  return id;
}

/** An event in few words: its type and what it is about. */
function written(event: ConversationEvent): string {
  const about = aboutOf(event);
  return about === undefined ? event.type : `${event.type} ${about}`;
}

function aboutOf(event: ConversationEvent): string | undefined {
  switch (event.type) {
    case "accounts":
      return event.accounts.join("+") || "none";
    case "sent":
      return event.steps.join("+");
    case "linked":
      return event.linked;
    case "done":
    case "confirmed":
    case "refused":
      return event.accounts?.join("+");
    case "topic":
      return event.topic;
    case "language":
      return event.language;
    case "zone":
      return event.zone;
    case "date":
      return writtenDate(event.date);
    default:
      return undefined;
  }
}

function writtenDate(date: TypedDate): string {
  if (date.kind === "unclear") return "unclear";
  if (date.kind === "day") return date.day;
  const at = Temporal.Instant.fromEpochMilliseconds(date.at).toZonedDateTimeISO(zone);
  return at.toPlainDateTime().toString({ smallestUnit: "minute" });
}

const isAskedAgain = (got: string) => got === "not-understood" || got === "date unclear";

describe("whole messages", () => {
  it.each([
    ["fr", fr],
    ["en", en],
  ] as const)("are understood at least 95 times in 100 and never wrongly (%s)", (language, cases) => {
    const missed = cases
      .map(({ asked, text, means }: Case) => {
        const wanted: readonly string[] = typeof means === "string" ? [means] : means;
        return { asked, text, wanted, got: readAs(language, asked, text) };
      })
      .filter(({ wanted, got }) => !wanted.includes(got));
    const wrong = missed.filter(({ got }) => !isAskedAgain(got));
    const lines = missed.map(
      ({ asked, text, wanted, got }) => `\n  ${asked}: "${text}": ${wanted.join(" or ")}, read as ${got}`,
    );
    process.stdout.write(
      `messages ${language}: ${cases.length - missed.length} right, ${missed.length - wrong.length} asked again, ${wrong.length} wrong${lines.join("")}\n`,
    );
    expect(wrong).toEqual([]);
    expect((cases.length - missed.length) / cases.length).toBeGreaterThanOrEqual(0.95);
  });
});
