import type { Clock, Log } from "../../app/ports.ts";
import type { ChatNotes } from "./chat-notes.ts";
import { describeWhatsAppError } from "./errors.ts";
import type { WhatsAppChat, WhatsAppClient } from "./library.ts";
import { isPrivateChat, type ReadMessage, type ReadVote, readMessage, readVote } from "./read.ts";
import { listChatsSingly, readMessagesSingly } from "./read-singly.ts";
import type { Incoming, Receiver } from "./receive.ts";

interface CatchUpOptions {
  readonly client: WhatsAppClient;
  readonly receiver: Receiver;
  readonly notes: ChatNotes;
  readonly clock: Clock;
  readonly log: Log;
  /** Raised when the client has ended, or begins its catching up anew. */
  readonly signal: AbortSignal;
}

const day = 86_400_000;
const chatsAtOnce = 4;
const usualCount = 30;
/** More than needed: where the library cuts a list, it loses the order within a second. */
const largeCount = 1_000;
/** A reminder's poll may stand before the one of the open question. */
const pollsPerChat = 2;
const pollsAreReadMs = 14 * day;
const tries = 3;

/**
 * Hands over what came while nobody listened: per chat in order, and before what comes now and was held. A chat, a message or a
 * poll's votes that cannot be read are logged and left out; all else is handed over.
 */
export async function catchUp(options: CatchUpOptions): Promise<void> {
  const { client, receiver, log, signal } = options;
  const chats = (await insist(() => client.getChats(), options)) ?? (await listChatsSingly(singly(options)));
  if (signal.aborted) return;
  const left = chatsToRead(chats, options);
  receiver.holdOnly(left.map(idOf));
  const count = left.length;
  await Promise.all(Array.from({ length: chatsAtOnce }, () => readChats(left, options)));
  if (count > 0 && !signal.aborted) log.debug({ channel: "whatsapp", count }, "chats were looked through");
}

/** Those first where the last word is the person's. */
function chatsToRead(chats: readonly WhatsAppChat[], options: CatchUpOptions): WhatsAppChat[] {
  const behind = chats
    .filter((chat) => isPrivateChat(idOf(chat)))
    .filter((chat) => hasNews(chat, options) || pollsOf(chat, options).length > 0);
  const isTheirs = ({ lastMessage }: WhatsAppChat) => lastMessage?.fromMe === false;
  return [...behind.filter(isTheirs), ...behind.filter((chat) => !isTheirs(chat))];
}

async function readChats(left: WhatsAppChat[], options: CatchUpOptions): Promise<void> {
  const { receiver, signal } = options;
  while (left.length > 0 && !signal.aborted) {
    const urgent = left.findIndex((chat) => receiver.isWaiting(idOf(chat)));
    const [chat] = left.splice(Math.max(0, urgent), 1);
    if (chat === undefined) return;
    const missed = await readChat(chat, options);
    // What was not read is found by the next client, as long as nothing later is handed over.
    if (!signal.aborted) receiver.release(idOf(chat), missed);
  }
}

async function readChat(chat: WhatsAppChat, options: CatchUpOptions): Promise<readonly Incoming[]> {
  const messages = hasNews(chat, options) ? await readMessages(chat, options) : [];
  const votes = await readVotes(chat, options);
  const missed: readonly Incoming[] = [...messages, ...votes];
  // Stable: what was written in the same second stays in WhatsApp's order.
  return missed.toSorted((one, other) => one.at - other.at);
}

async function readMessages(chat: WhatsAppChat, options: CatchUpOptions): Promise<readonly ReadMessage[]> {
  const { notes } = options;
  const isNew = ({ chat: from, at, message }: ReadMessage) => !notes.isHandled(from, at, message.id);
  const read = async (limit: number) => {
    const all =
      (await insist(() => chat.fetchMessages({ limit, fromMe: false }), options)) ??
      (await readMessagesSingly(idOf(chat), limit, singly(options)));
    const found = all.map(readMessage).filter(isSome);
    return { found, fresh: found.filter(isNew) };
  };
  const { found, fresh } = await read(usualCount);
  const isCutShort = found.length > 0 && fresh.length === found.length;
  const isMixed = new Set(fresh.map(({ at }) => at)).size < fresh.length;
  return isCutShort || isMixed ? (await read(largeCount)).fresh : fresh;
}

async function readVotes(chat: WhatsAppChat, options: CatchUpOptions): Promise<readonly ReadVote[]> {
  const votes = [];
  for (const pollId of pollsOf(chat, options))
    votes.push(...((await insist(() => options.client.getPollVotes(pollId), options)) ?? []));
  return votes.map(readVote).filter(isSome);
}

function pollsOf(chat: WhatsAppChat, { notes, clock }: CatchUpOptions): readonly string[] {
  return notes.newestPolls(idOf(chat), pollsPerChat, clock.now() - pollsAreReadMs);
}

function hasNews(chat: WhatsAppChat, { notes }: CatchUpOptions): boolean {
  return notes.mayHaveNews(idOf(chat), (chat.timestamp ?? 0) * 1_000);
}

function idOf(chat: WhatsAppChat): string {
  return chat.id._serialized;
}

function singly({ client, clock, log, signal }: CatchUpOptions) {
  const onProblem = (problem: string) =>
    log.warn({ channel: "whatsapp", problem }, "one thing that came meanwhile cannot be read; the rest is");
  return { client, clock, signal, onProblem };
}

/** Tries some times; nothing where it fails for good. */
async function insist<T>(work: () => Promise<T>, { log, signal }: CatchUpOptions): Promise<T | undefined> {
  for (let failures = 1; failures <= tries && !signal.aborted; failures += 1) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted) return undefined;
      const problem = describeWhatsAppError(error);
      log.warn({ channel: "whatsapp", problem, failures }, "messages that came meanwhile could not be read");
    }
  }
  return undefined;
}

function isSome<T>(value: T | undefined): value is T {
  return value !== undefined;
}
