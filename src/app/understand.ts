import { domainToUnicode } from "node:url";
import type { ConversationEvent, Facts, Person, Question } from "../conversation/vocabulary.ts";
import { createLinkJudge, type KnownAddresses } from "../links/judge-link.ts";
import { compileGrammar, type Grammar } from "../understanding/grammar.ts";
import { compileCountries } from "../understanding/read-place.ts";
import { type Understood, understand as understandMessage } from "../understanding/understand.ts";
import type { IncomingMessage, ShippedSentences, UnderstandingOutcome } from "./ports.ts";

export type { Grammar };

/** Compiles what people may type, once at the start. */
export function createGrammar(
  { sentences, campaignNames, dates, countries, wording }: ShippedSentences,
  { campaigns, authorities, generalTopics }: Pick<Facts, "campaigns" | "authorities" | "generalTopics">,
  openHosts: KnownAddresses["openHosts"],
): Grammar {
  return compileGrammar({
    sentences,
    names: new Map(
      [...campaigns].map(([id, { accounts }]) => [
        id,
        { accounts: accounts.map((account) => account.id), names: campaignNames.get(id) ?? [] },
      ]),
    ),
    dates,
    countries: compileCountries(authorities, countries),
    topics: [
      ...generalTopics.map((id) => ({ id, label: { key: `help.${id}.label` as const } })),
      ...[...campaigns].flatMap(([campaign, { help }]) =>
        help.map((id) => ({ id, label: { key: `help.${id}.label` as const, campaign } })),
      ),
    ],
    label: (phrase, language) => wording.plain(phrase, language),
    judgeLink: createLinkJudge({ campaigns, authorities, openHosts, toUnicode: domainToUnicode }),
  });
}

/** Finds out what a message means to this person, who may write in any of the languages. */
export function understand(
  { text, tapped, unreadable }: Pick<IncomingMessage, "text" | "tapped" | "unreadable">,
  asked: Question | undefined,
  person: Person,
  facts: Facts,
  grammar: Grammar,
): Understood {
  const reader = {
    language: person.language ?? facts.defaultLanguage,
    zone: person.zone ?? facts.defaultZone,
    now: facts.now,
    campaigns: facts.campaigns,
  };
  return understandMessage({ text, tapped, unreadable }, asked, reader, grammar);
}

/** What a typed text came to, and what it was about. */
export interface Understanding {
  readonly outcome: UnderstandingOutcome;
  /** The id of a help topic, or the type of the event: never people's words. */
  readonly topic: string;
}

/** Classifies the event that a typed text led to. A suggestion counts for its first topic. */
export function classifyUnderstanding(event: ConversationEvent): Understanding {
  switch (event.type) {
    case "topic":
      return { outcome: "answered", topic: event.topic };
    case "suggest":
      return { outcome: "suggested", topic: event.topics[0] ?? event.type };
    case "doubt":
      return { outcome: "asked-back", topic: event.type };
    case "not-understood":
    case "too-long":
      return { outcome: "not-understood", topic: event.type };
    default:
      return { outcome: "answered", topic: event.type };
  }
}
