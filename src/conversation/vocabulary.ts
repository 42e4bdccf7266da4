import type { Authority, CountryCode } from "../campaigns/authorities/authorities.ts";
import type { HelpLine } from "../campaigns/help-lines/help-lines.ts";
import type { AccountId, Campaign, CampaignId } from "../campaigns/schema.ts";
import type { TextKey } from "./text-key.ts";

/** A BCP 47 tag that is also the name of a folder under `locales/`. */
export type Language = string;

declare const unit: unique symbol;

/** A number of one unit; the compiler accepts no other number in its place. */
export type Counted<Unit extends string> = number & { readonly [unit]: Unit };

/**
 * Milliseconds since 1970-01-01T00:00Z. A plain number is accepted too, as clocks and stores return
 * it; a number of another unit is not.
 */
export type Instant = number & { readonly [unit]?: "instant" };

/** An IANA time zone name, such as "Europe/Paris". */
export type Zone = string;

/** What a form or a setting is done for: an account, or a person without one. */
export type StepId = AccountId | "without-account";

/** Where a moment lies relative to a campaign's date. */
export type Phase = "before" | "last-day" | "after" | "evergreen";

/**
 * Whether the accounts of a link group are linked, as the person told. `unsure` after having looked,
 * or without a wish to.
 */
export const linkedAnswers = ["yes", "no", "unsure"] as const;
export type Linked = (typeof linkedAnswers)[number];

/** Why we speak the language that we speak, the strongest reason first. */
export const languageSources = ["chosen", "link", "words", "hint"] as const;
export type LanguageSource = (typeof languageSources)[number];

/**
 * What became of an objection. `unanswered`: nothing came within the month that the law allows;
 * `refused`: a no, or a demand for reasons.
 */
export const outcomeKinds = ["confirmed", "unanswered", "refused"] as const;

/** What a service's reply to an objection says; `automatic`: only that something has been received. */
export const saidKinds = ["accepted", "asks-more", "asks-identity", "refused", "automatic"] as const;
export type SaidKind = (typeof saidKinds)[number];
export const replyKinds = [...saidKinds, "unclear"] as const;
export type ReplyKind = (typeof replyKinds)[number];

/** What became of an objection that was sent, and when the person told it: not when it happened. */
export interface Outcome {
  readonly kind: (typeof outcomeKinds)[number];
  readonly at: Instant;
}

/** What a person follows for one campaign. `accounts` is empty for someone who has none of them. */
export interface Following {
  readonly accounts: readonly AccountId[];
  /** By the id of the link group. */
  readonly linked: Readonly<Record<string, Linked>>;
  /**
   * When each objection was sent, as the person told; null if they told no day. One missing here is to
   * do.
   */
  readonly sent: Readonly<Record<StepId, Instant | null>>;
  /** An objection missing here still waits for its confirmation, if one is to come. */
  readonly outcomes: Readonly<Record<StepId, Outcome>>;
}

/** How far a person comes, in this order: a reminder can be left out. */
export const stages = ["begun", "steps-shown", "reminder-set", "done"] as const;
export type Stage = (typeof stages)[number];

/** What counts for all pages whose name the operator does not know. */
export const otherSource = "other";

/** The page that led a person here, and how far they have come since: for counts by page alone. */
export interface Source {
  /** One of the names that the operator knows, or {@link otherSource}. */
  readonly name: string;
  readonly stage: Stage;
  /** When it is forgotten, if they have not done it before. */
  readonly until: Instant;
}

/** Where a browser takes push messages while its page is closed, and their encryption keys (RFC 8291). */
export interface PushSubscription {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

/** One private chat on one channel: all that its person has told us. */
export interface Person {
  readonly language?: Language;
  readonly languageSource?: LanguageSource;
  readonly zone?: Zone;
  /** The country where they live, as they told. */
  readonly country?: CountryCode;
  /** True after "stop": no proactive message is sent. */
  readonly stopped: boolean;
  /** Since when they want alerts: new campaigns, and changes in those they follow; absent if they do not. */
  readonly alertsSince?: Instant;
  readonly following: Readonly<Record<CampaignId, Following>>;
  /** Present if they want reminders while the page is closed; only the channel knows what to do with it. */
  readonly push?: PushSubscription;
  /** Absent if they came by no page that names itself, once they have done it, and after a week. */
  readonly source?: Source;
}

/** A message due at an instant. `slot` says what was asked for: asking twice makes one reminder. */
export interface Reminder {
  readonly campaign: CampaignId;
  readonly slot: string;
  readonly dueAt: Instant;
  /** The UID of its calendar entry: the same after a change. Absent if version 0.1 set the reminder. */
  readonly uid?: string | undefined;
}

/**
 * What became of the objections that people sent to a service in these months, of those who told it by
 * the time the last of them was closed. It never changes.
 */
export interface Experience {
  readonly campaign: CampaignId;
  /** The first month, such as "2026-05", and the last. */
  readonly from: string;
  readonly to: string;
  /**
   * By how many days after the sending half of the confirmations had been told, at most; absent if that
   * took over a month, or if too few were confirmed.
   */
  readonly halfWithin?: number;
  readonly groups: readonly OutcomeGroup[];
}

/** The people to whom the same happened, in order: confirmations by days, then all others. */
export interface OutcomeGroup {
  /** `failed`: refused or unanswered, if either are too few to stand alone. */
  readonly outcome: (typeof outcomeKinds)[number] | "failed";
  /** Of confirmations: after how many days they were told, the first and the last; without end if absent. */
  readonly days?: { readonly from: number; readonly to?: number };
  /** Rounded to five; absent if they are fewer than 20. */
  readonly people?: number;
  /** Of all who told; absent if there is a group whose people are not told. */
  readonly percent?: number;
}

/** The world as the conversation may know it for one step. */
export interface Facts {
  readonly now: Instant;
  readonly languages: readonly Language[];
  readonly defaultLanguage: Language;
  /** The languages in which no whole sentences are understood. */
  readonly withoutExamples?: readonly Language[];
  /** The zone of people who have not chosen one. */
  readonly defaultZone: Zone;
  /** In the order in which they are offered. */
  readonly campaigns: ReadonlyMap<CampaignId, Campaign>;
  /** The person's pending reminders, earliest first. */
  readonly reminders: readonly Reminder[];
  /** Everyday questions that have an answer for any service. */
  readonly generalTopics: readonly string[];
  /** The facts that those answers state. */
  readonly generalFacts: Campaign["facts"];
  /** To whom people complain, by country. */
  readonly authorities: ReadonlyMap<CountryCode, Authority>;
  /** Who helps people in trouble, by country. */
  readonly helpLines: ReadonlyMap<CountryCode, readonly HelpLine[]>;
  /** Addresses of the community, the person's own messenger first. */
  readonly community: readonly { readonly id: string; readonly url: string }[];
  /** Who answers for the data. Absent only if no one but the operator can write. */
  readonly operator?:
    | { readonly name: string; readonly contact: string; readonly privacyUrl?: string }
    | undefined;
  /** A deep link to this bot, with `{campaign}` and `{language}` to be filled in, if the channel has one. */
  readonly invitation?: string | undefined;
  readonly retentionDays: number;
  /** What became of objections, in the order of the months. */
  readonly experiences?: readonly Experience[];
  /** True if no alerts are sent on this channel. */
  readonly noAlerts?: boolean | undefined;
  /** A random number from 0 to below 1: spreads the hours of reminders that many people ask for. */
  readonly randomFraction: number;
}

/** A text to be found in `locales/` under `key`: in the campaign's own file first, if one is named. */
export interface Phrase {
  readonly key: TextKey;
  readonly campaign?: CampaignId;
  /** Only if it is not the person's own: the language question speaks every language. */
  readonly language?: Language;
  /** Only what stands before its first line break is said. */
  readonly isFirstLine?: true;
  readonly params?: Readonly<Record<string, Param>>;
  readonly layout?: Layout;
}

/**
 * How a channel that lays messages out shows a paragraph; other channels say all of them as they come.
 * "details": behind a press; "below-links": under the message's links; "deadline": as a card with the
 * days that are left.
 */
export type Layout =
  | { readonly as: "details" | "below-links" }
  | { readonly as: "deadline"; readonly daysLeft: number };

/**
 * A value inside a text. Days and instants are written out with the weekday, instants with their zone
 * too; a month is written as "2025-05".
 */
export type Param =
  | string
  | number
  | Phrase
  | { readonly list: readonly (Phrase | string)[] }
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
  /** It leads to no next step: shown as a mere link, not as a button. */
  readonly isQuiet?: true;
}

/** What a calendar file says, and when. */
export interface CalendarEntry {
  readonly reminder: Reminder;
  readonly title: Phrase;
  readonly text: Phrase;
  /** The first of them leads to what the entry is about. */
  readonly links: readonly Link[];
  /** True if the file removes the entry from the calendar. */
  readonly isCancelled?: true;
}

/** What one message holds. Paragraphs are separated by an empty line. */
export interface Saying {
  readonly text: readonly Phrase[];
  readonly links?: readonly Link[];
  /** A text that the person will want to copy. */
  readonly copy?: Phrase;
  readonly calendar?: CalendarEntry;
  /** An e-mail that is ready to be sent. */
  readonly mail?: Mail;
  readonly document?: TextFile;
}

/** An e-mail that the person may want to send. */
export interface Mail {
  readonly address: string;
  readonly subject: string;
  readonly body: Phrase;
}

/** A plain text file that holds these paragraphs. */
export interface TextFile {
  readonly name: Phrase;
  readonly text: readonly Phrase[];
}

/** The questions that are states of the machine; those that are asked beside one are not. */
export type StateQuestionId =
  | ("accounts" | "accounts-doubt" | "ask-linked" | "ask-look-up")
  | ("next" | "guide" | "which-done" | "help")
  | ("ask-later" | "which-answered" | "complain" | "complaint-country" | "complaint")
  | ("remind" | "remind-then" | "remind-quiet" | "remind-set" | "zone" | "my-reminders")
  | ("language" | "resume" | "menu" | "forget" | "reply")
  | ("service" | "which-service" | "where" | "sources" | "trouble");

/**
 * All questions: the states of the machine, that of a reminder, that of a message that may mean
 * several topics, and the grounds for a text.
 */
export type QuestionId = StateQuestionId | "reminder" | "suggestions" | "grounds";

/** A question that waits for its answer. */
export interface Question {
  readonly id: QuestionId;
  readonly campaign?: CampaignId;
  /** The campaign that the conversation is about, whether or not the question is. */
  readonly about?: CampaignId;
  readonly choices: readonly Choice[];
  /** Choices that are not shown and count all the same, such as those of another page. */
  readonly hiddenChoices?: readonly Choice[];
  /** The choices that lead out of any question, such as "back" and "menu". */
  readonly navigation: readonly Choice[];
  /** What "yes" and "no" mean in answer to a reminder that was sent meanwhile and is still unanswered. */
  readonly reminded?: Reminded;
  /** The list that the person saw last; absent if none was noted: then it is this question's own. */
  readonly shown?: ShownList | undefined;
  /** The choices of that list, if it was asked beside this question: suggestions, or grounds. */
  readonly askedBeside?: readonly Choice[];
  readonly undoable?: Undoable;
  /** The reminders that are pending, the earliest first; absent if there are none. */
  readonly reminders?: readonly Reminder[];
  /** The reminder that "it" means: the one set last, if it is pending. */
  readonly lastReminder?: Reminder;
  /** An instant of the day that a reminder is wished for, until what it needs is told. */
  readonly wishedOn?: Instant;
  /** The question to which this one returns. */
  readonly beneath?: QuestionId;
}

/** What the last message that changed something did, and the question that was open before it. */
export interface Undoable {
  readonly acts: readonly ConversationEvent[];
  /** True if nothing else was said since. */
  readonly isLast: boolean;
  readonly openQuestion?: Question;
}

/** A list of choices as it was shown, by their ids: a typed number means one of it. */
export interface ShownList {
  readonly question: QuestionId;
  readonly campaign?: CampaignId;
  readonly choices: readonly string[];
}

/**
 * A date that a person typed, read in their zone, or in the `zone` that they name with it, which is
 * theirs from then on.
 */
export type TypedDate =
  | { readonly kind: "at"; readonly at: Instant; readonly zone?: Zone }
  /** A day without an hour: the bot chooses one. */
  | { readonly kind: "day"; readonly day: string; readonly zone?: Zone }
  /** Some of the words look like a date, but could not all be read, or mean either of two days or hours. */
  | {
      readonly kind: "unclear";
      readonly zone?: Zone;
      readonly either?: readonly [string, string];
      readonly eitherAt?: readonly [Instant, Instant];
    }
  /** The zone that is named is ambiguous or unknown. */
  | { readonly kind: "unclear-zone" };

/**
 * When something was done: a day such as "2025-05-12", or an indefinite time in the past ("weeks
 * ago"), which may be before this year's round ("last year").
 */
export type PastTime = { readonly day: string } | "some-time-ago" | "long-ago";

/**
 * The everyday questions about places outside the European Economic Area; the last one is about any
 * place without a question of its own.
 */
export const placeTopics = [
  ...(["switzerland", "uk", "quebec", "canada", "united-states", "maghreb", "elsewhere"] as const),
] as const;

/** The everyday questions about each country that has one, the country's own first. */
export const topicsOfCountries: Readonly<Record<CountryCode, readonly [string, ...string[]]>> = {
  CH: ["switzerland"],
  GB: ["uk"],
  CA: ["canada", "quebec"],
  US: ["united-states"],
  MA: ["maghreb"],
  DZ: ["maghreb"],
  TN: ["maghreb"],
};

/** Returns the everyday question about a country: its own, or the one about any other place. */
export function ownTopicOf(country: CountryCode): string {
  return topicsOfCountries[country]?.[0] ?? "elsewhere";
}

/**
 * The everyday questions of people in trouble, the most urgent first: they hear what to do, and are
 * asked nothing about accounts.
 */
export const troubleTopics = [
  ...(["danger", "intimate", "hacked", "phished", "password-told", "deceased"] as const),
] as const;
export type TroubleTopic = (typeof troubleTopics)[number];

/** The trouble that an event tells of, if it tells of one. */
export function troubleIn(event: ConversationEvent): TroubleTopic | undefined {
  return event.type === "topic" ? troubleTopics.find((topic) => topic === event.topic) : undefined;
}

/** Whose an address is: a campaign's service, or the authority of a country. */
export type SiteOwner = { readonly campaign: CampaignId } | { readonly country: CountryCode };

/**
 * A page that the bot links to · another page on its owner's domains · a page elsewhere that imitates
 * one.
 */
export const ownedVerdicts = ["official", "other-page", "imitation"] as const;
export interface OwnedVerdict {
  readonly verdict: (typeof ownedVerdicts)[number];
  readonly owner: SiteOwner;
}

/**
 * What an address is: `unknown` if it is neither known nor suspicious, or if no one answers for it.
 * `shown` is its host in letters that cannot deceive.
 */
export type LinkVerdict = (OwnedVerdict | { readonly verdict: "unknown" }) & { readonly shown: string };

/** Courtesies, the most important first, and what an emoji alone says. */
export const courtesies = [
  "thanks",
  "goodbye",
  "hello",
  "ok",
  "languages",
  "upset",
  "unsure",
  "theirs",
  "emoji",
] as const;
export type Courtesy = (typeof courtesies)[number];

/** What people can ask for in their own words, at any moment, with nothing to add. */
const requests = [
  ...(["menu", "back", "change-language", "my-reminders", "my-data", "forget-me", "stop", "help"] as const),
  ...([
    "start-again",
    "go-on",
    "steps",
    "ready-text",
    "what-is-used",
    "link-broken",
    "another-service",
  ] as const),
  ...(["community", "another-zone", "change", "where", "for-a-friend", "sources", "more"] as const),
  ...(["details", "complain", "human", "proof", "alerts"] as const),
  ...(["shorter", "repeat", "step-by-step", "plain"] as const),
] as const;

/** Reports: a step was done; an objection was confirmed, not confirmed yet, or refused. */
export const reports = ["done", "confirmed", "not-confirmed", "refused"] as const;
export type ReportEvent = EventOf<(typeof reports)[number]>;

export function isReport(event: ConversationEvent): event is ReportEvent {
  return reports.some((report) => report === event.type);
}

/** True for what comes by itself: nobody has said or pressed anything. */
export function isUnasked({ type }: ConversationEvent): boolean {
  return type === "reminder-due" || type === "alert-due";
}

/** All that people can ask for or report in their own words, at any moment. */
export const commands = [
  ...requests,
  ...reports,
  ...([
    "access",
    "write",
    "grounds",
    "start",
    "later",
    "no-more",
    "no-more-alerts",
    "not-done",
    "remind",
    "move",
  ] as const),
] as const;

/**
 * Commands offered beside help topics if a message may mean them: each runs at any moment, with
 * nothing to add.
 */
export const offeredCommands = [
  ...([...reports, "not-done", "link-broken", "later", "no-more", "no-more-alerts"] as const),
  ...(["menu", "change-language", "my-reminders", "my-data", "forget-me", "stop", "help"] as const),
  ...(["start-again", "steps", "ready-text", "what-is-used", "another-service", "community"] as const),
  ...(["another-zone", "change", "where", "for-a-friend", "sources", "details", "complain"] as const),
  ...(["human", "write", "proof", "alerts", "access", "remind", "shorter", "step-by-step"] as const),
] as const;

/**
 * Grounds relating to one's particular situation (Article 21(1) GDPR) that a person can tap, in the
 * order of the buttons. The first letter of each stands for it in a button's id.
 */
export const groundIds = ["children", "work", "art", "health", "threats", "minor"] as const;
export type Ground = (typeof groundIds)[number];

/** What an alert tells: a new campaign, or what has changed in one that the person follows. */
export const news = ["new", "date", "form", "court"] as const;
export interface Alert {
  readonly campaign: CampaignId;
  readonly news: (typeof news)[number];
}

/** The answers to a reminder, however old: to one of a date, and to one that asks for a confirmation. */
export const reminderAnswers = ["done", "later", "no-more"] as const;
export const confirmationAnswers = ["confirmed", "not-confirmed", "refused", "no-more"] as const;

/** The events that "yes" and "no" mean in answer to a reminder, and its campaign. */
export interface Reminded {
  readonly campaign: CampaignId;
  readonly yes: "done" | "confirmed";
  readonly no: "later" | "not-confirmed";
}

const ofDates = ["show", "done", "no-more"] as const;

/**
 * The buttons of a reminder that comes without its links, because a messenger allows no more: the
 * first one shows them. The texts of `deadline` and `last-day` also name the last day.
 */
export const reminderTemplates = {
  date: ofDates,
  deadline: ofDates,
  "last-day": ofDates,
  confirmation: ["confirmed", "not-confirmed", "no-more"],
  alert: ["show", "no-more-alerts"],
} as const;

/** One event for each type, so that each is told apart by its type alone. */
type Each<Type extends string, Content = unknown> = Type extends string
  ? { readonly type: Type } & Content
  : never;

/** What can happen to a conversation. */
export type ConversationEvent =
  // from anywhere
  | Each<(typeof requests)[number]>
  | { readonly type: "start"; readonly campaign?: CampaignId; readonly language?: Language }
  /** Help topics and {@link offeredCommands} that may be meant, the nearest first. */
  | { readonly type: "suggest"; readonly offers: readonly string[] }
  /** None of what was suggested. */
  | { readonly type: "something-else" }
  /** Accounts that may be meant: to be asked back. */
  | { readonly type: "doubt"; readonly accounts: readonly AccountId[] }
  /**
   * An everyday question about the campaign that it names, or the current one; if it asks about a place,
   * about the country that it names.
   */
  | {
      readonly type: "topic";
      readonly topic: string;
      readonly campaign?: CampaignId;
      readonly country?: CountryCode;
      /** True if it is about no service, whichever is named beside it. */
      readonly isGeneral?: true;
      /** True if it asks what holds where the person lives, without naming that place. */
      readonly isOwn?: true;
    }
  /** Asks what a service has about the person: the service that is named, or the current one. */
  | { readonly type: "access"; readonly campaign?: CampaignId }
  /** Asks for a letter of objection, with these grounds. */
  | ({ readonly type: "write" } & Grounds)
  /** Asks for the text to copy with these grounds; for the list of grounds, if there are none. */
  | ({ readonly type: "grounds" } & Grounds)
  | Each<"no-more" | "no-more-alerts", { readonly campaign?: CampaignId }>
  /** Puts it off, to the moment that it names: no reminder is wished for yet. */
  | { readonly type: "later"; readonly campaign?: CampaignId; readonly date?: TypedDate }
  /** The accounts that it names; absent if none is named. `isNoted`: it was noted as done by mistake. */
  | { readonly type: "not-done"; readonly accounts?: readonly AccountId[]; readonly isNoted?: true }
  /** A letter was posted, or a complaint was sent, which is neither a form nor a setting. */
  | Each<"letter-sent" | "complaint-sent">
  /** The person will do nothing for this service. */
  | { readonly type: "leave-out"; readonly campaign: CampaignId }
  | Each<
      (typeof reports)[number],
      {
        readonly campaign?: CampaignId;
        /** Those that it names; absent if none is named. */
        readonly accounts?: readonly AccountId[];
        /** When it was done; absent if nothing is said about it. */
        readonly when?: PastTime;
        /** True if it is not said of another account: one objection did not do for both. */
        readonly isApart?: true;
        /** True if the same message tells what came of it, or of another objection. */
        readonly isAnswered?: true;
        /** True if the same message changes a reminder. */
        readonly keepsReminders?: true;
      }
    >
  /** Said without asking for anything. */
  | { readonly type: "courtesy"; readonly courtesy: Courtesy }
  | { readonly type: "reminder-due"; readonly reminder: Reminder }
  | { readonly type: "alert-due"; readonly alert: Alert }
  | Each<"not-understood" | "past-button" | "only-text">
  /** Undoes the last message that changed something. */
  | { readonly type: "undo" }
  // answers
  | { readonly type: "language"; readonly language: Language }
  /** `others`: those that are wanted after it. */
  | ({
      readonly type: "service";
      readonly campaign: CampaignId;
      readonly others?: readonly CampaignId[];
    } & Partial<StatedAccounts>)
  | ({ readonly type: "accounts" } & StatedAccounts)
  | { readonly type: "tick"; readonly account: AccountId }
  | Each<"ticked" | "yes" | "no" | "another-country">
  | { readonly type: "linked"; readonly linked: Linked | "unknown"; readonly date?: TypedDate }
  | { readonly type: "sent"; readonly steps: readonly StepId[] }
  | { readonly type: "remind"; readonly date?: TypedDate; readonly campaign?: CampaignId }
  /** `reminder`: the one that is meant, if there are several. */
  | { readonly type: "move"; readonly date: TypedDate; readonly reminder?: Reminder }
  | { readonly type: "slot"; readonly slot: string; readonly at: Instant }
  | { readonly type: "date"; readonly date: TypedDate }
  | { readonly type: "zone"; readonly zone: Zone }
  | { readonly type: "country"; readonly country: CountryCode }
  | { readonly type: "cancel-reminder"; readonly reminder: Reminder }
  // services and links
  | { readonly type: "services"; readonly campaigns: readonly CampaignId[] }
  | { readonly type: "unknown-service" }
  /** The person has pasted what a service answered. */
  | { readonly type: "reply"; readonly kind: ReplyKind }
  | { readonly type: "link"; readonly judged: LinkVerdict };

/** The grounds that were chosen for a text. They stand in its buttons' ids, and are kept nowhere. */
export interface Grounds {
  readonly grounds?: readonly Ground[];
  /** The service that the text is for; absent if it is the current one. */
  readonly campaign?: CampaignId;
  /** True if the text is to be in English, whatever the person speaks. */
  readonly inEnglish?: boolean;
}

/**
 * A service that a message names in passing: the campaigns that the name may mean (none if unknown),
 * and the name as it was typed.
 */
export interface Mention {
  readonly campaigns: readonly CampaignId[];
  readonly typed: string;
}

/** The events of one message: at least one. */
export type Events = readonly [ConversationEvent, ...ConversationEvent[]];

/** What a message may be about, each with what is offered then: topics and {@link offeredCommands}. */
const themes: Readonly<Record<string, readonly string[]>> = {
  "theme-date": ["deadline", "remind", "my-reminders"],
  "theme-accounts": ["account-effect", "account-deleted", "someone-else"],
  "theme-form": ["link-broken", "not-logged-in", "no-confirmation"],
  "theme-privacy": ["what-is-used", "private-messages", "bot-data"],
};
export const themeOffers: readonly string[] = Object.keys(themes);

/** Returns the event of an offer: the id of a theme, of an offered command, or of a help topic. */
export function offeredEvent(offer: string): ConversationEvent {
  const offers = themes[offer];
  if (offers !== undefined) return { type: "suggest", offers };
  const type = offeredCommands.find((command) => command === offer);
  return type === undefined ? { type: "topic", topic: offer } : ({ type } as ConversationEvent);
}

/** The accounts that a person tells and, if the same message says so, whether they are linked. */
export interface StatedAccounts {
  readonly accounts: readonly AccountId[];
  readonly linked?: EventOf<"linked">["linked"];
  /** True if they are told in addition to those told before. */
  readonly isMore?: boolean;
  /**
   * True if they follow from a report, or were asked back and not denied: the bot then names them, and
   * says which others may be told.
   */
  readonly isInferred?: boolean;
  /** When to be reminded, told along with them. */
  readonly date?: TypedDate;
}

/** The event of a type; of several types, one of them. */
export type EventOf<Type extends ConversationEvent["type"]> = Extract<
  ConversationEvent,
  { readonly type: Type }
>;

/** What is to be done after a step. Decided here, done by `app/`. */
export type Effect =
  | { readonly type: "say"; readonly saying: Saying }
  | { readonly type: "ask"; readonly question: Question; readonly saying: Saying }
  | { readonly type: "set-reminder"; readonly reminder: Reminder }
  | { readonly type: "cancel-reminders"; readonly campaign?: CampaignId; readonly slot?: string }
  /** Ends the push messages: nothing reaches the person any more while their page is closed. */
  | { readonly type: "unsubscribe" }
  /** Ends the alerts, even one that is on its way. */
  | { readonly type: "drop-alerts" }
  /** The person wants alerts: a page may offer push messages for when it is closed. */
  | { readonly type: "offer-push" }
  | { readonly type: "erase-person" };
