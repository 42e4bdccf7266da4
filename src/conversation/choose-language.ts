import {
  type ConversationEvent,
  type Facts,
  type Language,
  type LanguageSource,
  languageSources,
  type Person,
} from "./vocabulary.ts";

/** What a message tells about its writer's language besides what it says. */
export interface Heard {
  /** The language of the words, if they leave no doubt. */
  readonly words?: Language | undefined;
  /** The language of the person's app, as the channel tells. */
  readonly hint?: Language | undefined;
}

/** Returns the person with the language for which there is the strongest reason: their choice, the link, their words, the hint. */
export function chooseLanguage(person: Person, event: ConversationEvent, heard: Heard, facts: Facts): Person {
  const reasons: readonly [LanguageSource, Language | undefined][] = [
    ["link", event.type === "start" ? event.language : undefined],
    ["words", heard.words],
    ["hint", heard.hint?.split("-")[0]],
  ];
  for (const [languageSource, language] of reasons) {
    if (language === undefined || !facts.languages.includes(language)) continue;
    if (isKnown(person, language, languageSource)) return person;
    return { ...person, language, languageSource };
  }
  return person;
}

/** True if it is the person's language already, or if the source is weaker than that of theirs. */
function isKnown(person: Person, language: Language, source: LanguageSource): boolean {
  if (person.languageSource === undefined) return false;
  if (person.language === language && person.languageSource === source) return true;
  return languageSources.indexOf(source) > languageSources.indexOf(person.languageSource);
}
