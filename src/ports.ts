import type { CampaignId } from "./campaigns/schema.ts";
import type { Memory } from "./conversation/memory.ts";
import type { SavedState } from "./conversation/saved.ts";
import type {
  Alert,
  CalendarEntry,
  Instant,
  Language,
  Layout,
  Person,
  Phrase,
  PushSubscription,
  Reminder,
  reminderTemplates,
  Stage,
  Zone,
} from "./conversation/vocabulary.ts";
import type { Log } from "./support/log.ts";
import { OperatorError } from "./support/operator-error.ts";

/** Names one private chat: the channel's name, a colon, the channel's own id of the chat. */
export type ConversationId = `${string}:${string}`;

/** Returns the name of the channel on which the conversation is. */
export function channelNameOf(id: ConversationId): string {
  return id.slice(0, id.indexOf(":"));
}

/** A piece of text as every channel can show it. Channels escape `text` themselves. */
export type Span = {
  /** That of the paragraph in which it stands. */
  readonly layout?: Layout;
} & (
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "bold"; readonly text: string }
  /** An instant, written out in `text` for this zone. A channel may add it in the reader's own zone. */
  | { readonly type: "instant"; readonly at: Instant; readonly text: string; readonly zone?: Zone }
);

export type RichText = readonly Span[];

/** A button. `id` is at most 64 bytes and comes back as `IncomingMessage.tapped`. */
export interface Button {
  readonly id: string;
  readonly label: string;
  /** A label of at most 24 characters, if `label` is longer. */
  readonly short?: string;
  /** A check box: pressing it again takes its answer back. Several may be chosen together. */
  readonly ticks?: true;
}

/** One message to a person, rendered in their language, not yet in a channel's form. */
export interface OutgoingMessage {
  /** Empty if the message is sent as its template. */
  readonly text: RichText;
  /** The answers of a question, numbered from 1 if the channel has no buttons. */
  readonly choices?: readonly Button[] | undefined;
  /** Its choices stay valid however old it is: those of a reminder, and of suggested topics. */
  readonly isLasting?: true | undefined;
  /** Its buttons say what a person must be able to say unnoted: a channel keeps neither them nor the press. */
  readonly isUnnoted?: true | undefined;
  /** Buttons that leave the question ("back", "menu"): smaller, and without a number. */
  readonly navigation?: readonly Button[] | undefined;
  readonly links?:
    | readonly { readonly label: string; readonly url: string; readonly isQuiet?: true | undefined }[]
    | undefined;
  /** A text to be copied: behind a button if the channel has one, else as a block of its own. */
  readonly copy?: { readonly label: string; readonly text: string } | undefined;
  /**
   * A `mailto:` link to the finished e-mail, for channels that can open one. `text` and `copy` hold the
   * e-mail as well.
   */
  readonly mail?: { readonly label: string; readonly url: string } | undefined;
  readonly file?: OutgoingFile | undefined;
  /**
   * Present for a reminder or alert: some channels may send only a template to a person who has not
   * written for long.
   */
  readonly reminder?:
    | {
        readonly kind: keyof typeof reminderTemplates;
        /** The service's name. */
        readonly service: string;
        /** The ids of the template's buttons. */
        readonly taps: readonly string[];
        /** The last day for doing what it reminds of; absent if there is none. */
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
  /** Not the first message of its answer: once the first one is sent, this one is sent as well. */
  readonly follows?: true;
  /** The person wants no more push messages: the page ends its push subscription. */
  readonly unsubscribed?: true;
  /** The person has asked for alerts: the page may offer push messages. */
  readonly offersPush?: true;
  /** What the person has reached by what this answers: the page tells it to the site that embeds it. */
  readonly stages?: readonly Stage[];
}

/** A file to be kept. */
export interface OutgoingFile {
  readonly name: string;
  readonly mimeType: string;
  readonly content: string;
  /** A website that does what the file is for, for channels with buttons that open links. */
  readonly online?: { readonly label: string; readonly url: string };
}

/** Someone addresses the bot in a group. Nothing of it is stored. */
export interface GroupCall {
  /** The text without the bot's name. */
  readonly words: string;
  readonly languageHint?: string | undefined;
}

/** The only answer to a group: the bot helps in private, with a button that opens that chat. */
export interface GroupAnswer {
  readonly text: RichText;
  readonly label: string;
  /** The start parameter of the deep link. */
  readonly start: string;
}

/** One message from a person. Exactly one of `text`, `tapped` and `unreadable` is there. */
export interface IncomingMessage {
  /** The channel's id of this delivery. A redelivery has the same id. */
  readonly id: string;
  readonly conversationId: ConversationId;
  readonly text?: string;
  /** The id of the button that was pressed. */
  readonly tapped?: string;
  /** A voice note, a picture, a sticker: something that is not text. */
  readonly unreadable?: true;
  /**
   * The person asks for the part of a message that did not fit. The answer is this part, and nothing
   * else.
   */
  readonly rest?: OutgoingMessage;
  /** Too old to be answered: it is only recorded as processed. */
  readonly isLate?: true;
  /** The language of the person's app, if the channel tells. */
  readonly languageHint?: string | undefined;
  /** The time zone of the person's device, if the channel tells: used until they choose another. */
  readonly zoneHint?: Zone | undefined;
  /** The page that led the person here, as `Source` names it, if the channel tells. */
  readonly source?: string | undefined;
}

/**
 * The result of an incoming message. `past`: a button of a question that is no longer open;
 * `repeated`: a redelivery; `too-many`: the person writes too fast, and was told so; `too-late`: it
 * arrived too late to be answered; `said-before`: its answer is already the last message in the chat,
 * and is not repeated.
 */
export type Receipt = "answered" | "said-before" | "past" | "repeated" | "too-many" | "too-late";

/** What a channel calls with messages and events. Each promise resolves after the commit. */
export interface Inbox {
  receive(message: IncomingMessage): Promise<Receipt>;
  /**
   * The person blocked the bot, or the account is gone: their reminders, alerts and undelivered messages
   * end. Does nothing if the person has written since `asOf`; without `asOf`, it never checks.
   */
  gone(conversationId: ConversationId, asOf?: Instant): Promise<void>;
  /**
   * The person has opted out of marketing on the platform: their alerts end. Reminders that they asked
   * for stay.
   */
  noAlerts(conversationId: ConversationId): Promise<void>;
  /** Nobody can return to this chat: erases all its data. */
  erase(conversationId: ConversationId): Promise<void>;
  /**
   * The chat has a new id: moves all its data to it. Who is known under both stays as they were heard
   * last, unless they have only just begun under the new id.
   */
  moved(from: ConversationId, to: ConversationId): Promise<void>;
  /**
   * The platform accepted a reminder but did not deliver it: sends this message in its place, once per
   * `key`.
   */
  resend(key: string, conversationId: ConversationId, message: OutgoingMessage): Promise<void>;
  /**
   * Sets the push subscription for reminders while the page is closed; `undefined` removes it. Returns
   * false if the person is not known.
   */
  subscribe(conversationId: ConversationId, push: PushSubscription | undefined): Promise<boolean>;
  /** Someone has this chat open now: sends its undelivered messages. Returns at once. */
  here(conversationId: ConversationId): void;
}

/** A channel's state, for the operator. Holds no personal data and no secret. */
export interface ChannelState {
  /** Whether messages are received and sent, by this process or by the one that runs the channel. */
  readonly ready: boolean;
  /** Another process runs the channel; this one stands by to take over. */
  readonly standsBy?: true;
  /** Since when `ready` and `trouble` are as they are. */
  readonly since: Instant;
  /** Why no messages are received or sent: the key of a text of the operator's page. The log has details. */
  readonly trouble?: string | undefined;
  /** Absent if the channel refuses no one. */
  readonly refused?: Refusals;
  /** The templates that the channel needs; absent until the platform has listed them. */
  readonly templates?: readonly TemplateState[] | undefined;
}

/** The status of a message template on the platform. */
export interface TemplateState {
  readonly name: string;
  readonly language: Language;
  /** The platform's own word, such as "APPROVED" or "PAUSED"; "MISSING" if it was not submitted. */
  readonly status: string;
  /** The platform's category for it, if it differs from the submitted one. */
  readonly category?: string | undefined;
  /** Whether it can be sent. */
  readonly isUsable: boolean;
}

/** How many requests each of a channel's limits has refused since the start. */
export type Refusals = Readonly<Record<RefusalReason, number>>;

/**
 * `all`: too many pages are open in all; `address`: too many of one address; `rate`: an address asks
 * too often.
 */
export type RefusalReason = "all" | "address" | "rate";

/** What the operator sees of a channel. */
export type WatchedChannel = Pick<
  Channel,
  "name" | "limits" | "alerts" | "state" | "linkCode" | "invitation"
>;

/**
 * What the operator shows to their phone, or types into it, to link the channel to an account. Whoever
 * has it can link the channel.
 */
export type LinkCode =
  /** The text of a QR code. */
  { readonly kind: "qr"; readonly text: string } | { readonly kind: "code"; readonly code: string };

/** The quotas for a channel's proactive messages. An absent quota is unlimited. */
export interface ProactiveLimits {
  /** In any second, spread evenly over it. */
  readonly perSecond?: number;
  /** In any hour. Counted in the store, as `perDay` is. */
  readonly perHour?: number;
  readonly perDay?: number;
  /**
   * The monthly cap: no proactive message is sent in a month once the platform has charged for this many
   * messages of any kind, as counted in the store.
   */
  readonly chargedPerMonth?: number | undefined;
  /** The pause between two of them, in milliseconds, chosen at random each time. */
  readonly spacing?: { readonly shortestMs: number; readonly longestMs: number };
  /** False while the channel cannot send: nothing proactive is tried, and nothing counted. */
  readonly isReady?: () => boolean;
  /** Whether a reminder to a person last heard at this instant is sent as its template, with its buttons. */
  readonly isTemplate?: (lastSeen: Instant) => boolean;
  /**
   * After a refusal of the reason "held": how long no proactive message can be sent to this chat, in
   * milliseconds. They stay in the outbox, held for every process until the person writes.
   */
  readonly heldMs?: (id: ConversationId) => number;
  /** Whether this message to a person last heard at this instant cannot be sent yet and is postponed. */
  readonly isHeld?: (message: OutgoingMessage, lastSeen: Instant) => boolean;
}

/** The pace at which a platform takes messages of any kind. It refuses faster ones. */
export interface Pace {
  /** In any second; incoming messages count as well. */
  readonly perSecond: number;
  /** How many of the platform's messages this message becomes. */
  readonly count: (message: OutgoingMessage) => number;
  /** How long the platform will still take nothing from us, in milliseconds. */
  readonly pauseMs: () => number;
}

/**
 * The pace of one chat: one message every `everyMs`, or `burst` of them at once, after which the time
 * for all of them has to pass.
 */
export interface ChatPace {
  readonly everyMs: number;
  readonly burst: number;
  readonly counts: "all" | "proactive";
}

/** The cost and the risk of alerts on a channel. */
export interface AlertTerms {
  /**
   * `risk`: they can cost the account; `marketing`, `stars`: they are paid for, as WhatsApp's or
   * Telegram's.
   */
  readonly note: "risk" | "marketing" | "stars";
  /** What one costs, if that is known. */
  readonly price?: number | undefined;
  /** True if no alerts are sent. */
  readonly isOff?: boolean;
}

/** A messaging platform, the web page or the terminal. */
export interface Channel {
  /** The part of a conversation's id before the colon. */
  readonly name: string;
  /**
   * True if only one process may run it. It is stopped if another process takes over, and may start
   * again later.
   */
  readonly isExclusive?: boolean;
  /** Enforced by the limiter before `send`. Absent if the channel takes everything. */
  readonly limits?: ProactiveLimits;
  /** Enforced in the same way, for answers too. */
  readonly pace?: Pace;
  readonly perChat?: ChatPace;
  /**
   * How many conversations it sends to at the same time; half of them are reserved for answers. 64 if
   * absent.
   */
  readonly sendsAtOnce?: number;
  /**
   * The messages of one step are merged into one of up to this many characters, with links as text.
   * Absent if the channel shows links as buttons.
   */
  readonly mergedCap?: number;
  /** What the operator has to know before sending alerts. Absent if they are free and without risk. */
  readonly alerts?: AlertTerms;
  /** Absent if nothing can go wrong with it. */
  state?(): ChannelState;
  /** Present while the channel waits to be linked to an account. */
  linkCode?(): LinkCode | undefined;
  /** Begins to receive. Resolves when the channel is up; rejects with what an operator has to do. */
  start(inbox: Inbox): Promise<void>;
  /** Stops receiving; it still sends. Resolves when all received messages are handed over and committed. */
  stop(): Promise<void>;
  /** Ends sending, after `stop` and once nothing is being sent. Absent if nothing has to be closed. */
  close?(): Promise<void>;
  /**
   * Resolves when the channel has taken the message; rejects with a {@link ChannelError}. Without a
   * `kind` it is an answer. `sendingId` is the same when a message is sent again.
   */
  send(
    conversationId: ConversationId,
    message: OutgoingMessage,
    kind?: OutboxRow["kind"],
    sendingId?: string,
  ): Promise<void>;
  /**
   * A link that opens the bot, with `{campaign}` and `{language}` to be filled in; nothing until it is
   * known.
   */
  invitation?(): string | undefined;
}

/** Why a platform did not take a message. */
export type ChannelProblem =
  /**
   * Wait `retryAfterMs`, exactly. `concerns` is set if the platform limits this chat alone; else it may
   * limit all chats.
   */
  | { readonly reason: "rate-limited"; readonly retryAfterMs: number; readonly concerns?: "chat" }
  /** Server error, network, time-out: try again later. */
  | { readonly reason: "unavailable" }
  /** Nothing proactive can be sent to this chat for as long as `heldMs` says; an answer is given up. */
  | { readonly reason: "held" }
  /** Nobody has the chat open: the message waits in the outbox until `Inbox.here`. */
  | { readonly reason: "away" }
  /** Our message is wrong: trying again is useless. */
  | { readonly reason: "rejected" }
  /** Blocked, deactivated, deleted: no one is there any more. */
  | { readonly reason: "gone" }
  | { readonly reason: "moved"; readonly to: ConversationId };

/** A message that a platform did not take, and why. */
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

/**
 * Why the store cannot work: one sentence that says who, what and what to do. Never holds what people
 * told us.
 */
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
  /** When it was due before it was postponed; absent if it never was. */
  readonly firstDueAt?: Instant | undefined;
  /**
   * The id of the alert that it delivers; `slot` is then the alert's news. Absent if the person asked
   * for the reminder.
   */
  readonly alert?: number | undefined;
}

/**
 * The states of an alert. The operator pauses and cancels what is not in the outbox yet. "done": each
 * person who wanted it has a message in the outbox, was sent it, or wants none any more.
 */
export const alertStates = ["running", "paused", "cancelled", "done"] as const;
export type AlertState = (typeof alertStates)[number];

/** An alert in the store. */
export interface StoredAlert extends Alert {
  readonly id: number;
  readonly state: AlertState;
  readonly createdAt: Instant;
  /** Everyone who began to want alerts by this instant was given a row of this alert. */
  readonly filledTo: Instant;
  /** How many people these are. */
  readonly total: number;
}

/**
 * "answer": to what the person just said; "reminder", "alert": a proactive message; "announcement": a
 * post to a community.
 */
export const outboxKinds = ["answer", "reminder", "alert", "announcement"] as const;

/** An undelivered message in the store. Ids grow in the order of sending. */
export interface OutboxRow {
  readonly id: number;
  readonly conversationId: ConversationId;
  readonly message: OutgoingMessage;
  readonly kind: (typeof outboxKinds)[number];
  readonly createdAt: Instant;
  /** From then on it is no longer worth sending, or no longer true. */
  readonly goodUntil: Instant;
  /** It cannot be sent earlier; undefined if it can be sent at any time, as every answer. */
  readonly heldUntil?: Instant | undefined;
}

/**
 * What is counted per day: a person's first message, each stage that a person reaches in a campaign,
 * objections and their confirmations, reminders, alerts.
 */
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

/** A delivered message that the platform charges for, or does not, with its category. */
export type ChargeEvent = `${"charged" | "free"}-${string}`;

/** What became of an objection; a confirmation with the least days that it took, such as "confirmed-4". */
export type OutcomeEvent = `outcome-${"refused" | "unanswered" | `confirmed-${number}`}`;

/**
 * Someone came by the page of this name and, within a week, this far and no further, such as
 * "from-article-123-steps-shown".
 */
export type SourceEvent = `from-${string}-${Stage}`;

/**
 * How often something happened, never to whom. `campaign` is empty if none is concerned. Outcomes have
 * neither channel nor language, and sources have none of the three.
 */
export interface EventCount {
  readonly channel: string;
  readonly campaign: CampaignId | "";
  readonly language: Language;
  readonly what: (typeof countedEvents)[number] | ChargeEvent | OutcomeEvent | SourceEvent;
  readonly count: number;
}

/**
 * The same for one day of the operator's zone, such as "2025-05-20"; of sources, for the day on which
 * they came; of outcomes, for the month in which the objections were sent, by its first day.
 */
export interface DailyCount extends EventCount {
  readonly day: string;
}

/** What can be done within one transaction: all of it happens, or nothing. */
export interface Transaction {
  /**
   * Claims the idempotency key of an update; false if it was claimed before. Only a keyed hash is kept;
   * `now` says from when on it expires.
   */
  claimUpdateId(updateId: string, now: Instant): Promise<boolean>;
  /** Loads and locks the conversation until the end of the transaction. */
  load(id: ConversationId): Promise<Conversation | undefined>;
  /** Writes the conversation; `now` counts as its last sign of life. */
  save(id: ConversationId, conversation: Conversation, now: Instant): Promise<void>;
  /** The pending reminders that the conversation's person has asked for, earliest first. */
  reminders(id: ConversationId): Promise<readonly StoredReminder[]>;
  /** Adds a reminder, or a person's row of an alert. Replaces one with the same campaign and slot. */
  setReminder(id: ConversationId, reminder: Reminder & Pick<StoredReminder, "alert">): Promise<void>;
  /**
   * Cancels reminders that the conversation's person has asked for: all, or those of a campaign, of a
   * slot or of both. Rows of alerts stay.
   */
  cancelReminders(id: ConversationId, which?: { campaign?: CampaignId; slot?: string }): Promise<void>;
  /** Deletes a pending row: a reminder, or one of an alert. */
  removeReminder(reminderId: number): Promise<void>;
  /**
   * The reminder, locked; undefined if it is no longer pending or if its conversation is locked by
   * another transaction. Never waits.
   */
  pendingReminder(reminderId: number): Promise<StoredReminder | undefined>;
  /** Postpones a pending reminder to a later instant. */
  postponeReminder(reminderId: number, dueAt: Instant): Promise<void>;
  /**
   * Appends messages to the conversation's outbox, in this order. Proactive ones are held for as long as
   * those before them.
   */
  enqueue(
    id: ConversationId,
    kind: OutboxRow["kind"],
    messages: readonly OutgoingMessage[],
    when: {
      readonly now: Instant;
      readonly goodUntil: Instant;
      /** When the first of them is pushed as well, if it is not delivered by then. */
      readonly pushAt?: Instant | undefined;
      /** The campaign that they are about, so that they can be dropped with it. */
      readonly campaign?: CampaignId | undefined;
    },
  ): Promise<void>;
  /** Sets when an undelivered message is pushed next: never if `pushAt` is absent. */
  setPushAt(rowId: number, pushAt?: Instant): Promise<void>;
  /** Holds the conversation's undelivered proactive messages until then; without `until`, no longer. */
  holdOutbox(id: ConversationId, until?: Instant): Promise<void>;
  /** Deletes the undelivered messages of this conversation: all, or those of a kind and a campaign. */
  dropOutbox(id: ConversationId, kind?: OutboxRow["kind"], campaign?: CampaignId): Promise<void>;
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
  /** All alerts, the oldest first. Until the end of the transaction, no other one gets them. */
  alerts(): Promise<readonly StoredAlert[]>;
  /** Adds an alert in the state "running". */
  addAlert(alert: Alert, now: Instant): Promise<void>;
  /**
   * Returns people who began to want alerts after `after` and by `upTo`, or by an earlier instant if
   * they are more than about `most`.
   */
  subscribers(after: Instant, upTo: Instant, most: number): Promise<Subscribers>;
  /**
   * Raises `filledTo` and adds to `total`; returns false if another process has done so, or if the alert
   * is not running any more.
   */
  fillAlert(alert: Pick<StoredAlert, "id" | "filledTo">, to: Instant, count: number): Promise<boolean>;
  /**
   * Sets the state; "cancelled" also deletes the pending rows of the alert. Returns false, and changes
   * nothing, if there is no such alert, if it has ended, or if "done" is asked for and it is not
   * running.
   */
  setAlertState(alertId: number, state: AlertState): Promise<boolean>;
  /** Erases person, saved state, note, reminders and undelivered messages of this conversation. */
  erase(id: ConversationId): Promise<void>;
  /**
   * Gives the conversation, its note, its reminders and its undelivered messages another id. If a person
   * is known under both ids, the one with the later sign of life stays.
   */
  rename(from: ConversationId, to: ConversationId): Promise<void>;
  /** Marks a job that runs only once, ever, as done; false if it was marked before. */
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
 * What a channel keeps in the store beside the conversations. A chat's note is kept only while its
 * person is known, and is erased and moved with them.
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
  /** Counts a message by day and category, once however often the platform reports it within a month. */
  countCharge(charge: Charge): Promise<void>;
}

/** People who want alerts, and began to want them by `upTo`. */
export interface Subscribers {
  readonly people: readonly (Conversation & { readonly id: ConversationId })[];
  readonly upTo: Instant;
}

/**
 * Selects pending reminders that people asked for, or the rows of one alert; if named, only those of a
 * channel or a campaign.
 */
export interface ReminderQuery {
  /** The part of the conversations' ids before the colon. */
  readonly channel?: string;
  readonly campaign?: CampaignId;
  readonly alert?: number;
}

/** The role of the leader: the process that does what only one process may do. */
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
   * Runs `work` in one durable transaction: after it resolves, a crash of process or machine loses
   * nothing of it. If it rejects because the store is away, the transaction may have been committed or
   * not. `work` may run again after a rollback: it must have no effect outside its transaction.
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /**
   * Takes the lease of this conversation's delivery, and returns its undelivered messages in order: none
   * if another living process has it.
   */
  outbox(id: ConversationId): Promise<readonly OutboxRow[]>;
  /**
   * Releases the lease of this conversation's delivery; false if undelivered messages are left that can
   * be sent at `now`, and it is kept. Without `now`, never keeps it. If no other process can have the
   * store it is always true: whoever adds messages in this process has to wake their delivery.
   */
  releaseOutbox(id: ConversationId, now?: Instant): Promise<boolean>;
  /**
   * Conversations with undelivered messages that can be sent at `now`, and no lease of another process,
   * the longest waiting first, at most `limit`.
   */
  conversationsWithOutbox(now: Instant, limit: number): Promise<readonly ConversationId[]>;
  /** Undelivered messages that are to be pushed at `now` or earlier, the earliest first, at most `limit`. */
  duePushes(now: Instant, limit: number): Promise<readonly OutboxRow[]>;
  /**
   * Deletes messages that were delivered or given up, all at once. Returns false if one was missing:
   * another process delivers them. If the machine crashes within seconds, they may be there again.
   */
  removeFromOutbox(rowIds: readonly number[]): Promise<boolean>;
  /** How many messages are undelivered, and since when the oldest of them waits. */
  outboxState(): Promise<{ readonly count: number; readonly oldest?: Instant }>;
  /** Why nothing can be written: undefined if nothing has failed, or if it works again. */
  writeTrouble(): Promise<WriteTrouble | undefined>;
  /** Pending reminders due at `now` or earlier, earliest first, at most `limit`. */
  dueReminders(query: ReminderQuery, now: Instant, limit: number): Promise<readonly StoredReminder[]>;
  /** The times of the channel's proactive messages counted at `since` or later, oldest first. */
  proactiveSince(channel: string, since: Instant): Promise<readonly Instant[]>;
  /** How many pending reminders are due from `from` to before `before`; counts no further than `most`. */
  countReminders(query: ReminderQuery, from: Instant, before: Instant, most: number): Promise<number>;
  /** All alerts, the oldest first. */
  alerts(): Promise<readonly StoredAlert[]>;
  /** The counts from this day on, in the order of the days: all, or those of a channel or campaign. */
  dailyCounts(
    from: string,
    which?: Partial<Pick<DailyCount, "channel" | "campaign">>,
  ): Promise<readonly DailyCount[]>;
  /** Takes a role for this process; returns undefined if another living process has it. */
  hold(role: string): Promise<Hold | undefined>;
  /**
   * Lets the reminders that were postponed beyond this instant be due as they were at first. Returns
   * how many they are.
   */
  recallPostponed(beyond: Instant): Promise<number>;
  /** Erases what is older than these limits. Returns the number of conversations. */
  expire(limits: ExpiryLimits): Promise<number>;
  /**
   * Removes copies of erased data from the database file, unless the server does so by itself. Nothing
   * else runs meanwhile, which may take seconds.
   */
  vacuum(): Promise<void>;
  close(): Promise<void>;
}

/** What hinders a store from being written to. The log says more. */
export type WriteTrouble = "disk-full" | "not-writable";

/** The instants before which data is erased. */
export interface ExpiryLimits {
  /**
   * Conversations without a pending reminder, and without a sign of life since then; a year earlier for
   * those who want alerts.
   */
  readonly before: Instant;
  /** Claimed ids of updates, by the time of the claim. */
  readonly forgetIdsBefore: Instant;
  /** Pending reminders, by their due time. */
  readonly forgetRemindersBefore: Instant;
  /**
   * Counts, by their day, such as "2025-05-20". Those of outcomes and of sources stay: what was shown must
   * not change.
   */
  readonly forgetCountsBefore: string;
  /** Memories and sources of conversations, by their `until`. */
  readonly forgetMemoryBefore: Instant;
  /** Undelivered messages, by their `goodUntil`. */
  readonly forgetMessagesBefore: Instant;
}

/** What a browser shows of a message while its page is closed. */
export interface PushNotice {
  readonly text: string;
  readonly language?: Language | undefined;
  /** A notice replaces an earlier one with the same tag. */
  readonly tag: string;
}

/** Sends push messages to browsers whose page is closed. */
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
  /** A calendar file that reminds at the same moment, or removes that entry again. */
  calendar(entry: CalendarEntry, language: Language, now: Instant): OutgoingFile;
}

/** The only source of time. */
export interface Clock {
  now(): Instant;
}

/** Counts what happens, for the operator: how often and how long, never who. */
export interface Meter {
  received(channel: string, receipt: Receipt | "failed", tookMs: number): void;
  /** Counts how a typed text was understood. `topic`: the id of a help topic, or the type of an event. */
  understood(outcome: UnderstandingOutcome, topic: string, language: Language): void;
  /** `waitedMs`: since it was committed. */
  sent(channel: string, kind: OutboxRow["kind"], waitedMs: number): void;
  failed(channel: string, reason: ChannelProblem["reason"]): void;
  givenUp(channel: string, kind: OutboxRow["kind"]): void;
  /** Counts an error that is logged as well. */
  erred(kind: ErrorKind): void;
}

/**
 * How a typed text was understood. `asked-back`: in part, and the person was asked what they meant;
 * `suggested`: the topics that may be meant were offered.
 */
export type UnderstandingOutcome = "answered" | "asked-back" | "suggested" | "not-understood";

/**
 * The kinds of errors. `step`: the person got an apology; `reminder`: it is retried in an hour;
 * `polling`: it starts again; `store`: it was away for a message or for repeated work; `work`: other
 * repeated work.
 */
export type ErrorKind = "step" | "reminder" | "polling" | "store" | "work";

/** The ports that the handling of a message needs. */
export interface Outside {
  readonly store: Store;
  readonly wording: Wording;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
  /** From 0 to below 1: spreads the hours of reminders, and retries. */
  readonly random: () => number;
}
