import type { Clock, Log } from "../../app/ports.ts";
import { retry } from "../../concurrency/retry.ts";
import { sleep } from "../../concurrency/sleep.ts";
import type { ChatNotes, KnownChat } from "./chat-notes.ts";
import { describeWhatsAppError } from "./errors.ts";
import type { FindOtherId } from "./find-other-id.ts";
import type { WhatsAppClient } from "./library.ts";
import { type Incoming, isPrivateChat, type ReadVote, readMessage, readVote } from "./read.ts";
import { listChatsSingly, type ReadableChat, readMessagesSingly } from "./read-singly.ts";
import type { Receiver } from "./receive.ts";

type ReadSomething = Exclude<Incoming, ReadVote>;

interface CatchUpOptions {
  readonly client: WhatsAppClient;
  readonly receiver: Receiver;
  readonly notes: ChatNotes;
  readonly findOtherId: FindOtherId;
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
const mostAttempts = 3;
/** WhatsApp mostly needs some seconds to get what it could not decrypt once more from the phone. */
const undecryptedMs = 30_000;

/** What a catching up has met with. */
interface Findings {
  /** Something could not be read as it should be. */
  failed: boolean;
  /** Chats with something that is not decrypted yet. */
  readonly undecrypted: ReadableChat[];
}

/**
 * Hands over what came while no one listened: per chat in order, and before what comes now and was held. A chat, a message or a
 * poll's votes that cannot be read are logged and left out; all else is handed over. Returns whether nothing may have been left out.
 */
export async function catchUp(given: CatchUpOptions): Promise<boolean> {
  const found: Findings = { failed: false, undecrypted: [] };
  const options = { ...given, found };
  const { client, receiver, log, signal } = options;
  const chats =
    (await tryToRead(() => client.getChats(), options)) ?? (await listChatsSingly(singly(options)));
  if (signal.aborted) return false;
  const left = (await tryToRead(() => chatsToRead(chats, options), options)) ?? [];
  receiver.holdOnly(left.map(idOf));
  const count = left.length;
  await Promise.all(Array.from({ length: chatsAtOnce }, () => readChats(left, options)));
  if (count > 0 && !signal.aborted) log.debug({ channel: "whatsapp", count }, "chats were looked through");
  if (found.undecrypted.length > 0) await sleep(undecryptedMs, signal);
  await readChats(found.undecrypted.splice(0), options);
  return !found.failed && !signal.aborted;
}

type ReadOptions = CatchUpOptions & { readonly found: Findings };

/** Those first where the last word is the person's. */
async function chatsToRead(chats: readonly ReadableChat[], options: ReadOptions): Promise<ReadableChat[]> {
  const isBehind = async (chat: ReadableChat) => {
    const known = await look(chat, options);
    return hasNews(chat, known) || pollsOf(known, options).length > 0;
  };
  const ours = chats.filter((chat) => isPrivateChat(idOf(chat)));
  const judged = await Promise.all(ours.map(isBehind));
  const behind = ours.filter((_, place) => judged[place]);
  const isTheirs = ({ lastMessage }: ReadableChat) => lastMessage?.fromMe === false;
  return [...behind.filter(isTheirs), ...behind.filter((chat) => !isTheirs(chat))];
}

/** What is known of a chat may still stand under the person's other id. */
async function look(chat: ReadableChat, { notes, findOtherId }: ReadOptions): Promise<KnownChat> {
  const known = await notes.look(idOf(chat));
  if (known.isNoted || !hasNews(chat, known)) return known;
  const other = await findOtherId(idOf(chat));
  return other === undefined ? known : notes.look(other);
}

async function readChats(left: ReadableChat[], options: ReadOptions): Promise<void> {
  const { receiver, signal } = options;
  while (left.length > 0 && !signal.aborted) {
    const urgent = left.findIndex((chat) => receiver.isWaiting(idOf(chat)));
    const [chat] = left.splice(Math.max(0, urgent), 1);
    if (chat === undefined) return;
    const missed = await tryToRead(() => readChat(chat, options), options);
    // What was not read is found by the next client, as long as nothing later is handed over.
    if (!signal.aborted) receiver.release(idOf(chat), missed ?? []);
  }
}

async function readChat(chat: ReadableChat, options: ReadOptions): Promise<readonly Incoming[]> {
  const known = await look(chat, options);
  const messages = hasNews(chat, known) ? await readMessages(chat, known, options) : [];
  if (messages.some((message) => "undecrypted" in message)) options.found.undecrypted.push(chat);
  const votes = await readVotes(chat, known, options);
  const missed: readonly Incoming[] = [...messages, ...votes];
  // Stable: what was written in the same second stays in WhatsApp's order.
  return missed.toSorted((one, other) => one.at - other.at);
}

async function readMessages(
  chat: ReadableChat,
  known: KnownChat,
  options: ReadOptions,
): Promise<readonly ReadSomething[]> {
  const isUnhandled = (read: ReadSomething) =>
    !known.isHandled(read.at, "undecrypted" in read ? read.undecrypted : read.message.id);
  const read = async (limit: number) => {
    const all =
      (await tryToRead(() => chat.fetchMessages({ limit, fromMe: false }), options)) ??
      (await readMessagesSingly(idOf(chat), limit, singly(options)));
    const found = all.map(readMessage).filter(isSome);
    return { found, fresh: found.filter(isUnhandled) };
  };
  const { found, fresh } = await read(usualCount);
  const isCutShort = found.length > 0 && fresh.length === found.length;
  const isMixed = new Set(fresh.map(({ at }) => at)).size < fresh.length;
  return isCutShort || isMixed ? (await read(largeCount)).fresh : fresh;
}

async function readVotes(
  chat: ReadableChat,
  known: KnownChat,
  options: ReadOptions,
): Promise<readonly ReadVote[]> {
  const votes = [];
  const pollIds = pollsOf(known, options).map((id) => `true_${idOf(chat)}_${id}`);
  for (const pollId of pollIds)
    votes.push(...((await tryToRead(() => options.client.getPollVotes(pollId), options)) ?? []));
  return votes.map(readVote).filter(isSome);
}

function pollsOf(known: KnownChat, { clock }: CatchUpOptions): readonly string[] {
  return known.newestPolls(pollsPerChat, clock.now() - pollsAreReadMs);
}

function hasNews({ timestamp = 0 }: ReadableChat, known: KnownChat): boolean {
  return known.mayHaveNews(timestamp * 1_000);
}

function idOf(chat: ReadableChat): string {
  return chat.id._serialized;
}

function singly({ client, clock, log, signal }: CatchUpOptions) {
  const onProblem = (problem: string) =>
    log.warn({ channel: "whatsapp", problem }, "one thing that came meanwhile cannot be read; the rest is");
  return { client, clock, signal, onProblem };
}

/** Returns what `read` resolves with, at the third attempt at the latest; undefined if all have failed. */
async function tryToRead<T>(
  read: () => Promise<T>,
  { log, signal, found }: ReadOptions,
): Promise<T | undefined> {
  if (signal.aborted) return undefined;
  const delayMs = (error: unknown, attempt: number) => {
    const problem = describeWhatsAppError(error);
    log.warn({ channel: "whatsapp", problem, attempt }, "messages that came meanwhile could not be read");
    if (attempt === mostAttempts) throw error;
    return 0;
  };
  return await retry(read, delayMs, signal).catch(() => {
    found.failed = true;
    return undefined;
  });
}

function isSome<T>(value: T | undefined): value is T {
  return value !== undefined;
}
