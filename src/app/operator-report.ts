import type { CampaignId } from "../campaigns/schema.ts";
import type { Alert, Instant, Language, Zone } from "../conversation/vocabulary.ts";
import type { AlertTerms, ChannelState, LinkCode, StoredAlert, UnderstandingOutcome } from "../ports.ts";
import type { MonthlyCharge } from "./channel-notes.ts";

/** How everything stands, for the operator. Numbers only, never a person. */
export interface OperatorReport {
  readonly now: Instant;
  /** The day of now in the operator's zone. */
  readonly today: string;
  readonly zone: Zone;
  /** Since when this process counts what its channels do. */
  readonly since: Instant;
  readonly channels: readonly ChannelReport[];
  /** True once a proxy has named people's addresses that is not trusted: everyone counts as one address. */
  readonly isProxyIgnored: boolean;
  /** Undelivered messages, and since when the oldest of them waits. Absent if the store does not answer. */
  readonly outbox?: { readonly count: number; readonly oldest?: Instant } | undefined;
  /** How many reminders are due on each of the next days, today first; a day such as "2025-05-20". Absent if the store does not answer. */
  readonly reminders?: readonly { readonly day: string; readonly count: number }[] | undefined;
  /** The newest first. Absent if the store does not answer. */
  readonly alerts?: readonly AlertProgress[] | undefined;
  readonly facts: readonly FactsReport[];
  readonly understood: UnderstoodReport;
}

/** What typed texts came to since this process began. */
export interface UnderstoodReport {
  /** Languages in which no one has typed yet are missing. */
  readonly languages: Readonly<Record<Language, Readonly<Record<UnderstandingOutcome, number>>>>;
  /** What was answered or suggested, most first: the id of a help topic, or the type of an event. */
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
  /** What the platform charges for, in this month and the one before. Absent if there is none, or the store does not answer. */
  readonly charges?: readonly MonthlyCharge[];
  /** Present if nothing proactive is sent any more once so many messages were charged for in a month; and whether that is so now. */
  readonly monthlyCap?: { readonly count: number; readonly isReached: boolean };
}

/** How many messages a channel has taken, has not taken, and those that were given up; a failed sending is mostly tried again. */
export interface ChannelCounts {
  readonly sent: number;
  readonly failed: number;
  /** Those of the failed that the platform has put off: it was asked too often. */
  readonly rateLimited: number;
  readonly givenUp: number;
  /** Messages from people that took more than a second to be answered. */
  readonly slow: number;
}

export interface FactsReport {
  readonly campaign: CampaignId;
  readonly count: number;
  /** The day on which the one that was not looked at for the longest time was checked. */
  readonly oldest: string;
  /** How many no one has checked for 90 days. */
  readonly stale: number;
  /** How many are disputed, or only retold. */
  readonly uncertain: number;
}

/** Why an alert cannot be sent: its campaign is not on offer, or has no date ahead, or it has been sent or is under way, or nobody would get it. */
export type AlertRefusal = "unknown" | "no-date" | "told" | "nobody";

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
  /** When the last one would be told, with what waits before them. */
  readonly endsAt: Instant;
  /** The last ones would be told after the campaign's date. */
  readonly isTooLate: boolean;
}

/** An alert under way, and how far it has come. */
export interface AlertProgress extends StoredAlert {
  readonly told: number;
}

/** What the operator does with alerts, from a command or from their page. What is given is checked first. */
export interface AlertDesk {
  /** Returns what the alert would be, also for nobody, or why it cannot be sent. */
  preview(alert: unknown): Promise<AlertPreview | AlertRefusal>;
  /** Has the bot send the alert; returns why not. */
  queue(alert: unknown): Promise<AlertRefusal | undefined>;
  /** The last ten alerts and how far they have come, the newest first. */
  list(): Promise<readonly AlertProgress[]>;
  /** Pauses the alert of this id, goes on with it, or cancels it for good; false if it has ended, or there is none. */
  setState(change: unknown): Promise<boolean>;
}
