import { Temporal } from "temporal-polyfill";
import type { Campaign, CampaignId } from "../campaigns/schema.ts";
import {
  type Facts,
  type Instant,
  type Language,
  type Phrase,
  reminderTemplates,
} from "../conversation/vocabulary.ts";
import type { Wording } from "../ports.ts";
import { plainText, readMarkup } from "./markup.ts";
import type { Content } from "./read-content.ts";
import { entriesOf } from "./texts.ts";

/** Texts by language and name. */
type PageTexts = Readonly<Record<Language, Readonly<Record<string, string>>>>;

/**
 * Returns the texts of the chat page in this order of languages, and those of an hour, as `clock`; the
 * page fills in `{{placeholders}}`.
 */
export function webTexts({ texts }: Pick<Content, "texts">, languages: readonly Language[]): PageTexts {
  return inEach(languages, (language) => {
    const own = texts.get(language);
    return { ...textsUnder("web.", own), ...textsUnder("time.", own, "clock") };
  });
}

/**
 * Returns the texts of the operator's page in the same way, plus each campaign's name as
 * `campaign.<id>` and each help topic's label as `topic.<id>`.
 */
export function operatorTexts(
  { texts, wording }: Pick<Content, "texts" | "wording">,
  { languages, campaigns, generalTopics }: Pick<Facts, "languages" | "campaigns" | "generalTopics">,
): PageTexts {
  const topics = [...campaigns.values()].flatMap(({ id, help }) =>
    help.map((topic): [string, Phrase] => [`topic.${topic}`, { key: `help.${topic}.label`, campaign: id }]),
  );
  // A topic with several answers gets the general label, otherwise that of the first campaign.
  const phrases = new Map<string, Phrase>([
    ...[...campaigns.keys()].map((id): [string, Phrase] => [
      `campaign.${id}`,
      { key: "short", campaign: id },
    ]),
    ...topics.toReversed(),
    ...generalTopics.map((topic): [string, Phrase] => [`topic.${topic}`, { key: `help.${topic}.label` }]),
  ]);
  return inEach(languages, (language) => ({
    ...textsUnder("operator.", texts.get(language)),
    ...Object.fromEntries([...phrases].map(([name, phrase]) => [name, wording.plain(phrase, language)])),
  }));
}

/** Returns the short name of each campaign, by language and id. */
export function webNames(wording: Wording, campaigns: Iterable<CampaignId>) {
  const ids = [...campaigns];
  return inEach(wording.languages, (language) =>
    Object.fromEntries(ids.map((id) => [id, wording.plain({ key: "short", campaign: id }, language)])),
  );
}

/** Returns the texts whose keys begin with the place, and then with `name`, without the place. */
function textsUnder(
  place: string,
  texts: Parameters<typeof entriesOf>[0] = {},
  name = "",
): Record<string, string> {
  return Object.fromEntries(
    entriesOf(texts)
      .filter(([key]) => key.startsWith(place + name))
      .map(([key, text]) => [key.slice(place.length), plainText(readMarkup(text))]),
  );
}

function inEach<Value>(
  languages: readonly Language[],
  write: (language: Language) => Value,
): Readonly<Record<Language, Value>> {
  return Object.fromEntries(languages.map((language) => [language, write(language)]));
}

/** The last day in the examples for Meta's reviewers. */
const exampleDay = "2025-05-26";

/** Returns the texts of a reminder's template, with the service and the last day as placeholders. */
export function templateText(wording: Wording, kind: keyof typeof reminderTemplates, language: Language) {
  const write = (phrase: Phrase) => wording.plain(phrase, language);
  const params = { service: "{{service}}", lastDay: "{{last_day}}" };
  return {
    body: write({ key: `template.${kind}`, params }),
    examples: {
      service: write({ key: "template.example" }),
      last_day: write({ key: "template.day", params: { day: { day: exampleDay } } }),
    },
    buttons: reminderTemplates[kind].map((name) => write({ key: `template.${name}` })),
  };
}

/** Returns a function that returns the labels of a list of choices, by default in the `usual` language. */
export function listLabels(wording: Wording, usual: Language) {
  return (language: Language = usual) => ({
    choose: wording.plain({ key: "navigation.choose" }, language),
    more: wording.plain({ key: "navigation.more" }, language),
  });
}

/**
 * The times at which a campaign looks different: days relative to its last day, and the hour in its
 * zone. By the evening, the afternoon's reminders have come.
 */
const kindsOfMoments = [
  { key: "web.moments.ahead", days: -6, hour: 10 },
  { key: "web.moments.day-before", days: -1, hour: 18 },
  { key: "web.moments.last-day", days: 0, hour: 10 },
  { key: "web.moments.last-evening", days: 0, hour: 20 },
  { key: "web.moments.after", days: 1, hour: 10 },
] as const;

/**
 * Returns the times to which the preview's clock can be set, for each campaign with a date, labelled
 * in every language.
 */
export function webMoments(wording: Wording, campaigns: Iterable<Campaign>) {
  const label = (phrase: Phrase) => inEach(wording.languages, (language) => wording.plain(phrase, language));
  return [...campaigns].flatMap(({ id, dates }) => {
    if (dates === undefined) return [];
    const { lastDay, zone } = dates;
    const moments = kindsOfMoments.map(({ key, days, hour }) => {
      const day = Temporal.PlainDate.from(lastDay).add({ days });
      const at: Instant = day.toZonedDateTime({ timeZone: zone, plainTime: { hour } }).epochMilliseconds;
      return { at, label: label({ key, params: { day: { day: day.toString() } } }) };
    });
    return [{ title: label({ key: "name", campaign: id }), moments }];
  });
}

/** The slash commands, in the order of Telegram's menu. */
const commands = [
  ...(["start", "menu", "back", "language", "where", "reminders"] as const),
  ...(["sources", "data", "help", "forget", "stop"] as const),
];

/** Returns the bot's profile on Telegram for each language, and one for all other languages. */
export function telegramProfiles(wording: Wording, defaultLanguage: Language) {
  const profile = (language: Language) => {
    const write = (key: Phrase["key"]) => wording.plain({ key }, language);
    return {
      commands: commands.map((command) => ({ command, description: write(`profile.commands.${command}`) })),
      groupCommands: [{ command: "start", description: write("profile.group-start") }],
      description: write("profile.description"),
      shortDescription: write("profile.short-description"),
    };
  };
  return [
    profile(defaultLanguage),
    ...wording.languages.map((language) => ({ language, ...profile(language) })),
  ];
}
