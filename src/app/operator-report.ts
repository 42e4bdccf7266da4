import type { CampaignId } from "../campaigns/schema.ts";
import type { Alert, Instant, Language, Zone } from "../conversation/vocabulary.ts";
import type {
  AlertTerms,
  ChannelState,
  countedEvents,
  LinkCode,
  StoredAlert,
  UnderstandingOutcome,
} from "../ports.ts";
import type { MonthlyCharge } from "./charges.ts";
import type { SourcePeriod } from "./publish-sources.ts";

/** The state of the bot, for the operator. Numbers only, never a person. */
export interface OperatorReport {
  readonly now: Instant;
  /** Today in the operator's zone. */
  readonly today: string;
  readonly zone: Zone;
  /** Since when this process counts. */
  readonly since: Instant;
  readonly channels: readonly ChannelReport[];
  /** True once a proxy that is not trusted has sent people's addresses: everyone counts as one address. */
  readonly isProxyIgnored: boolean;
  /** Undelivered messages, and since when the oldest of them waits. Absent if the store does not answer. */
  readonly outbox?: { readonly count: number; readonly oldest?: Instant } | undefined;
  /**
   * How many reminders are due on each of the next days, today first; a day such as "2025-05-20". Absent
   * if the store does not answer.
   */
  readonly reminders?: readonly { readonly day: string; readonly count: number }[] | undefined;
  /** The newest first. Absent if the store does not answer. */
  readonly alerts?: readonly AlertProgress[] | undefined;
  readonly facts: readonly FactsReport[];
  readonly understood: UnderstoodReport;
  /** Absent if the store does not answer. */
  readonly week?: readonly WeekCount[] | undefined;
  /** How far people came by the page that led them here. Absent if the store does not answer. */
  readonly sources?: readonly SourcePeriod[] | undefined;
  /** The pages that the operator has named in the settings; absent without a chat in the browser. */
  readonly knownSources?: readonly string[] | undefined;
}

/** How often something was counted in the last seven whole days, and in the seven before. */
export interface WeekCount {
  readonly what: (typeof countedEvents)[number];
  readonly count: number;
  readonly before: number;
}

/** How typed texts were understood since this process began. */
export interface UnderstoodReport {
  /** A language is missing until a person has typed in it. */
  readonly languages: Readonly<Record<Language, Readonly<Record<UnderstandingOutcome, number>>>>;
  /** What was answered or suggested, most often first: the id of a help topic, or the type of an event. */
  readonly topics: readonly { readonly topic: string; readonly count: number }[];
}

export interface ChannelReport extends Partial<ChannelState> {
  readonly name: string;
  readonly ready: boolean;
  readonly linkCode?: LinkCode | undefined;
  /** A link that opens the bot, with `{campaign}` and `{language}` to be filled in. */
  readonly invitation?: string | undefined;
  /** Since this process began. */
  readonly counts: ChannelCounts;
  /** Reminders whose time is past; absent if the store does not answer. */
  readonly lateReminders?: number;
  /**
   * The platform's charges in this month and the one before. Absent if there are none, or if the store
   * does not answer.
   */
  readonly charges?: readonly MonthlyCharge[];
  /** The monthly cap of charged messages, after which nothing proactive is sent; absent if there is none. */
  readonly monthlyCap?: { readonly count: number; readonly isReached: boolean };
}

/**
 * How many messages a channel has taken, has not taken, and were given up. A failed one is mostly
 * retried.
 */
export interface ChannelCounts {
  readonly sent: number;
  readonly failed: number;
  /** The failed ones that the platform has postponed because it was asked too often. */
  readonly rateLimited: number;
  readonly givenUp: number;
  /** Messages from people that took more than a second to be answered. */
  readonly slow: number;
}

export interface FactsReport {
  readonly campaign: CampaignId;
  readonly count: number;
  /** The day of the oldest check of a fact. */
  readonly oldest: string;
  /** How many were not checked for 90 days. */
  readonly stale: number;
  /** How many are disputed, or only retold. */
  readonly uncertain: number;
}

/** What an alert would be, before it is sent. */
export interface AlertPreview extends Alert {
  /** What each channel shows, in each language. */
  readonly texts: readonly { readonly channel: string; readonly language: Language; readonly text: string }[];
  readonly channels: readonly AlertForecast[];
}

/** What an alert would be on one channel. */
export interface AlertForecast extends Partial<AlertTerms> {
  readonly name: string;
  readonly people: number;
  /** When the last person would get it, including what waits before them. */
  readonly endsAt: Instant;
  /** True if the last people would get it after the campaign's date. */
  readonly isTooLate: boolean;
}

/** An alert under way, and how far it has come. */
export interface AlertProgress extends StoredAlert {
  /** How many have it in the outbox, were sent it, or want none any more. */
  readonly handled: number;
}
