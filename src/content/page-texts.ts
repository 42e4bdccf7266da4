import type { Wording } from "../app/ports.ts";
import type { TextKey } from "../conversation/text-key.ts";
import type { Facts, Language, Phrase } from "../conversation/vocabulary.ts";

/** For texts under a place of `conversation.json`, by their names: the placeholders that the page itself fills in. */
type PageNames<Place extends string> = Readonly<Partial<Record<NameAt<Place>, readonly string[]>>>;

type NameAt<Place extends string, Key = TextKey> = Key extends `${Place}.${infer Name}` ? Name : never;

/** Texts by their names, in every language. */
export type LanguageTexts = Readonly<Record<Language, Readonly<Record<string, string>>>>;

/** Returns a page's own texts in every language, the first one first; placeholders of `names` stay as `{{name}}`. */
function pageTexts(
  wording: Wording,
  first: Language,
  place: "web" | "operator",
  names: Readonly<Record<string, readonly string[]>>,
): LanguageTexts {
  const languages = [first, ...wording.languages.filter((language) => language !== first)];
  const textIn = (language: Language, name: string, filled: readonly string[]) => {
    const params = Object.fromEntries(filled.map((each) => [each, `{{${each}}}`]));
    return wording.plain({ key: `${place}.${name}` as TextKey, params }, language);
  };
  return Object.fromEntries(
    languages.map((language) => [
      language,
      Object.fromEntries(
        Object.entries(names).map(([name, filled]) => [name, textIn(language, name, filled)]),
      ),
    ]),
  );
}

/** The texts of the chat's page, each with the placeholders that the page fills in. */
const webNames = {
  title: [],
  subtitle: [],
  intro: [],
  "intro-more": [],
  kept: [],
  reminders: [],
  start: [],
  conversation: [],
  you: [],
  bot: [],
  write: [],
  send: [],
  answers: [],
  chosen: [],
  earlier: [],
  "new-tab": [],
  copied: [],
  "copy-failed": [],
  download: ["name"],
  "calendar-note": [],
  "your-time": ["when"],
  typing: [],
  offline: [],
  full: [],
  waiting: [],
  failed: [],
  "too-fast": [],
  down: [],
  language: [],
  erase: [],
  erased: [],
  again: [],
  close: [],
  "no-script": [],
  "time.title": [],
  "time.what": [],
  "time.today": [],
  "time.day": [],
  "time.week": [],
  "time.reminder": ["when"],
  "time.moved": ["when"],
  "time.failed": [],
  "embed.open": [],
} as const satisfies PageNames<"web">;

/** Returns the texts of the chat's page in every language, the first one first. */
export function webTexts(wording: Wording, first: Language): LanguageTexts {
  return pageTexts(wording, first, "web", webNames);
}

/** The texts of the operator's page, each with the placeholders that the page fills in. */
const operatorNames = {
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
  const texts = pageTexts(wording, first, "operator", operatorNames);
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
