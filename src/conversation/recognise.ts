import type { CountryCode } from "../campaigns/authorities/authorities-schema.ts";
import type { CampaignId } from "../campaigns/schema.ts";
import type { Vocabulary } from "./compile-words.ts";
import { withoutNames } from "./find-service.ts";
import { keyOf } from "./fold.ts";
import { guessLanguage, withoutAddresses } from "./guess-language.ts";
import { isReport } from "./is-report.ts";
import type { LinkVerdict } from "./judge-link.ts";
import { readCourtesy } from "./read-courtesy.ts";
import {
  type Labels,
  labelsOf,
  readLabel,
  readNearLabel,
  readNumbers,
  readWordedNumbers,
} from "./recognise-choice.ts";
import { readOwnWords } from "./recognise-own-words.ts";
import { readService } from "./recognise-service.ts";
import {
  readBareWish,
  readNearCommand,
  readReport,
  readSlash,
  readTopic,
  readWish,
} from "./recognise-wish.ts";
import { decodeTap } from "./tap.ts";
import type { ConversationEvent, Language, Question, TypedDate, Zone } from "./vocabulary.ts";

/** What came in: exactly one of the three is there. */
export interface Message {
  readonly text?: string | undefined;
  readonly tapped?: string | undefined;
  readonly unreadable?: true | undefined;
}

/** What words are read with. */
export interface View {
  readonly vocabulary: Vocabulary;
  /** Reads a date in the person's language and zone. */
  readonly readDate: (text: string) => TypedDate | undefined;
  readonly readZone: (text: string) => Zone | undefined;
  readonly readCountry: (text: string) => CountryCode | undefined;
  /** Judges the addresses in a text; nothing where there is none. */
  readonly judgeLink: (text: string) => LinkVerdict | undefined;
}

/** What a message means. */
export interface Recognised {
  readonly event: ConversationEvent;
  /** The language of the words, where they tell it. */
  readonly language?: Language;
}

const longestText = 4_096;
const mayHoldAddress = /[.。．｡․:]/;

/** Finds out what a message means, given the question that is open; on any doubt it is not understood. */
export function recognise(message: Message, asked: Question | undefined, view: View): Recognised {
  if (message.unreadable) return { event: { type: "only-text" } };
  if (message.tapped !== undefined) return { event: readTap(message.tapped, asked) };
  const text = message.text ?? "";
  if (text.length > longestText) return { event: { type: "too-long" } };
  const slash = readSlash(text, view.vocabulary);
  if (slash) return { event: slash };
  const event = readText(text, asked, view) ?? { type: "not-understood" };
  const { telling, languages, serviceNames } = view.vocabulary;
  const language = guessLanguage(withoutNames(withoutAddresses(text), serviceNames), telling, languages);
  return language === undefined ? { event } : { event, language };
}

function readText(text: string, asked: Question | undefined, view: View): ConversationEvent | undefined {
  const key = keyOf(text);
  if (key === "") return undefined;
  const labels = labelsOf(asked, view.vocabulary);
  const exact = readExactly(text, key, asked, labels, view.vocabulary);
  if (exact) return isAskedAbout(exact, text) ? undefined : exact;
  return readFreely(text, key, asked, labels, view);
}

function readFreely(
  text: string,
  key: string,
  asked: Question | undefined,
  labels: Labels,
  view: View,
): ConversationEvent | undefined {
  const link = readLink(text, view);
  // "facebook.com" is also a way to name one's account.
  if (link && asked?.id !== "accounts") return link;
  const own = asked && readOwnWords(text, asked, view);
  // "I objected in 2025" holds a date, and asks for something else.
  if (own && !isUnclearDate(own)) return own;
  const rough = link ?? readRoughly(text, key, asked, labels, view.vocabulary);
  return rough ?? own ?? readService(text, asked, view.vocabulary);
}

/** A pasted address is judged; a text without a sign that addresses have is not searched for one. */
function readLink(text: string, { judgeLink }: View): ConversationEvent | undefined {
  const judged = mayHoldAddress.test(text) ? judgeLink(text) : undefined;
  return judged && { type: "link", judged };
}

function readExactly(
  text: string,
  key: string,
  asked: Question | undefined,
  labels: Labels,
  vocabulary: Vocabulary,
): ConversationEvent | undefined {
  const number = asked && readNumbers(text, asked);
  return number ?? readLabel(key, labels) ?? vocabulary.commands.get(key);
}

/** "Done?" and "erase everything?" report and order nothing. */
function isAskedAbout(event: ConversationEvent, text: string): boolean {
  const { type } = event;
  return (isReport(event) || type === "sent" || type === "yes") && text.includes("?");
}

function readRoughly(
  text: string,
  key: string,
  asked: Question | undefined,
  labels: Labels,
  vocabulary: Vocabulary,
): ConversationEvent | undefined {
  return (
    (asked && readWordedNumbers(text, asked, vocabulary)) ??
    readNearLabel(key, labels, vocabulary) ??
    readCourtesy(text, vocabulary.smallTalk) ??
    readBareWish(key, vocabulary) ??
    readWish(text, vocabulary) ??
    readReport(text, vocabulary) ??
    readNearCommand(key, vocabulary) ??
    readTopic(key, text, asked?.about, vocabulary)
  );
}

function isUnclearDate(event: ConversationEvent): boolean {
  return event.type === "date" && event.date.kind === "unclear";
}

function readTap(tapped: string, asked: Question | undefined): ConversationEvent {
  const tap = decodeTap(tapped);
  if (!tap) return { type: "past-button" };
  if (tap.question === "reminder") return readReminderTap(tap.choice, tap.campaign);
  if (!asked || tap.question !== asked.id || tap.campaign !== asked.campaign) return { type: "past-button" };
  const isPressed = ({ id }: { readonly id: string }) => id === tap.choice;
  const pressed =
    asked.choices.find(isPressed) ?? asked.ways.find(isPressed) ?? asked.unseen?.find(isPressed);
  return pressed?.event ?? { type: "past-button" };
}

/** The buttons of a reminder count however long ago it was sent. */
function readReminderTap(choice: string, campaign: CampaignId | undefined): ConversationEvent {
  if (campaign === undefined) return { type: "past-button" };
  switch (choice) {
    case "done":
    case "later":
    case "no-more":
    case "confirmed":
    case "not-confirmed":
    case "refused":
      return { type: choice, campaign };
    default:
      return { type: "past-button" };
  }
}
