import type { AccountId, CampaignId } from "../campaigns/schema.ts";
import { type AccountWords, compileAccountWords, compileSetWords } from "./account-words.ts";
import { compileReports, compileWishes, type Wish, wishesOf } from "./compile-wishes.ts";
import { compileServiceNames, type ServiceNames } from "./find-service.ts";
import { keyOf } from "./fold.ts";
import { compileTellingWords, type TellingWords } from "./guess-language.ts";
import { isReport } from "./is-report.ts";
import { type Lexicon, spellings } from "./lexicon.ts";
import { compileSmallTalk } from "./read-courtesy.ts";
import { compileFirmWords, compileLinkedWords, type YesNoWords } from "./read-yes-no.ts";
import type { ConversationEvent, Language, Phrase } from "./vocabulary.ts";
import type { CampaignWords, Words } from "./words.ts";

/** All that people may type, compiled once at the start. */
export interface Vocabulary {
  readonly languages: readonly Language[];
  readonly accounts: ReadonlyMap<CampaignId, AccountWords>;
  readonly yesNo: YesNoWords;
  readonly linked: YesNoWords;
  /** What means a command: exactly, and without its courtesies. */
  readonly commands: ReadonlyMap<string, ConversationEvent>;
  readonly bareCommands: ReadonlyMap<string, ConversationEvent>;
  /** Commands and reports with what may stand around them. */
  readonly wishes: Lexicon<Wish>;
  readonly reports: Lexicon<Wish>;
  /** Accepted words by the key of a choice's label, such as "linked.choices.yes". */
  readonly answers: ReadonlyMap<string, readonly string[]>;
  readonly services: ReadonlyMap<CampaignId, readonly string[]>;
  /** How services are found in free text; those without a campaign stand together under {@link noCampaign}. */
  readonly serviceNames: ServiceNames;
  readonly topics: readonly TopicWords[];
  readonly smallTalk: ReturnType<typeof compileSmallTalk>;
  readonly courtesies: ReadonlySet<string>;
  /** Folded, and with their accents. */
  readonly aroundNumber: ReadonlySet<string>;
  readonly telling: TellingWords;
  /** Gives a label as it is compared, in one language. */
  readonly labelKey: (phrase: Phrase, language: Language) => string;
}

/** A phrase by which a help topic is known. */
export interface TopicWords {
  readonly campaign: CampaignId;
  readonly topic: string;
  readonly tokens: readonly string[];
}

/** What {@link compileWords} needs to know. */
export interface WordSources {
  readonly words: ReadonlyMap<Language, Words>;
  readonly campaigns: ReadonlyMap<
    CampaignId,
    { readonly accounts: readonly AccountId[]; readonly words: readonly CampaignWords[] }
  >;
  /** The text of a label, without markup. */
  readonly label: (phrase: Phrase, language: Language) => string;
}

/** Stands for all services about which there is no campaign: no campaign's name looks like this. */
export const noCampaign: CampaignId = "?";

/** The label of the way on from a page that was read. */
const goOnKey = "ways.go-on";
const mostLabelsKept = 5_000;

/** Compiles everything that people may type. */
export function compileWords({ words, campaigns, label }: WordSources): Vocabulary {
  const all = [...words.values()];
  const courtesies = new Set(
    all.flatMap((each) => each.courtesies.flatMap(keysOf).flatMap((key) => key.split(" "))),
  );
  const setWords = compileSetWords(all);
  const commands = compileCommands(all);
  const services = new Map(
    [...campaigns].map(([id, campaign]) => [id, campaign.words.flatMap((each) => each.service)] as const),
  );
  const others = all.flatMap(({ otherServices }) => otherServices);
  return {
    languages: [...words.keys()],
    accounts: new Map(
      [...campaigns].map(([id, campaign]) => [
        id,
        compileAccountWords(
          campaign.accounts,
          campaign.words.map((each) => each.accounts),
          setWords,
        ),
      ]),
    ),
    yesNo: compileFirmWords(all),
    linked: compileLinkedWords(all),
    commands,
    wishes: compileWishes(all),
    reports: compileReports(
      all,
      [...campaigns.values()].flatMap((campaign) => campaign.words),
    ),
    bareCommands: bareCommandsOf(commands, courtesies),
    answers: new Map([
      ...compileAnswers(all),
      [goOnKey, all.flatMap((each) => each.pageRead.flatMap(keysOf))],
    ]),
    services: new Map([...services].map(([id, phrases]) => [id, phrases.flatMap(keysOf)])),
    serviceNames: compileServiceNames(new Map([...services, [noCampaign, others]]), all),
    topics: [...campaigns].flatMap(([campaign, { words: texts }]) =>
      texts.flatMap(({ topics }) =>
        Object.entries(topics).flatMap(([topic, phrases]) =>
          phrases.flatMap((phrase) => spellings(phrase).map((tokens) => ({ campaign, topic, tokens }))),
        ),
      ),
    ),
    smallTalk: compileSmallTalk(all),
    courtesies,
    aroundNumber: new Set(
      all.flatMap((each) =>
        each.aroundNumber
          .flatMap((phrase) => [phrase.toLowerCase().normalize("NFC"), ...keysOf(phrase)])
          .flatMap((key) => key.split(" ")),
      ),
    ),
    telling: compileTellingWords(words),
    labelKey: rememberKeys(label),
  };
}

/** Drops the words that change nothing about a wish. */
export function withoutCourtesies(key: string, courtesies: ReadonlySet<string>): string {
  return key
    .split(" ")
    .filter((word) => !courtesies.has(word))
    .join(" ");
}

function keysOf(phrase: string): readonly string[] {
  const apart = keyOf(phrase);
  const together = keyOf(phrase.replace(/['’]/g, ""));
  return apart === together ? [apart] : [apart, together];
}

function compileCommands(languages: readonly Words[]): ReadonlyMap<string, ConversationEvent> {
  const keyed = wishesOf(languages).flatMap(([phrase, event]) =>
    keysOf(phrase).map((key) => [key, event] as const),
  );
  // Where a phrase stands twice, the first one counts.
  return new Map([...keyed].reverse());
}

/** Reports are left out: a question about one, shorn of its courtesies, would look like a report. */
function bareCommandsOf(
  commands: ReadonlyMap<string, ConversationEvent>,
  courtesies: ReadonlySet<string>,
): ReadonlyMap<string, ConversationEvent> {
  const wishes = [...commands].filter(([, event]) => !isReport(event) && event.type !== "start");
  const shortened = wishes.map(([key, event]) => [withoutCourtesies(key, courtesies), event] as const);
  const meant = new Map(shortened);
  const isClear = ([key, event]: readonly [string, ConversationEvent]) => {
    const other = meant.get(key);
    return key !== "" && other !== undefined && isSameEvent(other, event);
  };
  const ambiguous = new Set(shortened.filter((entry) => !isClear(entry)).map(([key]) => key));
  const bare = shortened.filter(([key]) => !ambiguous.has(key));
  // A command that is nothing but such a word keeps it.
  return new Map([...bare, ...wishes.filter(([key]) => ambiguous.has(key))]);
}

function compileAnswers(languages: readonly Words[]): ReadonlyMap<string, readonly string[]> {
  const given = languages.flatMap(({ answers }) =>
    Object.entries(answers).flatMap(([question, { choices }]) =>
      Object.entries(choices).map(
        ([id, phrases]) => [`${question}.choices.${id}`, phrases.flatMap(keysOf)] as const,
      ),
    ),
  );
  const answers = new Map<string, readonly string[]>();
  for (const [key, words] of given) answers.set(key, [...(answers.get(key) ?? []), ...words]);
  return answers;
}

/** True where two events are the same in all their fields. */
export function isSameEvent(left: ConversationEvent, right: ConversationEvent): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}

/** Keeps the folded labels: the same few are compared with everything that is typed. */
function rememberKeys(label: WordSources["label"]): Vocabulary["labelKey"] {
  const kept = new Map<string, string>();
  return (phrase, language) => {
    const name = `${phrase.language ?? language} ${phrase.campaign ?? ""} ${phrase.key}${phrase.params ? JSON.stringify(phrase.params) : ""}`;
    const known = kept.get(name);
    if (known !== undefined) return known;
    const key = keyOf(label(phrase, language));
    if (kept.size >= mostLabelsKept) kept.clear();
    kept.set(name, key);
    return key;
  };
}
