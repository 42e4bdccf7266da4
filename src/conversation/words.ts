import type { AccountId } from "../campaigns/schema.ts";
import type { ConversationEvent, Courtesy, Language } from "./vocabulary.ts";

/** The events that are nothing but a wish, and can be typed at any moment. */
export type Command = Extract<
  ConversationEvent["type"],
  | "start"
  | "menu"
  | "back"
  | "change-language"
  | "my-reminders"
  | "my-data"
  | "forget-me"
  | "stop"
  | "help"
  | "start-again"
  | "go-on"
  | "done"
  | "later"
  | "no-more"
  | "steps"
  | "remind"
  | "ready-text"
  | "what-is-used"
  | "link-broken"
  | "another-service"
  | "community"
  | "another-zone"
  | "change"
  | "where"
  | "for-a-friend"
  | "sources"
  | "more"
  | "confirmed"
  | "not-confirmed"
  | "refused"
  | "complain"
  | "human"
>;

/** The kinds of words from which sets of accounts are read. */
export type SetWord =
  | "all"
  | "yes"
  /** A no that also denies what follows it at once: "no Facebook". */
  | "no"
  /** A no that stands for itself: "non". */
  | "refusal"
  | "none"
  | "not"
  /** A denial before an account; alone, a way of not knowing. */
  | "notOrUnknown"
  | "nor"
  | "only"
  | "either"
  | "except"
  /** All and except in one. */
  | "allBut"
  | "or"
  | "and"
  | "but"
  | "have"
  | "now"
  | "me"
  /** Other people, whose accounts are not meant. */
  | "others"
  | "past"
  /** What says that something was there and is no more. */
  | "gone"
  /** Gone in one language, "and" in another: "plus". */
  | "goneOrAnd"
  /** What says that an account is there without being used. */
  | "unused"
  /** What takes back what was said before: "no wait", "I meant". */
  | "corrects"
  /** What takes back what was said before only where something else follows: "sorry". */
  | "sorry"
  /** What leaves open whether there is more: "mostly". */
  | "mainly"
  | "unsure"
  /** What makes a question or a condition of a sentence. */
  | "asks"
  /** Services that are none of the accounts. */
  | "elsewhere"
  /** What stands for an account without naming one. */
  | "things"
  /** Words after which purposes and circumstances follow. */
  | "tail"
  /** Words that change nothing. */
  | "small";

/** What people may type in one language: `locales/<language>/words.json`. */
export interface Words {
  readonly commands: Readonly<Partial<Record<Command, readonly string[]>>>;
  /** An emoji needs no words. */
  readonly smallTalk: Readonly<Record<Exclude<Courtesy, "emoji">, readonly string[]>>;
  readonly yes: readonly string[];
  readonly no: readonly string[];
  readonly unknown: readonly string[];
  /** Words that make no difference around a yes or a no. */
  readonly aroundYesNo: readonly string[];
  /** What says that accounts are linked, or that they are not. */
  readonly linked: { readonly yes: readonly string[]; readonly no: readonly string[] };
  readonly sets: Readonly<Record<SetWord, readonly string[]>> & {
    /** By their number: "both" stands under "2". */
    readonly allOf: Readonly<Record<string, readonly string[]>>;
  };
  /** Words that mean a choice besides its label: question, "choices", the choice's id. */
  readonly answers: Readonly<
    Record<string, { readonly choices: Readonly<Record<string, readonly string[]>> }>
  >;
  /** Names of services about which there is no campaign, so that one can say so. */
  readonly otherServices: readonly string[];
  /** The names of languages, as this language has them. */
  readonly languages: Readonly<Record<Language, readonly string[]>>;
  /** What says that a page was read, and that one may go on: "thanks". */
  readonly pageRead: readonly string[];
  /** What may stand around the report that something is done. */
  readonly aroundDone: readonly string[];
  /** What may stand around the number of a choice. */
  readonly aroundNumber: readonly string[];
  /** Courtesies and ways of asking, which change nothing about a wish. */
  readonly courtesies: readonly string[];
  /** Words by which one knows this language at once. */
  readonly telling: readonly string[];
}

/** What people may type in one language for one campaign: from `locales/<language>/campaigns/<id>.json`. */
export interface CampaignWords {
  readonly accounts: Readonly<Record<AccountId, readonly string[]>>;
  readonly service: readonly string[];
  /** By help topic. */
  readonly topics: Readonly<Record<string, readonly string[]>>;
}
