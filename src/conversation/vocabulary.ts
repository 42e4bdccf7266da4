import type { Authority, CountryCode } from "../campaigns/authorities/authorities-schema.ts";
import type { AccountId, Campaign, CampaignId } from "../campaigns/schema.ts";
import type { TextKey } from "./text-key.ts";

/** A BCP 47 tag that is also the name of a folder under `locales/`. */
export type Language = string;

/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = number;

/** An IANA time zone name, such as "Europe/Paris". */
export type Zone = string;

/** What a form or a setting is done for: an account, or nobody's account at all. */
export type StepId = AccountId | "without-account";

/** Where now stands to a campaign's date. */
export type Phase = "before" | "last-day" | "after" | "evergreen";

/** Whether the accounts of a link group are linked, as the person told. `unsure` after having looked. */
export type Linked = "yes" | "no" | "unsure";

/** Why we speak the language that we speak, the strongest reason first. */
export type LanguageSource = "chosen" | "link" | "words" | "hint";

/** What became of an objection that was sent, and when the person told it. */
export interface Outcome {
  /** `unanswered`: nothing came within the month that the law gives; `refused`: a no, or a demand for reasons. */
  readonly kind: "confirmed" | "unanswered" | "refused";
  readonly at: Instant;
}

/** What a person follows for one campaign. `accounts` is empty for someone who has none of them. */
export interface Following {
  readonly accounts: readonly AccountId[];
  /** By the id of the link group. */
  readonly linked: Readonly<Record<string, Linked>>;
  /** When each objection was sent, as the person told. What is missing here is still to do. */
  readonly sent: Readonly<Record<StepId, Instant>>;
  /** What is missing here still waits for its confirmation, where one is to come. */
  readonly outcomes: Readonly<Record<StepId, Outcome>>;
}

/** One private chat on one channel: all that its person has told us. */
export interface Person {
  readonly language?: Language;
  readonly languageSource?: LanguageSource;
  readonly zone?: Zone;
  /** Where they live, as they told when they wanted to complain. */
  readonly country?: CountryCode;
  /** True after "stop": nothing unprompted goes out. */
  readonly stopped: boolean;
  readonly following: Readonly<Record<CampaignId, Following>>;
}

/** A message due at an instant. `slot` says what was asked for, so that asking twice makes one reminder. */
export interface Reminder {
  readonly campaign: CampaignId;
  readonly slot: string;
  readonly dueAt: Instant;
}

/** The world as the conversation may know it for one step. */
export interface Facts {
  readonly now: Instant;
  readonly languages: readonly Language[];
  readonly defaultLanguage: Language;
  /** The zone of people who have not chosen one. */
  readonly defaultZone: Zone;
  /** In the order in which they are offered. */
  readonly campaigns: ReadonlyMap<CampaignId, Campaign>;
  /** The person's pending reminders, earliest first. */
  readonly reminders: readonly Reminder[];
  /** Everyday questions that have an answer for any service. */
  readonly generalTopics: readonly string[];
  /** To whom people complain, by country. */
  readonly authorities: ReadonlyMap<CountryCode, Authority>;
  /** Addresses of the community, the person's own messenger first. */
  readonly community: readonly { readonly id: string; readonly url: string }[];
  /** Who answers for the data. Absent only where nobody but the operator can write. */
  readonly operator?:
    | { readonly name: string; readonly contact: string; readonly privacyUrl?: string }
    | undefined;
  /** A deep link to this bot, with `{campaign}` and `{language}` to be filled in, where the channel has one. */
  readonly invitation?: string | undefined;
  readonly retentionDays: number;
  /** From 0 to below 1: spreads the hour of reminders that many people ask for. */
  readonly spread: number;
  /** Absent where few have asked. */
  readonly crowding?: Crowding | undefined;
}

/** How much of what can be sent in the hour that holds an instant is promised already: from 0 to 1, and over it where too much is. */
export type Crowding = (at: Instant) => number;

/** A text to be found in `locales/` under `key`: in the campaign's own file first, where one is named. */
export interface Phrase {
  readonly key: TextKey;
  readonly campaign?: CampaignId;
  /** Only where it is not the person's own: the language question speaks every language. */
  readonly language?: Language;
  readonly params?: Readonly<Record<string, Param>>;
}

/** A value inside a text. Days and instants are written out, with weekday; instants with their zone too; a month is such as "2025-05". */
export type Param =
  | string
  | number
  | Phrase
  | { readonly list: readonly Phrase[] }
  | { readonly day: string }
  | { readonly month: string }
  /** A zone as people call it, such as "Paris time". */
  | { readonly timeIn: Zone }
  | { readonly country: CountryCode }
  | { readonly dayOf: Instant; readonly zone: Zone }
  | { readonly instant: Instant; readonly zone: Zone };

/** One answer that a question offers: tapped, or typed as its number, its label or words that mean it. */
export interface Choice {
  /** Unique within its question; at most 27 bytes. */
  readonly id: string;
  readonly label: Phrase;
  readonly event: ConversationEvent;
}

/** A button that opens a page. */
export interface Link {
  readonly label: Phrase;
  readonly url: string;
}

/** What a calendar file says, and when. */
export interface CalendarEntry {
  readonly reminder: Reminder;
  readonly title: Phrase;
  readonly text: Phrase;
}

/** What one message holds. Paragraphs are separated by an empty line. */
export interface Saying {
  readonly text: readonly Phrase[];
  readonly links?: readonly Link[];
  /** A text that the person will want to copy. */
  readonly copy?: Phrase;
  readonly calendar?: CalendarEntry;
}

/** The questions; each is a state of the machine, which names it in its `meta`. */
export type QuestionId =
  | "language"
  | "service"
  | "accounts"
  | "accounts-doubt"
  | "linked"
  | "linked-look"
  | "next"
  | "which-done"
  | "ask-later"
  | "which-answered"
  | "complain"
  | "complaint-country"
  | "complaint"
  | "remind"
  | "remind-quiet"
  | "remind-set"
  | "zone"
  | "menu"
  | "resume"
  | "help"
  | "my-reminders"
  | "forget"
  | "which-service"
  | "where"
  | "sources"
  /** Asked by a reminder, or when a message may mean several topics: no state of the machine, so they never disturb the question that is open. */
  | "reminder"
  | "suggestions";

/** A question that waits for its answer. */
export interface Question {
  readonly id: QuestionId;
  readonly campaign?: CampaignId;
  /** The campaign that the conversation is about, whether or not the question is. */
  readonly about?: CampaignId;
  readonly choices: readonly Choice[];
  /** Answers that are not shown and count all the same, such as those of another page. */
  readonly unseen?: readonly Choice[];
  /** Ways out that every question has, such as "back" and "menu". */
  readonly ways: readonly Choice[];
  /** True where several choices may be given at once ("1 3"). */
  readonly several: boolean;
}

/** A date that a person typed, read in their zone. */
export type TypedDate =
  | { readonly kind: "at"; readonly at: Instant }
  /** A day without an hour: ours to choose. */
  | { readonly kind: "day"; readonly day: string }
  /** Some words look like a date and were not all understood. */
  | { readonly kind: "unclear" };

/** Whose an address is: a campaign's service, or the authority of a country. */
export type SiteOwner = { readonly campaign: CampaignId } | { readonly country: CountryCode };

/** A page that the bot gives · another page on its owner's domains · on none of them, but looks like one. */
export interface OwnedVerdict {
  readonly verdict: "official" | "other-page" | "imitation";
  readonly owner: SiteOwner;
}

/** What an address is; unknown if it is neither known nor suspicious, or if nobody answers for it. `shown` is its host in letters that cannot deceive. */
export type LinkVerdict = (OwnedVerdict | { readonly verdict: "unknown" }) & { readonly shown: string };

/** What people say out of kindness, and what an emoji alone says. */
export type Courtesy = "thanks" | "ok" | "hello" | "goodbye" | "emoji";

/** What can happen to a conversation. */
export type ConversationEvent =
  // from anywhere
  | { readonly type: "start"; readonly campaign?: CampaignId; readonly language?: Language }
  | { readonly type: "menu" | "back" | "change-language" | "my-reminders" | "my-data" | "forget-me" }
  | { readonly type: "stop" | "help" | "start-again" | "go-on" }
  /** Help topics that may be meant, the nearest first. */
  | { readonly type: "suggest"; readonly topics: readonly string[] }
  /** None of what was suggested. */
  | { readonly type: "something-else" }
  /** Accounts that may be meant: to be asked back. */
  | { readonly type: "doubt"; readonly accounts: readonly AccountId[] }
  /** An everyday question, about the campaign that it names or the one that we speak of. */
  | { readonly type: "topic"; readonly topic: string; readonly campaign?: CampaignId }
  | { readonly type: "later" | "no-more"; readonly campaign?: CampaignId }
  | {
      readonly type: "done";
      readonly campaign?: CampaignId;
      /** Those that it names; absent where none is named. */
      readonly accounts?: readonly AccountId[];
    }
  /** What has become of an objection: its confirmation has come, or not yet, or it was refused. */
  | {
      readonly type: "confirmed" | "not-confirmed" | "refused";
      readonly campaign?: CampaignId;
      /** Those that it names; absent where none is named. */
      readonly accounts?: readonly AccountId[];
    }
  | { readonly type: "complain" }
  /** Said without asking for anything. */
  | { readonly type: "courtesy"; readonly courtesy: Courtesy }
  /** A wish to speak with a human being. */
  | { readonly type: "human" }
  | { readonly type: "reminder-due"; readonly reminder: Reminder }
  | { readonly type: "not-understood" | "past-button" | "only-text" | "too-long" }
  // answers
  | { readonly type: "language"; readonly language: Language }
  | { readonly type: "service"; readonly campaign: CampaignId }
  | { readonly type: "accounts"; readonly accounts: readonly AccountId[] }
  | { readonly type: "tick"; readonly account: AccountId }
  | { readonly type: "ticked" }
  | { readonly type: "linked"; readonly linked: "yes" | "no" | "unknown" }
  | { readonly type: "sent"; readonly steps: readonly StepId[] }
  | { readonly type: "steps" | "ready-text" | "what-is-used" | "link-broken" }
  | { readonly type: "remind"; readonly date?: TypedDate }
  | { readonly type: "another-service" | "community" }
  | { readonly type: "slot"; readonly slot: string; readonly at: Instant }
  | { readonly type: "date"; readonly date: TypedDate }
  | { readonly type: "zone"; readonly zone: Zone }
  | { readonly type: "country"; readonly country: CountryCode }
  | { readonly type: "another-zone" | "another-country" | "change" | "yes" | "no" }
  | { readonly type: "cancel-reminder"; readonly reminder: Reminder }
  // services, links and sources
  | { readonly type: "services"; readonly campaigns: readonly CampaignId[] }
  | { readonly type: "unknown-service" | "where" | "for-a-friend" | "sources" | "more" }
  | { readonly type: "link"; readonly judged: LinkVerdict };

/** What is to be done after a step. Decided here, done by `app/`. */
export type Effect =
  | { readonly type: "say"; readonly saying: Saying }
  | { readonly type: "ask"; readonly question: Question; readonly saying: Saying }
  | { readonly type: "set-reminder"; readonly reminder: Reminder }
  | { readonly type: "cancel-reminders"; readonly campaign?: CampaignId; readonly slot?: string }
  | { readonly type: "erase-person" };
