import { domainToUnicode } from "node:url";
import { zoneOfPerson } from "../conversation/context.ts";
import {
  type ConversationEvent,
  type Facts,
  type Person,
  type Question,
  troubleTopics,
} from "../conversation/vocabulary.ts";
import { createLinkJudge, type KnownAddresses } from "../links/judge-link.ts";
import type { UnderstandingOutcome, Wording } from "../ports.ts";
import { shortNamesOf } from "../understanding/entities/find-authority.ts";
import { compileEntityWords } from "../understanding/entities/find-entities.ts";
import { compileCountries } from "../understanding/entities/find-places.ts";
import { compileGrammar, type Grammar } from "../understanding/grammar.ts";
import {
  createIntentClassifier,
  onlyAccount,
  withoutAccount,
} from "../understanding/intents/classify-intents.ts";
import { createSignFinder } from "../understanding/intents/missing-signs.ts";
import type { ShippedSentences } from "../understanding/shipped-sentences.ts";
import type { Token } from "../understanding/tokens.ts";
import {
  type Message,
  type Understood,
  understand as understandMessage,
} from "../understanding/understand.ts";

export type { Grammar };

/** Compiles the grammar of what people may type, once at the start. */
export function createGrammar(
  {
    sentences,
    campaignNames,
    dates,
    countries,
    towns,
    replies,
    intents,
    wording,
  }: ShippedSentences & { readonly wording: Wording },
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
    countries: compileCountries(authorities, countries, towns),
    inOneZone: new Set([...authorities.values()].flatMap(({ country, zone }) => (zone ? [country] : []))),
    authorities: shortNamesOf(authorities),
    replies: replies(),
    classifiers: new Map(
      [...intents()].map(([language, model]) => {
        const findEntities = compileEntityWords({ campaignNames, sentences, dates }, language);
        const classify = createIntentClassifier(model);
        const findSigns = createSignFinder(model);
        const rank = (tokens: readonly Token[]) => classify(tokens, findEntities(tokens));
        return [
          language,
          {
            classify: (tokens: readonly Token[]) => withoutAccount(rank(tokens)),
            missingSigns: (tokens: readonly Token[]) => findSigns(tokens, findEntities(tokens)),
            classifyAccount: (tokens: readonly Token[]) => onlyAccount(rank(tokens)),
          },
        ] as const;
      }),
    ),
    topics: [
      ...generalTopics.map((id) => ({ id, label: { key: `help.${id}.label` as const } })),
      ...[...campaigns].flatMap(([campaign, { help }]) =>
        help.map((id) => ({ id, campaign, label: { key: `help.${id}.label` as const, campaign } })),
      ),
    ],
    label: (phrase, language) => wording.plain(phrase, language),
    judgeLink: createLinkJudge({ campaigns, authorities, openHosts, toUnicode: domainToUnicode }),
  });
}

/** Finds what a message means to this person, who may write in any of the languages. */
export function understand(
  message: Message,
  question: Question | undefined,
  person: Person,
  facts: Facts,
  grammar: Grammar,
): Understood {
  const { now, campaigns, defaultLanguage } = facts;
  const { language = defaultLanguage } = person;
  const zone = zoneOfPerson(person, facts);
  const isZoneTold = person.zone !== undefined;
  return understandMessage(message, question, { language, zone, isZoneTold, now, campaigns }, grammar);
}

/** All troubles are counted as one topic, so that no count tells which trouble a person is in. */
function countedAs(topic: string): string {
  return troubleTopics.some((trouble) => trouble === topic) ? "trouble" : topic;
}

/**
 * Classifies the event that a typed text led to, with the id of a help topic or the event's type:
 * never people's words. A suggestion counts as its first offer.
 */
export function classifyUnderstanding(event: ConversationEvent): {
  readonly outcome: UnderstandingOutcome;
  readonly topic: string;
} {
  switch (event.type) {
    case "topic":
      return { outcome: "answered", topic: countedAs(event.topic) };
    case "suggest":
      return { outcome: "suggested", topic: countedAs(event.offers[0] ?? event.type) };
    case "doubt":
      return { outcome: "asked-back", topic: event.type };
    case "not-understood":
      return { outcome: "not-understood", topic: event.type };
    default:
      return { outcome: "answered", topic: event.type };
  }
}
