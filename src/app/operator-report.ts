import type { CampaignId } from "../campaigns/schema.ts";
import type { Instant, Language, Zone } from "../conversation/vocabulary.ts";
import type { ChannelState, LinkCode, UnderstandingOutcome } from "./ports.ts";

/** How everything stands, for the operator. Numbers only, never a person. */
export interface OperatorReport {
  readonly now: Instant;
  /** The operator's. */
  readonly zone: Zone;
  /** Since when this process counts what its channels do. */
  readonly since: Instant;
  readonly channels: readonly ChannelReport[];
  /** True once a proxy has named people's addresses that is not trusted: everyone counts as one address. */
  readonly isProxyIgnored: boolean;
  /** Absent until everyone has been counted once. */
  readonly usage?: Usage;
  /** Undelivered messages, and since when the oldest of them waits. Absent if the store does not answer. */
  readonly outbox?: { readonly count: number; readonly oldest?: Instant };
  /** How many reminders are due on each of the next days, today first; a day such as "2025-05-20". Absent if the store does not answer. */
  readonly reminders?: readonly { readonly day: string; readonly count: number }[];
  readonly facts: readonly FactsReport[];
  readonly understood: UnderstoodReport;
}

/** What typed texts came to since this process began. */
export interface UnderstoodReport {
  /** Languages in which no one has typed yet are missing. */
  readonly languages: Readonly<Record<Language, Readonly<Record<UnderstandingOutcome, number>>>>;
  /** The ten most asked, most first: answered or suggested. The id of a help topic, or the type of an event. */
  readonly topics: readonly { readonly topic: string; readonly count: number }[];
}

export interface ChannelReport extends Partial<ChannelState> {
  readonly name: string;
  readonly ready: boolean;
  readonly linkCode?: LinkCode;
  /** Messages since this process began; a failed sending is mostly tried again. */
  readonly counts: { readonly sent: number; readonly failed: number; readonly givenUp: number };
  /** Reminders whose time is past; absent if the store does not answer. */
  readonly lateReminders?: number;
}

/** How many people there are, by what they have told us. */
export interface Usage {
  readonly at: Instant;
  readonly people: number;
  /** How far they have come; each step counts those of the next one too. */
  readonly reached: Readonly<Record<"language" | "accounts" | "steps" | "sent" | "confirmed", number>>;
  /** Those whose language is not known yet are missing. */
  readonly languages: Readonly<Record<Language, number>>;
  /** Objections, one for each account. */
  readonly objections: readonly {
    readonly campaign: CampaignId;
    readonly sent: number;
    readonly confirmed: number;
  }[];
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
