import type { Wording } from "../app/ports.ts";
import type { Language } from "../conversation/vocabulary.ts";
import { type LanguageTexts, type PageNames, pageTexts } from "./page-texts.ts";

/** The texts of the chat's page, each with the placeholders that the page fills in. */
const names = {
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
  return pageTexts(wording, first, "web", names);
}
