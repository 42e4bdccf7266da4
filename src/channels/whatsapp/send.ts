import { LRUCache } from "lru-cache";
import { ChannelError, type ConversationId, type OutgoingMessage, type Outside } from "../../ports.ts";
import { InFlight } from "../../support/in-flight.ts";
import { sleep, systemTimers, withTimeout } from "../../support/timers.ts";
import type { ChatNotes } from "./chat-notes.ts";
import { describeWhatsAppError, unavailable } from "./errors.ts";
import { type FindOtherId, isLid } from "./find-other-id.ts";
import type { WhatsAppChat, WhatsAppClient, WhatsAppLibrary } from "./library.ts";
import { isPrivateChat, readSent } from "./read.ts";
import { renderMessage, type WhatsAppPart, type WhatsAppPoll } from "./render.ts";

export interface SenderOptions extends Pick<Outside, "clock" | "log" | "random"> {
  /** Whether questions with 2 to 12 answers become polls. */
  readonly polls: boolean;
  /** The longest duration of the typing sign before an answer, in milliseconds; 0 turns it off. */
  readonly typingMs: number;
  /** The id of the group or channel in which the bot posts; it writes in no other. */
  readonly communityChat?: string | undefined;
  /** Resolves with the client once it is ready; rejects if that takes too long. */
  readonly ready: () => Promise<WhatsAppClient>;
  readonly library: () => WhatsAppLibrary;
  readonly notes: ChatNotes;
  readonly findOtherId: FindOtherId;
  /** Ends the waiting for typing signs. */
  readonly signal: () => AbortSignal;
  /**
   * How long to wait for one send. The next attempt waits for the same send again instead of repeating
   * it.
   */
  readonly sendMs: number;
}

/** How far a message was sent before a failure: the parts that were sent are not sent again. */
interface Progress {
  /** The message, as JSON. */
  readonly content: string;
  readonly client: WhatsAppClient;
  sent: number;
  /** The id of the last text. */
  text?: string;
  underWay?: Promise<string>;
  /** How often waiting for `underWay` has timed out. */
  waits: number;
}

/** The chats of one client in which a typing sign was shown. */
interface Chats {
  readonly client: WhatsAppClient;
  readonly byId: LRUCache<string, WhatsAppChat>;
  /** Typing signs that were requested and are not shown yet. */
  readonly signs: InFlight;
}

/** WhatsApp Web's error if no person has this number. */
const unknownUser = "No LID for user";
const sendOptions = { linkPreview: false, waitUntilMsgSent: true };
/** How long an answer waits for its typing sign to begin; a sign after the answer would stay. */
const signMs = 300;
/** How long a person takes to read: the minimum, and per character. */
const shortestReadingMs = 600;
const characterMs = 2;
const clearingMs = 5_000;
const chatsAreKept = 2_000;
/** More pending signs than this would delay the answers in the page, so none is added. */
const mostSigns = 3;
/**
 * A send without a result may still arrive. After this many waits it is repeated: twice is better
 * than never.
 */
const mostWaits = 2;

/** Sends messages, part by part. */
export class Sender {
  readonly #options: SenderOptions;
  /** The progress of a message that was given up stays until newer ones evict it. */
  readonly #progresses = new LRUCache<ConversationId, Progress>({ max: chatsAreKept });
  readonly #pollsUnderWay = new Map<string, Promise<unknown>>();
  /** The start time of each chat's typing sign; undefined if none was shown. */
  readonly #typing = new LRUCache<string, Promise<number | undefined>>({ max: chatsAreKept });
  readonly #inFlight = new InFlight();
  #chats: Chats | undefined;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  send(id: ConversationId, message: OutgoingMessage): Promise<void> {
    return this.#inFlight.track(this.#send(id, message));
  }

  /** Shows the typing sign if the client is ready. */
  showTyping(client: WhatsAppClient | undefined, chat: string): void {
    if (client === undefined || this.#options.typingMs === 0) return;
    // Optional: a failure is ignored.
    const sign = withTimeout(systemTimers, signMs, this.#type(client, chat)).catch(() => undefined);
    this.#typing.set(chat, sign);
  }

  /** Resolves when no poll is being sent to this chat. */
  async pollsSent(chat: string): Promise<void> {
    await this.#pollsUnderWay.get(chat)?.catch(() => undefined);
  }

  /** Resolves when nothing is being sent. */
  settle(): Promise<void> {
    return this.#inFlight.settled();
  }

  async #send(id: ConversationId, message: OutgoingMessage): Promise<void> {
    const chat = id.slice("whatsapp:".length);
    if (!isPrivateChat(chat) && chat !== this.#options.communityChat)
      throw new ChannelError("whatsapp", { reason: "rejected" }, "not a chat with one person");
    const client = await this.#options.ready();
    const progress = this.#progressOf(id, message, client);
    await this.#keepTyping(chat, message);
    this.#progresses.set(id, progress);
    await this.#sendParts(progress, chat, message);
    this.#progresses.delete(id);
    if (message.farewell) await this.#clearChat(client, chat);
  }

  async #sendParts(progress: Progress, chat: string, message: OutgoingMessage): Promise<void> {
    for (const part of renderMessage(message, this.#options.polls).slice(progress.sent)) {
      const sentId = await this.#sendPart(progress, chat, part);
      progress.sent += 1;
      if (part.type !== "text") continue;
      progress.text = sentId;
      if (part.buttons) await this.#options.notes.notePoll(chat, { text: sentId }, part.buttons);
    }
  }

  /** Waits until the typing sign has lasted as long as a quick reading of the answer. */
  async #keepTyping(chat: string, { text }: OutgoingMessage): Promise<void> {
    const { clock, random, typingMs, signal } = this.#options;
    const began = await this.#typing.get(chat);
    this.#typing.delete(chat);
    if (began === undefined) return;
    const length = text.reduce((sum, span) => sum + span.text.length, 0);
    const reading = (shortestReadingMs + characterMs * length) * (0.8 + 0.4 * random());
    const lasting = Math.min(Math.max(reading, shortestReadingMs), typingMs);
    await sleep(systemTimers, Math.max(0, began + lasting - clock.now()), signal());
  }

  #progressOf(id: ConversationId, message: OutgoingMessage, client: WhatsAppClient): Progress {
    const content = JSON.stringify(message);
    const before = this.#progresses.get(id);
    if (before?.content !== content) return { content, client, sent: 0, waits: 0 };
    return before.client === client ? before : { content, client, sent: before.sent, waits: 0 };
  }

  async #sendPart(progress: Progress, chat: string, part: WhatsAppPart): Promise<string> {
    progress.underWay ??= this.#transmit(progress, chat, part);
    const sending = progress.underWay;
    sending.catch(() => this.#forgetSending(progress, sending));
    const sentId = await withTimeout(systemTimers, this.#options.sendMs, sending, () => {
      progress.waits += 1;
      if (progress.waits >= mostWaits) this.#forgetSending(progress, sending);
      return unavailable("a message is not sent yet");
    });
    this.#forgetSending(progress, sending);
    return sentId;
  }

  #forgetSending(progress: Progress, sending: Promise<string>): void {
    if (progress.underWay !== sending) return;
    delete progress.underWay;
    progress.waits = 0;
  }

  async #transmit(progress: Progress, chat: string, part: WhatsAppPart): Promise<string> {
    if (part.type !== "poll") return await this.#transmitContent(progress.client, chat, part);
    const sending = this.#transmitPoll(progress, chat, part);
    this.#pollsUnderWay.set(chat, sending);
    return await sending.finally(() => this.#pollsUnderWay.delete(chat));
  }

  async #transmitPoll({ client, text }: Progress, chat: string, poll: WhatsAppPoll): Promise<string> {
    // Yields once, so that `pollsUnderWay` holds the poll before it is sent: a vote may come before the
    // send ends.
    await Promise.resolve();
    const ids = await this.#transmitContent(client, chat, poll).then(
      (sentId) => ({ poll: sentId, text }),
      async () => ({ text: await this.#transmitContent(client, chat, { type: "text", text: poll.instead }) }),
    );
    await this.#options.notes.notePoll(chat, ids, poll.buttons);
    return ids.text ?? "";
  }

  async #transmitContent(client: WhatsAppClient, chat: string, part: WhatsAppPart): Promise<string> {
    let result: unknown;
    try {
      result = await client.sendMessage(chat, this.#contentOf(part), {
        ...sendOptions,
        sendSeen: isPrivateChat(chat),
        ...(part.type === "file" && { sendMediaAsDocument: true }),
      });
    } catch (error) {
      throw await this.#whyNotSent(chat, describeWhatsAppError(error));
    }
    const sent = readSent(result);
    if (sent === undefined) throw unavailable("WhatsApp does not find the chat, or did not take the message");
    if (sent.failed) throw unavailable("WhatsApp could not send the message");
    return sent.id;
  }

  /**
   * Returns the error for a failed send. WhatsApp sends by lid and refuses a number without one:
   * retrying is useless.
   */
  async #whyNotSent(chat: string, problem: string): Promise<ChannelError> {
    if (!problem.includes(unknownUser)) return unavailable(problem);
    const lid = isLid(chat) ? undefined : await this.#options.findOtherId(chat);
    if (lid === undefined) return new ChannelError("whatsapp", { reason: "rejected" }, problem);
    return new ChannelError("whatsapp", { reason: "moved", to: `whatsapp:${lid}` }, problem);
  }

  #contentOf(part: WhatsAppPart): unknown {
    const { library } = this.#options;
    switch (part.type) {
      case "text":
        return part.text;
      case "file":
        return library().createFile(part.mimeType, Buffer.from(part.content).toString("base64"), part.name);
      case "poll":
        return library().createPoll(part.question, part.options, part.several);
    }
  }

  /**
   * Deletes the chat of someone who was erased, with its messages, on the linked device and, through
   * WhatsApp, on the account's phone; also the chat under their other id, if there is one. Never
   * rejects: a failure is logged.
   */
  async #clearChat(client: WhatsAppClient, chat: string): Promise<void> {
    const other = await this.#options.findOtherId(chat);
    for (const id of other === undefined ? [chat] : [chat, other]) {
      try {
        await withTimeout(systemTimers, clearingMs, deleteChat(client, id, id === chat));
      } catch (error) {
        const problem = describeWhatsAppError(error);
        this.#options.log.error(
          { problem },
          "the chat of somebody who was erased stays on the linked device: delete it on the phone",
        );
      }
    }
  }

  /**
   * Shows the typing sign. Resolves with its start time; undefined if too many signs are pending in
   * the page.
   */
  async #type(client: WhatsAppClient, chat: string): Promise<number | undefined> {
    if (this.#chats?.client !== client)
      this.#chats = { client, byId: new LRUCache({ max: chatsAreKept }), signs: new InFlight() };
    const { byId, signs } = this.#chats;
    if (signs.size >= mostSigns) return undefined;
    const known = byId.get(chat) ?? (await signs.track(client.getChatById(chat)));
    byId.set(chat, known);
    // The page runs commands in order, so the answer need not wait for this one to end.
    void signs.track(known.sendStateTyping());
    return this.#options.clock.now();
  }
}

/**
 * Deletes a chat. Skips the chat under the other id if WhatsApp Web has none: `getChatById` would
 * create it, and ask WhatsApp's servers for it.
 */
async function deleteChat(client: WhatsAppClient, id: string, isOpen: boolean): Promise<void> {
  if (!isOpen && (await client.pupPage?.evaluate(hasChat(id))) !== true) return;
  const chat = await client.getChatById(id);
  // The messages are cleared first: they are gone even if the chat cannot be deleted.
  if (!(await chat.clearMessages())) throw new Error("the messages are not cleared");
  if (!(await chat.delete())) throw new Error("the chat is not deleted");
}

function hasChat(id: string): string {
  return `(() => {
    const wid = window.require("WAWebWidFactory").createWid(${JSON.stringify(id)});
    return window.require("WAWebCollections").Chat.get(wid) !== undefined;
  })()`;
}
