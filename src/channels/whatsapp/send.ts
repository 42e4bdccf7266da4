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
export type Sender = ReturnType<typeof createSender>;

export function createSender(options: SenderOptions) {
  const { notes, clock, polls, library } = options;
  /** The progress of a message that was given up stays until newer ones evict it. */
  const progresses = new LRUCache<ConversationId, Progress>({ max: chatsAreKept });
  const pollsUnderWay = new Map<string, Promise<unknown>>();
  /** The start time of each chat's typing sign; undefined if none was shown. */
  const typing = new LRUCache<string, Promise<number | undefined>>({ max: chatsAreKept });
  const inFlight = new InFlight();
  let chats: Chats | undefined;

  async function send(id: ConversationId, message: OutgoingMessage): Promise<void> {
    const chat = id.slice("whatsapp:".length);
    if (!isPrivateChat(chat) && chat !== options.communityChat)
      throw new ChannelError("whatsapp", { reason: "rejected" }, "not a chat with one person");
    const client = await options.ready();
    const progress = progressOf(id, message, client);
    await keepTyping(chat, message);
    progresses.set(id, progress);
    await sendParts(progress, chat, message);
    progresses.delete(id);
    if (message.farewell) await clearChat(client, chat);
  }

  async function sendParts(progress: Progress, chat: string, message: OutgoingMessage): Promise<void> {
    for (const part of renderMessage(message, polls).slice(progress.sent)) {
      const sentId = await sendPart(progress, chat, part);
      progress.sent += 1;
      if (part.type !== "text") continue;
      progress.text = sentId;
      if (part.buttons) await notes.notePoll(chat, { text: sentId }, part.buttons);
    }
  }

  /** Waits until the typing sign has lasted as long as a quick reading of the answer. */
  async function keepTyping(chat: string, { text }: OutgoingMessage): Promise<void> {
    const began = await typing.get(chat);
    typing.delete(chat);
    if (began === undefined) return;
    const length = text.reduce((sum, span) => sum + span.text.length, 0);
    const reading = (shortestReadingMs + characterMs * length) * (0.8 + 0.4 * options.random());
    const lasting = Math.min(Math.max(reading, shortestReadingMs), options.typingMs);
    await sleep(systemTimers, Math.max(0, began + lasting - clock.now()), options.signal());
  }

  function progressOf(id: ConversationId, message: OutgoingMessage, client: WhatsAppClient): Progress {
    const content = JSON.stringify(message);
    const before = progresses.get(id);
    if (before?.content !== content) return { content, client, sent: 0, waits: 0 };
    return before.client === client ? before : { content, client, sent: before.sent, waits: 0 };
  }

  async function sendPart(progress: Progress, chat: string, part: WhatsAppPart): Promise<string> {
    progress.underWay ??= transmit(progress, chat, part);
    const sending = progress.underWay;
    sending.catch(() => forgetSending(progress, sending));
    const sentId = await withTimeout(systemTimers, options.sendMs, sending, () => {
      progress.waits += 1;
      if (progress.waits >= mostWaits) forgetSending(progress, sending);
      return unavailable("a message is not sent yet");
    });
    forgetSending(progress, sending);
    return sentId;
  }

  function forgetSending(progress: Progress, sending: Promise<string>): void {
    if (progress.underWay !== sending) return;
    delete progress.underWay;
    progress.waits = 0;
  }

  async function transmit(progress: Progress, chat: string, part: WhatsAppPart): Promise<string> {
    if (part.type !== "poll") return await transmitContent(progress.client, chat, part);
    const sending = transmitPoll(progress, chat, part);
    pollsUnderWay.set(chat, sending);
    return await sending.finally(() => pollsUnderWay.delete(chat));
  }

  async function transmitPoll({ client, text }: Progress, chat: string, poll: WhatsAppPoll): Promise<string> {
    // Yields once, so that `pollsUnderWay` holds the poll before it is sent: a vote may come before the
    // send ends.
    await Promise.resolve();
    const ids = await transmitContent(client, chat, poll).then(
      (sentId) => ({ poll: sentId, text }),
      async () => ({ text: await transmitContent(client, chat, { type: "text", text: poll.instead }) }),
    );
    await notes.notePoll(chat, ids, poll.buttons);
    return ids.text ?? "";
  }

  async function transmitContent(client: WhatsAppClient, chat: string, part: WhatsAppPart): Promise<string> {
    let result: unknown;
    try {
      result = await client.sendMessage(chat, contentOf(part), {
        ...sendOptions,
        sendSeen: isPrivateChat(chat),
        ...(part.type === "file" && { sendMediaAsDocument: true }),
      });
    } catch (error) {
      throw await whyNotSent(chat, describeWhatsAppError(error));
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
  async function whyNotSent(chat: string, problem: string): Promise<ChannelError> {
    if (!problem.includes(unknownUser)) return unavailable(problem);
    const lid = isLid(chat) ? undefined : await options.findOtherId(chat);
    if (lid === undefined) return new ChannelError("whatsapp", { reason: "rejected" }, problem);
    return new ChannelError("whatsapp", { reason: "moved", to: `whatsapp:${lid}` }, problem);
  }

  function contentOf(part: WhatsAppPart): unknown {
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
  async function clearChat(client: WhatsAppClient, chat: string): Promise<void> {
    const other = await options.findOtherId(chat);
    for (const id of other === undefined ? [chat] : [chat, other]) {
      try {
        await withTimeout(systemTimers, clearingMs, deleteChat(client, id, id === chat));
      } catch (error) {
        const problem = describeWhatsAppError(error);
        options.log.error(
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
  async function type(client: WhatsAppClient, chat: string): Promise<number | undefined> {
    if (chats?.client !== client)
      chats = { client, byId: new LRUCache({ max: chatsAreKept }), signs: new InFlight() };
    const { byId, signs } = chats;
    if (signs.size >= mostSigns) return undefined;
    const known = byId.get(chat) ?? (await signs.track(client.getChatById(chat)));
    byId.set(chat, known);
    // The page runs commands in order, so the answer need not wait for this one to end.
    void signs.track(known.sendStateTyping());
    return clock.now();
  }

  return {
    send: (id: ConversationId, message: OutgoingMessage) => inFlight.track(send(id, message)),
    /** Shows the typing sign if the client is ready. */
    showTyping(client: WhatsAppClient | undefined, chat: string): void {
      if (client === undefined || options.typingMs === 0) return;
      // Optional: a failure is ignored.
      const sign = withTimeout(systemTimers, signMs, type(client, chat)).catch(() => undefined);
      typing.set(chat, sign);
    },
    /** Resolves when no poll is being sent to this chat. */
    async pollsSent(chat: string): Promise<void> {
      await pollsUnderWay.get(chat)?.catch(() => undefined);
    },
    /** Resolves when nothing is being sent. */
    settle: () => inFlight.settled(),
  };
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
