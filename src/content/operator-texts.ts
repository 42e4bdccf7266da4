import type { Wording } from "../app/ports.ts";
import type { Facts, Language, Phrase } from "../conversation/vocabulary.ts";
import { type LanguageTexts, type PageNames, pageTexts } from "./page-texts.ts";

/** The texts of the operator's page, each with the placeholders that the page fills in. */
const names = {
  title: [],
  ask: [],
  "ask-what": ["setting"],
  open: [],
  wrong: [],
  "too-many": ["seconds"],
  offline: [],
  proxy: ["setting"],
  "store-away": [],
  updated: ["time"],
  leave: [],
  language: [],
  "no-script": [],
  "channels.title": [],
  "channels.telegram": [],
  "channels.whatsapp": [],
  "channels.web": [],
  "channels.none": [],
  "channels.ready": [],
  "channels.ready-since": ["since"],
  "channels.not-ready": ["since"],
  "channels.scan": [],
  "channels.qr": [],
  "channels.type-code": ["code"],
  "channels.sent": [],
  "channels.failed": [],
  "channels.refused": [],
  "channels.given-up": [],
  "channels.late": [],
  "channels.since": ["since"],
  "people.title": [],
  "people.counting": [],
  "people.counted": ["time"],
  "people.all": [],
  "people.language": [],
  "people.accounts": [],
  "people.steps": [],
  "people.sent": [],
  "people.confirmed": [],
  "languages.title": [],
  "languages.unknown": [],
  "objections.title": [],
  "objections.campaign": [],
  "objections.sent": [],
  "objections.confirmed": [],
  "objections.none": [],
  "understanding.title": [],
  "understanding.none": [],
  "understanding.answered": [],
  "understanding.asked-back": [],
  "understanding.suggested": [],
  "understanding.not-understood": [],
  "understanding.topics": [],
  "understanding.since": ["since"],
  "reminders.title": [],
  "reminders.none": [],
  "reminders.summary": ["total", "day", "most"],
  "reminders.day": ["day", "count"],
  "outbox.title": [],
  "outbox.empty": [],
  "outbox.waiting": [],
  "outbox.oldest": ["since"],
  "facts.title": [],
  "facts.count": [],
  "facts.oldest": [],
  "facts.stale": [],
} as const satisfies PageNames<"operator">;

/**
 * Returns the texts of the operator's page in every language, the first one first; a campaign's name as `campaign.<id>`, a help
 * topic's label as `topic.<id>`.
 */
export function operatorTexts(
  wording: Wording,
  first: Language,
  known: Pick<Facts, "campaigns" | "generalTopics">,
): LanguageTexts {
  const phrases = phrasesOf(known);
  const texts = pageTexts(wording, first, "operator", names);
  return Object.fromEntries(
    Object.entries(texts).map(([language, own]) => [
      language,
      {
        ...own,
        ...Object.fromEntries(
          Object.entries(phrases).map(([name, phrase]) => [name, wording.plain(phrase, language)]),
        ),
      },
    ]),
  );
}

/** A topic that several answer has the general label, or that of the first campaign. */
function phrasesOf({
  campaigns,
  generalTopics,
}: Pick<Facts, "campaigns" | "generalTopics">): Readonly<Record<string, Phrase>> {
  const own = [...campaigns.values()].flatMap(({ id, help }) =>
    help.map((topic) => [`topic.${topic}`, { key: `help.${topic}.label`, campaign: id }] as const),
  );
  return Object.fromEntries([
    ...[...campaigns.keys()].map((id) => [`campaign.${id}`, { key: "short", campaign: id }] as const),
    ...own.toReversed(),
    ...generalTopics.map((topic) => [`topic.${topic}`, { key: `help.${topic}.label` }] as const),
  ]);
}
