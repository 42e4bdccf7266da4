import type { AccountId } from "../campaigns/schema.ts";
import { isReport } from "./is-report.ts";
import { compileLexicon, type Lexicon } from "./lexicon.ts";
import type { ConversationEvent } from "./vocabulary.ts";
import type { CampaignWords, Command, Words } from "./words.ts";

/** What a piece of a wish means: an event, an account that it is about, or nothing that matters. */
export type Wish = ConversationEvent | { readonly type: "account"; readonly account: AccountId } | "around";

const punctuation = [",", ".", ";", "!", ":", "(", ")", "-"].map((sign) => [sign, "around"] as const);
const shortestWish = 3;

/** Compiles the commands with their courtesies; reports have words of their own that may stand around them. */
export function compileWishes(languages: readonly Words[]): Lexicon<Wish> {
  const wishes = wishesOf(languages).filter(([, event]) => !isReport(event) && event.type !== "start");
  const courtesies = languages.flatMap((each) => each.courtesies.map((word) => [word, "around"] as const));
  // "En" is a language to some and a little word to others.
  const clear = wishes.filter(([phrase]) => phrase.length >= shortestWish);
  return compileLexicon<Wish>([...clear, ...courtesies, ...punctuation], () => false);
}

/** Compiles what people report, with the accounts that it is about. */
export function compileReports(
  languages: readonly Words[],
  campaigns: readonly CampaignWords[],
): Lexicon<Wish> {
  const names = campaigns.flatMap(({ accounts }) =>
    Object.entries(accounts).flatMap(([account, phrases]) =>
      phrases.map((phrase) => [phrase, { type: "account", account }] as const),
    ),
  );
  const reports = wishesOf(languages).filter(([, event]) => isReport(event));
  const around = languages.flatMap(({ aroundDone }) => aroundDone);
  return compileLexicon<Wish>(
    [...reports, ...around.map((word) => [word, "around"] as const), ...names, ...punctuation],
    () => false,
  );
}

/** Lists the commands and the names of languages, with what they ask for. */
export function wishesOf(languages: readonly Words[]): readonly (readonly [string, ConversationEvent])[] {
  const wishes = languages.flatMap(({ commands }) =>
    (Object.keys(commands) as readonly Command[]).flatMap((type) =>
      (commands[type] ?? []).map((phrase) => [phrase, { type } as ConversationEvent] as const),
    ),
  );
  const names = languages.flatMap((words) =>
    Object.entries(words.languages).flatMap(([language, phrases]) =>
      phrases.map((phrase) => [phrase, { type: "language", language }] as const),
    ),
  );
  return [...wishes, ...names];
}
