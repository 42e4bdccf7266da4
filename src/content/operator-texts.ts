import type { Wording } from "../app/ports.ts";
import type { CampaignId } from "../campaigns/schema.ts";
import type { Language } from "../conversation/vocabulary.ts";
import { type LanguageTexts, pageTexts } from "./page-texts.ts";

/** What the operator's page says; what it fills in stands as `{{name}}`. */
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
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Gives the texts of the operator's page in every language, the first one first; a campaign's name as `campaign.<id>`. */
export function operatorTexts(
  wording: Wording,
  first: Language,
  campaigns: Iterable<CampaignId>,
): LanguageTexts {
  const ids = [...campaigns];
  const texts = pageTexts(wording, first, "operator", names);
  return Object.fromEntries(
    Object.entries(texts).map(([language, own]) => [
      language,
      {
        ...own,
        ...Object.fromEntries(
          ids.map((id) => [`campaign.${id}`, wording.plain({ key: "short", campaign: id }, language)]),
        ),
      },
    ]),
  );
}
