import type { Wording } from "../app/ports.ts";
import type { Language } from "../conversation/vocabulary.ts";

/** What the page of the chat says by itself; what it fills in stands as `{{name}}`. */
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
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Gives the page's own texts in every language, the first one first. */
export function webTexts(
  wording: Wording,
  first: Language,
): Readonly<Record<Language, Readonly<Record<string, string>>>> {
  const languages = [first, ...wording.languages.filter((language) => language !== first)];
  return Object.fromEntries(languages.map((language) => [language, textsIn(wording, language)]));
}

function textsIn(wording: Wording, language: Language): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(names).map(([name, filled]) => {
      const params = Object.fromEntries(filled.map((each) => [each, `{{${each}}}`]));
      return [name, wording.plain({ key: `web.${name}`, params }, language)];
    }),
  );
}
