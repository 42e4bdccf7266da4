import type { PageSettings } from "../channels/web/wire.ts";
import { matchLanguage } from "../support/match-language.ts";

/** The page's own texts in the current language. */
export type Texts = ReturnType<typeof createTexts>;

/** Reads the settings that the server has written into the page. */
export function readSettings<Settings = PageSettings>(): Settings {
  return JSON.parse(document.getElementById("settings")?.textContent ?? "") as Settings;
}

/** Returns the known language that is closest to the first wanted one; otherwise the first known one. */
function chooseLanguage(known: readonly string[], wanted: readonly string[]): string {
  return wanted.flatMap((language) => matchLanguage(language, known) ?? [])[0] ?? known[0] ?? "";
}

/** Creates the texts, in the first wanted language that is known. */
export function createTexts({ texts }: Pick<PageSettings, "texts">, wanted: readonly string[]) {
  const known = Object.keys(texts);
  let spoken = chooseLanguage(known, wanted);
  return {
    language: () => spoken,
    /** Returns all known languages. */
    all: () => known,
    /** Switches the language; false if it is unknown or already the current one. */
    speak(language: string): boolean {
      if (language === spoken || !known.includes(language)) return false;
      spoken = language;
      return true;
    },
    /** Returns the next language. */
    other: () => known[(known.indexOf(spoken) + 1) % known.length] ?? spoken,
    text: (name: string, filled: Readonly<Record<string, string>> = {}) =>
      (texts[spoken]?.[name] ?? "").replace(/\{\{(\w+)\}\}/g, (_, each: string) => filled[each] ?? ""),
  };
}

/** Writes the texts into all elements of the page that name one. */
export function writeTexts({ text, language }: Texts): void {
  document.documentElement.lang = language();
  document.title = text("title");
  for (const part of document.querySelectorAll<HTMLElement>("[data-text]"))
    part.textContent = text(part.dataset["text"] ?? "");
  for (const part of document.querySelectorAll<HTMLElement>("[data-label]")) {
    part.title = text(part.dataset["label"] ?? "");
    part.setAttribute("aria-label", part.title);
  }
  for (const part of document.querySelectorAll<HTMLTextAreaElement>("[data-placeholder]"))
    part.placeholder = text(part.dataset["placeholder"] ?? "");
}
