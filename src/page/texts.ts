import type { PageSettings } from "../channels/web/wire.ts";

/** The page's own texts, in the language that is spoken. */
export type Texts = ReturnType<typeof createTexts>;

/** Reads what came with the page. */
export function readSettings<Settings = PageSettings>(): Settings {
  return JSON.parse(document.getElementById("settings")?.textContent ?? "") as Settings;
}

/** Builds the texts; they begin in the first language that is wanted and known. */
export function createTexts({ texts }: Pick<PageSettings, "texts">, wanted: readonly string[]) {
  const known = Object.keys(texts);
  const short = wanted.map((language) => language.split("-")[0] ?? "");
  let spoken = [...wanted, ...short].find((language) => known.includes(language)) ?? known[0] ?? "";
  return {
    language: () => spoken,
    /** All languages that can be spoken. */
    all: () => known,
    /** Speaks another language from now on; false where there is no such, or it is spoken already. */
    speak(language: string): boolean {
      if (language === spoken || !known.includes(language)) return false;
      spoken = language;
      return true;
    },
    /** The language after this one. */
    other: () => known[(known.indexOf(spoken) + 1) % known.length] ?? spoken,
    text: (name: string, filled: Readonly<Record<string, string>> = {}) =>
      (texts[spoken]?.[name] ?? "").replace(/\{\{(\w+)\}\}/g, (_, each: string) => filled[each] ?? ""),
  };
}

/** Writes the texts into all parts of the page that name one. */
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
