import type { CampaignId } from "../campaigns/schema.ts";
import type { Place } from "../conversation/saved.ts";
import type { Instant, Language, Person, Phrase, Reminder } from "../conversation/vocabulary.ts";

/** Names one private chat: the channel's name, a colon, the channel's own id of the chat. */
export type ConversationId = `${string}:${string}`;

/** A piece of text as every channel can show it. Channels escape `text` themselves. */
export type Span =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "bold"; readonly text: string }
  /** A moment, written out in `text`; a channel may show it in the reader's own zone. */
  | { readonly type: "instant"; readonly at: Instant; readonly text: string };

export type RichText = readonly Span[];

/** What can be pressed. `id` is at most 64 bytes and comes back as `tapped`. */
export interface Button {
  readonly id: string;
  readonly label: string;
  /** Pressed again, it takes its answer back: several of them may be chosen together. */
  readonly ticks?: true;
}

/** One message to a person, rendered in their language, not yet in a channel's form. */
export interface OutgoingMessage {
  readonly text: RichText;
  /** The answers of a question, numbered from 1 where a channel has no buttons. */
  readonly choices?: readonly Button[];
  /** Ways out of a question ("back", "menu"): smaller, and without a number. */
  readonly ways?: readonly Button[];
  readonly links?: readonly { readonly label: string; readonly url: string }[];
  /** A text to be copied: behind a button where a channel has one, else as a block of its own. */
  readonly copy?: { readonly label: string; readonly text: string };
  readonly file?: { readonly name: string; readonly mimeType: string; readonly content: string };
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
  /** The language of the person's app, if the channel tells. */
  readonly languageHint?: string;
}

/** What became of an incoming message. `past`: a button of a question that is no longer open. */
export type Receipt = "answered" | "past" | "repeated";

/** Where a channel hands over what came in. Each promise resolves after the commit. */
export interface Inbox {
  receive(message: IncomingMessage): Promise<Receipt>;
  /** The person blocked the bot or the account is gone: their reminders and undelivered messages end. */
  gone(conversationId: ConversationId): Promise<void>;
  /** The chat has a new id: all that is known of it moves along. */
  moved(from: ConversationId, to: ConversationId): Promise<void>;
}

/** One way of talking to people. */
export interface Channel {
  /** The part of a conversation's id before the colon. */
  readonly name: string;
  /** Begins to receive. Resolves when the channel is up; rejects with what an operator has to do. */
  start(inbox: Inbox): Promise<void>;
  /** Receives nothing more. Resolves when all that was taken has been handed over and committed. */
  stop(): Promise<void>;
  /**
   * Resolves when the channel has taken the message; rejects with a {@link ChannelError}. A channel may hold back
   * what nobody has asked for; without a `kind` it is an answer.
   */
  send(conversationId: ConversationId, message: OutgoingMessage, kind?: OutboxRow["kind"]): Promise<void>;
  /** A link that opens the bot, with `{campaign}` and `{language}` to be filled in; nothing until it is known. */
  invitation?(): string | undefined;
}

/** Why the world did not take a message. */
export type ChannelProblem =
  /** Wait `retryAfterMs`, exactly. */
  | { readonly reason: "rate-limited"; readonly retryAfterMs: number }
  /** Server error, network, time-out: try again later. */
  | { readonly reason: "unavailable" }
  /** Our message is wrong: trying again is useless. */
  | { readonly reason: "rejected" }
  /** Blocked, deactivated, deleted: nobody is there any more. */
  | { readonly reason: "gone" }
  | { readonly reason: "moved"; readonly to: ConversationId };

/** What the world did wrong while we sent, and what follows from it. */
export class ChannelError extends Error {
  readonly channel: string;
  readonly problem: ChannelProblem;

  constructor(channel: string, problem: ChannelProblem, message: string, options?: ErrorOptions) {
    super(`${channel}: ${message}`, options);
    this.name = "ChannelError";
    this.channel = channel;
    this.problem = problem;
  }
}

/** Why a channel cannot start: names the setting that mends it, and what to do. */
export class StartError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "StartError";
  }
}

/** What is kept of one conversation. */
export interface Conversation {
  readonly person: Person;
  readonly place: Place;
}

/** A reminder in the store. `id` is the store's. */
export interface StoredReminder extends Reminder {
  readonly id: number;
  readonly conversationId: ConversationId;
}

/** An undelivered message in the store. Ids grow in the order of sending. */
export interface OutboxRow {
  readonly id: number;
  readonly conversationId: ConversationId;
  readonly message: OutgoingMessage;
  /** `answer`: to what the person just said; `reminder`: unprompted. */
  readonly kind: "answer" | "reminder";
  readonly createdAt: Instant;
}

/** What can be done within one transaction: all of it happens, or nothing. */
export interface Transaction {
  /** Notes the id of a delivery; false where it was noted before. Only a keyed hash is kept. */
  isNew(deliveryId: string, now: Instant): Promise<boolean>;
  /** Loads and locks the conversation until the end of the transaction. */
  load(id: ConversationId): Promise<Conversation | undefined>;
  /** Writes the conversation; `now` counts as its last sign of life. */
  save(id: ConversationId, conversation: Conversation, now: Instant): Promise<void>;
  /** The conversation's pending reminders, earliest first. */
  reminders(id: ConversationId): Promise<readonly StoredReminder[]>;
  /** Adds a reminder; one with the same campaign and slot is replaced. */
  setReminder(id: ConversationId, reminder: Reminder): Promise<void>;
  /** Cancels the conversation's reminders: all, one campaign's, or one slot's. */
  cancelReminders(id: ConversationId, which?: { campaign?: CampaignId; slot?: string }): Promise<void>;
  /** The reminder, locked, if it is still pending. */
  pendingReminder(reminderId: number): Promise<StoredReminder | undefined>;
  /** Puts a pending reminder off to a later instant. */
  postponeReminder(reminderId: number, dueAt: Instant): Promise<void>;
  /** Appends messages to the conversation's outbox, in this order. */
  enqueue(
    id: ConversationId,
    kind: OutboxRow["kind"],
    messages: readonly OutgoingMessage[],
    now: Instant,
  ): Promise<void>;
  /** Erases what waits to be sent to this conversation: all of it, or one kind. */
  dropOutbox(id: ConversationId, kind?: OutboxRow["kind"]): Promise<void>;
  /** Erases person, place, reminders and undelivered messages of this conversation. */
  erase(id: ConversationId): Promise<void>;
  /** Gives the conversation, its reminders and its undelivered messages another id. */
  rename(from: ConversationId, to: ConversationId): Promise<void>;
}

/** Everything that outlives the process. */
export interface Store {
  /**
   * Runs `work` in one durable transaction: after it resolves, a crash of process or machine loses nothing of it. `work` may
   * be run again where all that it did before was undone: it must do nothing but by its transaction.
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** The conversation's undelivered messages, in order. */
  outbox(id: ConversationId): Promise<readonly OutboxRow[]>;
  /** The conversations that have undelivered messages, the longest waiting first. */
  conversationsWithOutbox(): Promise<readonly ConversationId[]>;
  /** Erases a message that was delivered or given up. */
  removeFromOutbox(rowId: number): Promise<void>;
  /** Pending reminders due at `now` or earlier, earliest first, at most `limit`. */
  dueReminders(now: Instant, limit: number): Promise<readonly StoredReminder[]>;
  /** Erases conversations with no sign of life since `before` and no pending reminder, and delivery ids older than `forgetIdsBefore`. Gives the number of conversations. */
  expire(before: Instant, forgetIdsBefore: Instant): Promise<number>;
  close(): Promise<void>;
}

/** Texts and accepted words, from `locales/`. */
export interface Wording {
  readonly languages: readonly Language[];
  /** The text in this language. Throws where no such key exists. */
  render(phrase: Phrase, language: Language): RichText;
  /** The same without markup. */
  plain(phrase: Phrase, language: Language): string;
  /** A calendar file that reminds at the same moment. */
  calendar(reminder: Reminder, language: Language, now: Instant): NonNullable<OutgoingMessage["file"]>;
}

/** The only source of time. */
export interface Clock {
  now(): Instant;
}

/** Where events for the operator go. Never people's words, names or numbers. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
