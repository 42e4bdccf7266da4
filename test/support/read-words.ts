import { fileURLToPath } from "node:url";
import { Temporal } from "temporal-polyfill";
import { createGrammar, type Grammar, understand } from "../../src/app/understand.ts";
import { readCampaigns } from "../../src/campaigns/read-files.ts";
import { readContent } from "../../src/content/read-content.ts";
import { ask } from "../../src/conversation/ask.ts";
import { type Context, newDialogue } from "../../src/conversation/context.ts";
import type {
  ConversationEvent,
  Facts,
  Person,
  Question,
  Reminder,
  StateQuestionId,
  TypedDate,
} from "../../src/conversation/vocabulary.ts";
import { allAuthorities, allHelpLines, general, openHosts } from "./bot-under-test.ts";

const zone = "Europe/Paris";
const now = Temporal.PlainDateTime.from("2025-05-20T10:00").toZonedDateTime(zone).epochMilliseconds;
const pathOf = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const campaigns = readCampaigns(pathOf("src/campaigns"));
const generalTopics = general.topics;
const reminder: Reminder = { campaign: "meta", slot: "tomorrow", dueAt: now + 86_400_000 };

/** All languages with the campaigns that ship alone. */
export const shippedContent = readContent(pathOf("locales"), [...campaigns.values()], { generalTopics });
/** What people may type, by language: all that ships. */
export const shippedSentences = shippedContent.sentences;

/** The same, compiled. */
export const shippedGrammar: Grammar = createGrammar(
  shippedContent,
  { campaigns, authorities: allAuthorities, generalTopics },
  openHosts,
);

const facts: Facts = {
  ...{
    now,
    languages: ["fr", "en"],
    defaultLanguage: "fr",
    defaultZone: zone,
    campaigns,
    generalTopics,
    generalFacts: {},
  },
  authorities: allAuthorities,
  helpLines: allHelpLines,
  reminders: [reminder],
  community: [],
  retentionDays: 90,
  randomFraction: 0,
};

const linkedNot = Object.fromEntries(
  [...campaigns.values()].flatMap(({ linkGroups }) => linkGroups.map(({ id }) => [id, "no" as const])),
);

function personAt(asked: StateQuestionId, language: string): Person {
  const linked = ["ask-linked", "ask-look-up"].includes(asked) ? {} : linkedNot;
  const meta = { accounts: ["facebook", "instagram"], linked, sent: {}, outcomes: {} };
  return { language, stopped: false, following: { meta } };
}

/** The question as it stands for somebody with both of Meta's accounts, on 20 May 2025 at ten in Paris. */
function questionAt(asked: StateQuestionId, language = "fr"): Question {
  const dialogue = {
    ...newDialogue,
    campaign: "meta",
    reminder,
    toldAt: now + 86_400_000,
    doubted: ["instagram"],
    reply: "accepted",
  } as const;
  const context: Context = { dialogue, turn: {}, person: personAt(asked, language), facts };
  return ask(asked, context).question;
}

/** What a message means first to that person, at this question. */
export function readWords(text: string, asked: StateQuestionId, language = "fr"): ConversationEvent {
  return readMessage({ text }, asked, language).acts[0];
}

/** The same, with the language that the words tell. */
export function readMessage(
  message: Parameters<typeof understand>[0],
  asked: StateQuestionId | undefined,
  language = "fr",
): ReturnType<typeof understand> {
  const question = asked && questionAt(asked, language);
  return understand(message, question, personAt(asked ?? "menu", language), facts, shippedGrammar);
}

/** What a message means below "What now?", while these reminders wait; the last of them was set last. */
export function readWhileWaiting(
  text: string,
  reminders: readonly Reminder[],
  language: string,
  now = facts.now,
): ReturnType<typeof understand> {
  const lastReminder = reminders.at(-1);
  const question = { ...questionAt("next", language), reminders, ...(lastReminder && { lastReminder }) };
  const there = { ...facts, now, reminders };
  return understand({ text }, question, personAt("next", language), there, shippedGrammar);
}

/** An event in few words: its type and what it is about. */
export function written(event: ConversationEvent): string {
  const about = aboutOf(event);
  return about === undefined ? event.type : `${event.type} ${about}`;
}

function aboutOf(event: ConversationEvent): string | undefined {
  switch (event.type) {
    case "accounts":
    case "doubt":
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
    case "courtesy":
      return event.courtesy;
    case "suggest":
      return event.offers.join(" ");
    case "language":
      return event.language;
    case "zone":
      return event.zone;
    case "country":
      return event.country;
    case "service":
      return event.campaign;
    case "date":
      return writtenDate(event.date);
    case "remind":
      return event.date && writtenDate(event.date);
    default:
      return undefined;
  }
}

function writtenDate(date: TypedDate): string {
  if (date.kind === "day") return date.day;
  if (date.kind !== "at") return date.kind;
  const at = Temporal.Instant.fromEpochMilliseconds(date.at).toZonedDateTimeISO(zone);
  return at.toPlainDateTime().toString({ smallestUnit: "minute" });
}
