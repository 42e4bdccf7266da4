import type { CampaignId } from "../campaigns/schema.ts";
import type { Memory } from "../conversation/memory.ts";
import type { SavedState } from "../conversation/saved.ts";
import type {
  Alert,
  CalendarEntry,
  Instant,
  Language,
  Person,
  Phrase,
  PushSubscription,
  Reminder,
  reminderTemplates,
  Zone,
} from "../conversation/vocabulary.ts";
import { OperatorError } from "../operator-error.ts";
import type { CountryWords, ZoneWords } from "../understanding/entities/find-places.ts";
import type { DateWords } from "../understanding/entities/read-date-words.ts";
import type { IntentModel } from "../understanding/intents/intent-model.ts";
import type { CampaignNames, Sentences } from "../understanding/sentences.ts";

/** Names one private chat: the channel's name, a colon, the channel's own id of the chat. */
export type ConversationId = `${string}:${string}`;

/** Returns the name of the channel on which the conversation is. */
export function channelNameOf(id: ConversationId): string {
  return id.slice(0, id.indexOf(":"));
}

/** A piece of text as every channel can show it. Channels escape `text` themselves. */
export type Span =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "bold"; readonly text: string }
  /** A moment, written out in `text` for this zone; a channel may show it in the reader's own as well. */
  | { readonly type: "instant"; readonly at: Instant; readonly text: string; readonly zone?: Zone };

export type RichText = readonly Span[];

/** What can be pressed. `id` is at most 64 bytes and comes back as `tapped`. */
export interface Button {
  readonly id: string;
  readonly label: string;
  /** A label of at most 24 characters, if the label is longer. */
  readonly short?: string;
  /** Pressed again, it takes its answer back: several of them may be chosen together. */
  readonly ticks?: true;
}

/** One message to a person, rendered in their language, not yet in a channel's form. */
export interface OutgoingMessage {
  /** Nothing if the message is sent as its template. */
  readonly text: RichText;
  /** The answers of a question, numbered from 1 where a channel has no buttons. */
  readonly choices?: readonly Button[] | undefined;
  /** Its choices count however old they are: those of a reminder, and of topics that may be meant. */
  readonly isLasting?: true | undefined;
  /** Ways out of a question ("back", "menu"): smaller, and without a number. */
  readonly navigation?: readonly Button[] | undefined;
  readonly links?: readonly { readonly label: string; readonly url: string }[] | undefined;
  /** A text to be copied: behind a button where a channel has one, else as a block of its own. */
  readonly copy?: { readonly label: string; readonly text: string } | undefined;
  /** Opens an e-mail that is ready to be sent, where a channel can; what it holds stands in `text` and `copy` too. */
  readonly mail?: { readonly label: string; readonly url: string } | undefined;
  readonly file?: OutgoingFile | undefined;
  /** Present if it is a reminder: for a channel on which only a template may be sent to someone who has not written for long. */
  readonly reminder?:
    | {
        readonly kind: keyof typeof reminderTemplates;
        /** The service's name. */
        readonly service: string;
        /** The ids of the template's buttons. */
        readonly taps: readonly string[];
        /** The last day on which what it reminds of can be done; absent if there is none. */
        readonly lastDay?: {
          /** Such as "Monday 26 May". */
          readonly name: string;
          readonly endsAt: Instant;
        };
        /** From then on it is no longer worth sending, or no longer true. */
        readonly goodUntil?: Instant;
      }
    | undefined;
  /** The language that the message is in. */
  readonly language?: Language;
  /** The person has been erased: a channel that keeps messages forgets all of this chat. */
  readonly farewell?: true;
  /** It is not the first message of its answer: once the first one is sent, it is sent as well. */
  readonly follows?: true;
  /** The person wants nothing more while the page is closed: it gives back the permission to push. */
  readonly unsubscribed?: true;
  /** The person has asked to be written to: a page may offer to do so while it is closed. */
  readonly offersPush?: true;
}

/** A file to be kept. */
export interface OutgoingFile {
  readonly name: string;
  readonly mimeType: string;
  readonly content: string;
  /** Does on a website what the file is for, where a channel has buttons that open one. */
  readonly online?: { readonly label: string; readonly url: string };
}

/** Someone speaks to the bot where others read along. Nothing of it is stored. */
export interface GroupCall {
  /** What was said besides the bot's name. */
  readonly words: string;
  readonly languageHint?: string | undefined;
}

/** All that a group is told: that people are helped in private, with a button that leads there. */
export interface GroupAnswer {
  readonly text: RichText;
  readonly label: string;
  /** What the deep link carries. */
  readonly start: string;
}

/** One message from a person. Exactly one of `text`, `tapped` and `unreadable` is there. */
export interface IncomingMessage {
  /** The channel's own id of this delivery: the same when the channel delivers it again. */
  readonly id: string;
  readonly conversationId: ConversationId;
  readonly text?: string;
  /** The id of the button that was pressed. */
  readonly tapped?: string;
  /** A voice note, a picture, a sticker: something that is not text. */
  readonly unreadable?: true;
  /** The person asks for the part of a message for which the channel had no room: this, and nothing else, is answered. */
  readonly rest?: OutgoingMessage;
  /** Too old to be answered: it is only noted as dealt with. */
  readonly isLate?: true;
  /** The language of the person's app, if the channel tells. */
  readonly languageHint?: string | undefined;
  /** The time zone of the person's device, if the channel tells: theirs until they choose another. */
  readonly zoneHint?: Zone | undefined;
}

/**
 * What became of an incoming message. `past`: a button of a question that is no longer open; `too-many`: its person writes faster
 * than can be read, and was told so; `too-late`: it came so late that it is not answered; `said-before`: its answer is the last thing in
 * the chat already, and is not said again.
 */
export type Receipt = "answered" | "said-before" | "past" | "repeated" | "too-many" | "too-late";

/** Where a channel hands over what came in. Each promise resolves after the commit. */
export interface Inbox {
  receive(message: IncomingMessage): Promise<Receipt>;
  /**
   * The person blocked the bot or the account is gone: their reminders and undelivered messages end. Whoever has written since `asOf`
   * (absent: now) is back, and loses nothing.
   */
  gone(conversationId: ConversationId, asOf?: Instant): Promise<void>;
  /** The person has told the platform that they want no marketing: their alerts end. What they have asked for stays. */
  noAlerts(conversationId: ConversationId): Promise<void>;
  /** No one can come back to this chat: all that is known of it is erased. */
  erase(conversationId: ConversationId): Promise<void>;
  /** The chat has a new id: all that is known of it moves along. */
  moved(from: ConversationId, to: ConversationId): Promise<void>;
  /** A reminder that the platform took was not delivered: it is sent again as this message, once for each `key`. */
  resend(key: string, conversationId: ConversationId, message: OutgoingMessage): Promise<void>;
  /** Reminders go to this subscription as well while the page is closed; without one, no more. False if the person is not known. */
  subscribe(conversationId: ConversationId, push: PushSubscription | undefined): Promise<boolean>;
  /** Someone looks into this chat now: what waits for them is sent. Returns at once. */
  here(conversationId: ConversationId): void;
}

/** How a channel is, for whoever runs it. Holds nothing of people, and no secret. */
export interface ChannelState {
  /** Whether messages come and go, here or on the process that is on the channel. */
  readonly ready: boolean;
  /** Another process is on the channel, and this one would take over. */
  readonly standsBy?: true;
  /** Since when that is so. */
  readonly since: Instant;
  /** Why messages do not come and go here, as the name of a text of the operator's page. The log says more. */
  readonly trouble?: string | undefined;
  /** Absent if the channel refuses no one. */
  readonly refused?: Refusals;
  /** The templates that the channel needs; absent until the platform has told of them. */
  readonly templates?: readonly TemplateState[] | undefined;
}

/** How a template of messages stands with the platform. */
export interface TemplateState {
  readonly name: string;
  readonly language: Language;
  /** The platform's own word, such as "APPROVED" or "PAUSED"; "MISSING" if the template was not handed in. */
  readonly status: string;
  /** What the platform takes it for, if that is not what it was handed in as. */
  readonly category?: string | undefined;
  /** Whether it can be sent. */
  readonly isUsable: boolean;
}

/** How many requests a channel's limits have refused since the start, by which limit. */
export type Refusals = Readonly<Record<RefusalReason, number>>;

/** `all`: all places of the channel are taken; `address`: all those of one address; `rate`: an address asks too often. */
export type RefusalReason = "all" | "address" | "rate";

/** A channel as whoever runs the program sees it. */
export type WatchedChannel = Pick<
  Channel,
  "name" | "limits" | "alerts" | "state" | "linkCode" | "invitation"
>;

/** What an operator shows to their phone, or types into it, so that a channel is linked to an account. Whoever has it can link it. */
export type LinkCode =
  /** The text of a QR code. */
  { readonly kind: "qr"; readonly text: string } | { readonly kind: "code"; readonly code: string };

/** How many proactive messages a channel takes. What is absent is not limited. */
export interface ProactiveLimits {
  /** In any second, spread evenly over it. */
  readonly perSecond?: number;
  /** In any hour, and in any 24 hours: counted in the store. */
  readonly perHour?: number;
  readonly perDay?: number;
  /** None any more in a month in which the platform has charged for so many messages of any kind, as counted in the store. */
  readonly chargedPerMonth?: number | undefined;
  /** The time between two of them, in milliseconds: chosen by chance each time. */
  readonly spacing?: { readonly shortestMs: number; readonly longestMs: number };
  /** False while the channel cannot send: nothing proactive is tried, and nothing counted. */
  readonly isReady?: () => boolean;
  /** True if a reminder to someone who was heard last at that instant goes out as its template, with the template's buttons. */
  readonly isTemplate?: (lastSeen: Instant) => boolean;
  /** For how long nothing proactive can be sent to this chat, in milliseconds: what waits for it keeps its place in the outbox. */
  readonly heldMs?: (id: ConversationId) => number;
  /** True if this message cannot be sent for some time to someone who was heard last at that instant: it is put off. */
  readonly isHeld?: (message: OutgoingMessage, lastSeen: Instant) => boolean;
}

/** How fast a platform takes messages of any kind. It refuses what comes faster. */
export interface Pace {
  /** In any second; what comes in counts as well. */
  readonly perSecond: number;
  /** How many of the platform's messages one of ours becomes. */
  readonly count: (message: OutgoingMessage) => number;
  /** How long the platform takes nothing from us, in milliseconds. */
  readonly pauseMs: () => number;
}

/** How fast one chat takes messages: one in so many milliseconds, or so many at once, after which as much time has to pass. */
export interface ChatPace {
  readonly everyMs: number;
  readonly burst: number;
  readonly counts: "all" | "proactive";
}

/** What alerts mean on a channel. */
export interface AlertTerms {
  /** `risk`: they can cost the account; `marketing`, `stars`: they are paid for, as WhatsApp's or Telegram's. */
  readonly note: "risk" | "marketing" | "stars";
  /** What one costs, if that is known. */
  readonly price?: number | undefined;
  /** None are sent. */
  readonly isOff?: boolean;
}

/** One way of talking to people. */
export interface Channel {
  /** The part of a conversation's id before the colon. */
  readonly name: string;
  /** True if one process alone may be on it: it stops where another one takes over, and may start again after that. */
  readonly isExclusive?: boolean;
  /** Kept by the limiter in front of `send`. Absent if the channel takes whatever there is. */
  readonly limits?: ProactiveLimits;
  /** Kept in the same way, by answers too. */
  readonly pace?: Pace;
  readonly perChat?: ChatPace;
  /** To so many conversations it sends at the same time, half of them for answers alone; 64 if absent. */
  readonly sendsAtOnce?: number;
  /** What one step says is merged into one message up to so many characters, links written out. Absent if a channel shows links as buttons. */
  readonly mergedCap?: number;
  /** What whoever sends alerts has to know of it. Absent if they are free and without risk. */
  readonly alerts?: AlertTerms;
  /** Absent if nothing can go wrong with it. */
  state?(): ChannelState;
  /** Present while the channel waits to be linked to an account. */
  linkCode?(): LinkCode | undefined;
  /** Begins to receive. Resolves when the channel is up; rejects with what an operator has to do. */
  start(inbox: Inbox): Promise<void>;
  /** Receives nothing more, and still sends. Resolves when all that was taken has been handed over and committed. */
  stop(): Promise<void>;
  /** Ends the sending as well, after `stop` and when nothing is sent any more. Absent if nothing has to be closed for that. */
  close?(): Promise<void>;
  /**
   * Resolves when the channel has taken the message; rejects with a {@link ChannelError}. Without a `kind`
   * it is an answer. `sendingId` is the same when a message is sent again.
   */
  send(
    conversationId: ConversationId,
    message: OutgoingMessage,
    kind?: OutboxRow["kind"],
    sendingId?: string,
  ): Promise<void>;
  /** A link that opens the bot, with `{campaign}` and `{language}` to be filled in; nothing until it is known. */
  invitation?(): string | undefined;
}

/** Why the world did not take a message. */
export type ChannelProblem =
  /** Wait `retryAfterMs`, exactly. `concerns`: this chat alone, where the platform says so; else it may mean all of them. */
  | { readonly reason: "rate-limited"; readonly retryAfterMs: number; readonly concerns?: "chat" }
  /** Server error, network, time-out: try again later. */
  | { readonly reason: "unavailable" }
  /** Nothing proactive can be sent to this chat while `heldMs` says so; an answer is given up. */
  | { readonly reason: "held" }
  /** No one looks into the chat now: the message waits in the outbox until `Inbox.here`. */
  | { readonly reason: "away" }
  /** Our message is wrong: trying again is useless. */
  | { readonly reason: "rejected" }
  /** Blocked, deactivated, deleted: no one is there any more. */
  | { readonly reason: "gone" }
  | { readonly reason: "moved"; readonly to: ConversationId };

/** What the world did wrong while we sent, and what follows from it. */
export class ChannelError extends OperatorError {
  override name = "ChannelError";
  readonly channel: string;
  readonly problem: ChannelProblem;

  constructor(channel: string, problem: ChannelProblem, message: string, options?: ErrorOptions) {
    super(`${channel}: ${message}`, options);
    this.channel = channel;
    this.problem = problem;
  }
}

/** Why a channel cannot start: names the setting that mends it, and what to do. */
export class StartError extends OperatorError {
  override name = "StartError";
}

/** Why the store cannot do its work: one sentence that says who, what and what to do. Never holds what people told us. */
export class StoreError extends OperatorError {
  override name = "StoreError";
}

/** What is kept of one conversation. */
export interface Conversation {
  readonly person: Person;
  readonly saved: SavedState;
  /** Forgotten from `until` on. */
  readonly memory?: Memory | undefined;
}

/** A reminder in the store. `id` is the store's. */
export interface StoredReminder extends Reminder {
  readonly id: number;
  readonly conversationId: ConversationId;
  /** The alert that it tells, whose news is its slot. Absent if its person has asked for it. */
  readonly alert?: number | undefined;
}

/** How an alert is: paused and cancelled by the operator; done when everyone has been told. */
export const alertStates = ["running", "paused", "cancelled", "done"] as const;
export type AlertState = (typeof alertStates)[number];

/** An alert in the store. */
export interface StoredAlert extends Alert {
  readonly id: number;
  readonly state: AlertState;
  readonly createdAt: Instant;
  /** Those who have wanted alerts since this instant at the latest have one waiting for them, or have been told. */
  readonly filledTo: Instant;
  /** How many these are. */
  readonly total: number;
}

/** An undelivered message in the store. Ids grow in the order of sending. */
export interface OutboxRow {
  readonly id: number;
  readonly conversationId: ConversationId;
  readonly message: OutgoingMessage;
  /** `answer`: to what the person just said; `reminder`, `alert`: a proactive message; `announcement`: a post to a community. */
  readonly kind: "answer" | "reminder" | "alert" | "announcement";
  readonly createdAt: Instant;
  /** From then on it is no longer worth sending, or no longer true. */
  readonly goodUntil: Instant;
}

/** What is counted by the day: a person's first message, each stage that a person reaches for a campaign, objections and what confirms them, reminders, alerts. */
export const countedEvents = [
  "people",
  "started",
  "accounts",
  "steps",
  "sent",
  "confirmed",
  "objections",
  "confirmations",
  "reminders",
  "alerts",
] as const;

/** That a message was delivered for which the platform charges, or does not, with its category. */
export type ChargeEvent = `${"charged" | "free"}-${string}`;

/** How often something happened: never to whom. `campaign` is empty if it has to do with none. */
export interface EventCount {
  readonly channel: string;
  readonly campaign: CampaignId | "";
  readonly language: Language;
  readonly what: (typeof countedEvents)[number] | ChargeEvent;
  readonly count: number;
}

/** The same for one day of the operator's zone, such as "2025-05-20". */
export interface DailyCount extends EventCount {
  readonly day: string;
}

/** What can be done within one transaction: all of it happens, or nothing. */
export interface Transaction {
  /** Claims the idempotency key of an update; false if it was claimed before. Only a keyed hash is kept. */
  claimUpdateId(updateId: string, now: Instant): Promise<boolean>;
  /** Loads and locks the conversation until the end of the transaction. */
  load(id: ConversationId): Promise<Conversation | undefined>;
  /** Writes the conversation; `now` counts as its last sign of life. */
  save(id: ConversationId, conversation: Conversation, now: Instant): Promise<void>;
  /** The pending reminders that the conversation's person has asked for, earliest first. */
  reminders(id: ConversationId): Promise<readonly StoredReminder[]>;
  /** Adds a reminder, or what is to be told of an alert; one with the same campaign and slot is replaced. */
  setReminder(id: ConversationId, reminder: Reminder & Pick<StoredReminder, "alert">): Promise<void>;
  /**
   * Cancels reminders that the conversation's person has asked for: all, or those of a campaign, of a slot or of both.
   * What waits of an alert stays.
   */
  cancelReminders(id: ConversationId, which?: { campaign?: CampaignId; slot?: string }): Promise<void>;
  /** Erases what was pending: a reminder, or what was to be told of an alert. */
  removeReminder(reminderId: number): Promise<void>;
  /** The reminder, locked, if it is still pending and no one else is at its conversation now; never waits. */
  pendingReminder(reminderId: number): Promise<StoredReminder | undefined>;
  /** Puts a pending reminder off to a later instant. */
  postponeReminder(reminderId: number, dueAt: Instant): Promise<void>;
  /** Appends messages to the conversation's outbox, in this order. */
  enqueue(
    id: ConversationId,
    kind: OutboxRow["kind"],
    messages: readonly OutgoingMessage[],
    when: {
      readonly now: Instant;
      readonly goodUntil: Instant;
      /** When the first of them is pushed as well, if it is not delivered by then. */
      readonly pushAt?: Instant | undefined;
    },
  ): Promise<void>;
  /** When an undelivered message is pushed next; never if that is absent. */
  setPushAt(rowId: number, pushAt?: Instant): Promise<void>;
  /** Erases what waits to be sent to this conversation: all of it, or one kind. */
  dropOutbox(id: ConversationId, kind?: OutboxRow["kind"]): Promise<void>;
  /** When the person was heard last; undefined if they are not known. */
  lastSeen(id: ConversationId): Promise<Instant | undefined>;
  /** What the channel has noted of this chat; undefined without a note. Locks the conversation. */
  chatNote(id: ConversationId): Promise<unknown>;
  /** Replaces the note of this chat; does nothing if its person is not known. */
  keepChatNote(id: ConversationId, note: object): Promise<void>;
  /** Counts a proactive message that the channel sends at `at`; forgets those sent before `forgetBefore`. */
  countProactive(channel: string, at: Instant, forgetBefore: Instant): Promise<void>;
  /** Adds to what is counted for this day. */
  addCounts(day: string, counts: readonly EventCount[]): Promise<void>;
  /** What the channel of this name has noted for itself; undefined without a note. */
  channelNote(channel: string): Promise<unknown>;
  keepChannelNote(channel: string, note: object): Promise<void>;
  /** Adds an alert, which runs. */
  addAlert(alert: Alert, now: Instant): Promise<void>;
  /** Returns those who have wanted alerts since after `after`, up to `upTo` or to an earlier instant if they are about as many as `most`. */
  subscribers(after: Instant, upTo: Instant, most: number): Promise<Subscribers>;
  /** Raises `filledTo` and adds to `total`; false if another process has done so, or if the alert does not run any more. */
  fillAlert(alert: Pick<StoredAlert, "id" | "filledTo">, to: Instant, count: number): Promise<boolean>;
  /**
   * If it is cancelled, what still waits of it is erased. False, with nothing changed or erased, if there is no such
   * alert, if it has ended, or if it would be done although it does not run.
   */
  setAlertState(alertId: number, state: AlertState): Promise<boolean>;
  /** Erases person, saved state, note, reminders and undelivered messages of this conversation. */
  erase(id: ConversationId): Promise<void>;
  /**
   * Gives the conversation, its note, its reminders and its undelivered messages another id. If a person is known under both ids,
   * the one with the later sign of life stays.
   */
  rename(from: ConversationId, to: ConversationId): Promise<void>;
  /** Marks a job as done that is to be done once, ever; false if it was marked before. */
  markDone(jobKey: string): Promise<boolean>;
}

/** Whether the platform charges for a message that it has delivered. */
export interface Charge {
  /** The platform's own id of the message. */
  readonly messageId: string;
  /** The platform's own word, such as "service" or "utility". */
  readonly category: string;
  readonly isBillable: boolean;
  readonly at: Instant;
}

/**
 * What a channel keeps in the store beside the conversations. A chat's note is kept only while its person is known, and is erased
 * and moved with them.
 */
export interface ChannelNotes {
  /** The note of this chat; undefined without one. */
  read(id: ConversationId): Promise<unknown>;
  /** Replaces the note of this chat, in one transaction. `change` may be called again: it only computes. */
  update(id: ConversationId, change: (note: unknown) => object): Promise<void>;
  /** When the person was heard last; undefined if they are not known. */
  lastSeen(id: ConversationId): Promise<Instant | undefined>;
  /** The note of the channel itself, which holds nothing of people; undefined without one. */
  readOwn(): Promise<unknown>;
  writeOwn(note: object): Promise<void>;
  /** Counts a message by its month and category, once however often it is told of. */
  countCharge(charge: Charge): Promise<void>;
}

/** People who want alerts, up to those who have wanted them since `upTo`. */
export interface Subscribers {
  readonly people: readonly (Conversation & { readonly id: ConversationId })[];
  readonly upTo: Instant;
}

/** Which reminders are meant: those that people have asked for, or what waits of one alert; on one channel or of one campaign if it is named. */
export interface ReminderQuery {
  /** The part of the conversations' ids before the colon. */
  readonly channel?: string;
  readonly campaign?: CampaignId;
  readonly alert?: number;
}

/** The role of the process that does what is to be done once. */
export const leaderRole = "lead";

/** A role that one living process has at a time. */
export interface Hold {
  /** Whether this process still has it, as far as it can know. */
  isHeld(): boolean;
  /** Lets another process have it. */
  release(): Promise<void>;
}

/** Everything that outlives the process. */
export interface Store {
  /**
   * Runs `work` in one durable transaction: after it resolves, a crash of process or machine loses nothing of it. Where it
   * rejects because the store is away, no one may know whether it was kept. `work` may be run again where all that it did
   * before was undone: it must do nothing but by its transaction.
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /**
   * Takes the lease of this conversation's delivery, and returns its undelivered messages in order: none if another living
   * process has it.
   */
  outbox(id: ConversationId): Promise<readonly OutboxRow[]>;
  /**
   * Releases the lease of this conversation's delivery; false if undelivered messages have come since, and it is kept. If no
   * other process can have the store it is always true: whoever adds messages in this process has to wake their delivery.
   */
  releaseOutbox(id: ConversationId): Promise<boolean>;
  /** Conversations with undelivered messages and no lease of another process, the longest waiting first, at most `limit`. */
  conversationsWithOutbox(limit: number): Promise<readonly ConversationId[]>;
  /** Undelivered messages that are to be pushed at `now` or earlier, the earliest first, at most `limit`. */
  duePushes(now: Instant, limit: number): Promise<readonly OutboxRow[]>;
  /**
   * Erases messages that were delivered or given up, all at once. False if one was not there any more: another process has the delivery.
   * If the machine goes down within seconds, they may be there again.
   */
  removeFromOutbox(rowIds: readonly number[]): Promise<boolean>;
  /** How many messages are undelivered, and since when the oldest of them waits. */
  outboxState(): Promise<{ readonly count: number; readonly oldest?: Instant }>;
  /** Why nothing can be written: undefined if nothing has failed, or if it works again. */
  writeTrouble(): Promise<WriteTrouble | undefined>;
  /** Pending reminders due at `now` or earlier, earliest first, at most `limit`. */
  dueReminders(query: ReminderQuery, now: Instant, limit: number): Promise<readonly StoredReminder[]>;
  /** When the channel's proactive messages went out that were counted at `since` or later, oldest first. */
  proactiveSince(channel: string, since: Instant): Promise<readonly Instant[]>;
  /** How many pending reminders are due from `from` to before `before`; counts no further than `most`. */
  countReminders(query: ReminderQuery, from: Instant, before: Instant, most: number): Promise<number>;
  /** All alerts, the oldest first. */
  alerts(): Promise<readonly StoredAlert[]>;
  /** What was counted from this day on, in the order of the days: all of it, or what concerns a channel and a campaign, or none. */
  dailyCounts(from: string, which?: Pick<DailyCount, "channel" | "campaign">): Promise<readonly DailyCount[]>;
  /** Takes a role for this process; nothing if another living process has it. */
  hold(role: string): Promise<Hold | undefined>;
  /** Erases what is older than these limits. Returns the number of conversations. */
  expire(limits: ExpiryLimits): Promise<number>;
  /** Leaves no copy of what was erased in the files, where that is ours to do. Nothing else is done meanwhile, which may take seconds. */
  vacuum(): Promise<void>;
  close(): Promise<void>;
}

/** What hinders a store from being written to. The log says more. */
export type WriteTrouble = "disk-full" | "not-writable";

/** Before which instants something is forgotten. */
export interface ExpiryLimits {
  /** Conversations without a pending reminder, and without a sign of life since then; a year earlier for those who want alerts. */
  readonly before: Instant;
  /** Ids of deliveries. */
  readonly forgetIdsBefore: Instant;
  /** By when they are due. */
  readonly forgetRemindersBefore: Instant;
  /** A day. */
  readonly forgetCountsBefore: string;
  /** What is remembered for a day only, by until when. */
  readonly forgetMemoryBefore: Instant;
  /** Undelivered ones, by until when they are worth sending. */
  readonly forgetMessagesBefore: Instant;
}

/** What a browser shows of a message while its page is closed. */
export interface PushNotice {
  readonly text: string;
  readonly language?: Language | undefined;
  /** One with the same takes the place of the other. */
  readonly tag: string;
}

/** Reaches browsers whose page is closed. */
export interface PushSender {
  /** Resolves when the browser's push service has taken the notice; rejects with a {@link ChannelError}. */
  send(to: PushSubscription, notice: PushNotice, goodForMs: number): Promise<void>;
}

/** Texts and accepted words, from `locales/`. */
export interface Wording {
  readonly languages: readonly Language[];
  /** The text in this language. Throws if no such key exists. */
  render(phrase: Phrase, language: Language): RichText;
  /** The same without markup. */
  plain(phrase: Phrase, language: Language): string;
  /** The short form of a label; undefined if it has none. */
  short(label: string, language: Language): string | undefined;
  /** A calendar file that reminds at the same moment, or takes that entry out again. */
  calendar(entry: CalendarEntry, language: Language, now: Instant): OutgoingFile;
}

/** All that people may type, as `locales/` has it. */
export interface ShippedSentences {
  readonly sentences: ReadonlyMap<Language, Sentences>;
  /** One entry for each language. */
  readonly campaignNames: ReadonlyMap<CampaignId, readonly CampaignNames[]>;
  /** A language without date words does without typed dates. */
  readonly dates: ReadonlyMap<Language, DateWords & { readonly zones: ZoneWords }>;
  readonly countries: ReadonlyMap<Language, CountryWords>;
  /** Reads what messages are classified with; throws if a model does not belong to its examples. A language without examples does without. */
  readonly intents: () => ReadonlyMap<Language, IntentModel>;
  readonly wording: Wording;
}

/** The only source of time. */
export interface Clock {
  now(): Instant;
}

/** Counts what happens, for the operator: how often and how long, never who. */
export interface Meter {
  received(channel: string, receipt: Receipt | "failed", tookMs: number): void;
  /** What a typed text came to. `topic`: the id of a help topic, or the type of an event. */
  understood(outcome: UnderstandingOutcome, topic: string, language: Language): void;
  /** `waitedMs`: since it was committed. */
  sent(channel: string, kind: OutboxRow["kind"], waitedMs: number): void;
  failed(channel: string, reason: ChannelProblem["reason"]): void;
  givenUp(channel: string, kind: OutboxRow["kind"]): void;
  /** What the log tells as well. */
  erred(kind: ErrorKind): void;
}

/**
 * What a typed text came to. `asked-back`: it was half understood, and its person was asked what they meant; `suggested`: topics
 * were offered that may be meant.
 */
export type UnderstandingOutcome = "answered" | "asked-back" | "suggested" | "not-understood";

/**
 * What went wrong by itself. `step`: its person got an apology; `reminder`: it is tried again in an hour; `polling`: it starts again;
 * `store`: it was away for a message or for what repeats; `work`: anything else that repeats.
 */
export type ErrorKind = "step" | "reminder" | "polling" | "store" | "work";

/** What the story of a message needs of the outside. */
export interface Outside {
  readonly store: Store;
  readonly wording: Wording;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
  /** From 0 to below 1: spreads the hours of reminders, and retries. */
  readonly random: () => number;
}

/** The log for the operator. Never people's words, names or numbers. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
