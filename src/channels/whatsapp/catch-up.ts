import pLimit from "p-limit";
import { z } from "zod";
import type { Outside } from "../../ports.ts";
import { day, hour } from "../../support/durations.ts";
import { retry } from "../../support/retry.ts";
import { sleep, systemTimers } from "../../support/timers.ts";
import type { ChatNotes, KnownChat } from "./chat-notes.ts";
import { describeWhatsAppError } from "./errors.ts";
import type { FindOtherId } from "./find-other-id.ts";
import type { WhatsAppChat, WhatsAppClient } from "./library.ts";
import { type Incoming, isPrivateChat, readMessage, readVote } from "./read.ts";
import type { Receiver } from "./receive.ts";

/** The part of a chat that catching up reads. */
type ReadableChat = Pick<WhatsAppChat, "id" | "timestamp" | "lastMessage" | "fetchMessages">;

interface CatchUpOptions extends Pick<Outside, "clock" | "log" | "random"> {
  readonly client: WhatsAppClient;
  readonly receiver: Receiver;
  readonly notes: ChatNotes;
  readonly findOtherId: FindOtherId;
  /** Aborted when the client has ended or starts catching up anew: messages may be missed again. */
  readonly signal: AbortSignal;
}

const chatsAtOnce = 4;
/**
 * After an outage, this many chats are answered without a pause. After that, each of the parallel
 * readers waits `paceMs` on average after each chat.
 */
const chatsUnpaced = 20;
const paceMs = 2_000;
const usualCount = 30;
/** More than needed: if the library truncates a list, it loses the order within a second. */
const largeCount = 1_000;
/** The open question's poll is the newest; a reminder's poll may be the one before it. */
const pollsPerChat = 2;
const pollsAreReadMs = 14 * day;
const mostAttempts = 3;
/** WhatsApp usually needs some seconds to request an undecrypted message from the phone again. */
const undecryptedMs = 30_000;

const unread = "messages that came meanwhile could not be read";
const oneUnread = "one thing that came meanwhile cannot be read; the rest is";

const idsSchema = z.array(z.string()).catch([]);
const idsOfChats = 'window.require("WAWebCollections").Chat.getModelsArray().map(({ id }) => id._serialized)';

/**
 * Returns a script that loads at least `limit` messages, as `fetchMessages` does, and returns the
 * ids of the person's own, oldest first.
 */
function idsOfMessages(chatId: string, limit: number): string {
  return `(async () => {
    const chat = await window.WWebJS.getChat(${JSON.stringify(chatId)}, { getAsModel: false });
    const theirs = () => chat.msgs.getModelsArray().filter(({ id, isNotification }) => !id.fromMe && !isNotification);
    while (theirs().length < ${limit}) {
      const loaded = await window.require("WAWebChatLoadMessages").loadEarlierMsgs({ chat });
      if (!loaded?.length) break;
    }
    return theirs().map(({ id }) => id._serialized).slice(-${limit});
  })()`;
}

/**
 * Hands over the messages and votes that came while the bot was not connected: in order within each
 * chat, and before held messages that came later. Logs and skips a chat, a message or a poll's votes
 * that cannot be read. Never rejects.
 *
 * If nothing may have been skipped, it runs until the signal aborts, and notes every hour that
 * everything written more than an hour ago is handled. This is for people who were erased: they have
 * no note any more, and without the hourly note a later start would answer what is left of their
 * chat.
 */
export async function catchUp(options: CatchUpOptions): Promise<void> {
  const { client, receiver, notes, findOtherId, clock, log, random, signal } = options;
  /** True once a read has failed, so that something may have been skipped. */
  let hasFailed = false;
  const undecrypted: ReadableChat[] = [];
  const aborted = new Promise<undefined>((resolve) => {
    signal.addEventListener("abort", () => resolve(undefined));
  });
  let answered = 0;
  /** The chats still to be read, those first whose last message is the person's. */
  const left = new Map<string, ReadableChat>();

  /** Resolves with the result of `read`, tried up to `attempts` times; undefined if all attempts fail. */
  async function tryToRead<T>(read: () => Promise<T>, attempts = mostAttempts): Promise<T | undefined> {
    if (signal.aborted) return undefined;
    const delayMs = (error: unknown, attempt: number) => {
      const problem = describeWhatsAppError(error);
      log.warn({ problem, attempt }, attempts === 1 ? oneUnread : unread);
      if (attempt === attempts) throw error;
      return 0;
    };
    return await retry(systemTimers, read, delayMs, signal).catch(() => {
      hasFailed = true;
      return undefined;
    });
  }

  /**
   * Reads items one by one, by the ids that `script` returns from the page: the library's own list
   * call throws for all of them if it cannot describe one.
   */
  async function readSingly<T>(script: string, read: (id: string) => Promise<T>): Promise<T[]> {
    const ids = idsSchema.parse(await tryToRead(async () => client.pupPage?.evaluate(script), 1));
    const found: T[] = [];
    for (const id of ids) if (!signal.aborted) found.push(await read(id));
    return found;
  }

  /** If the library cannot describe a chat, returns it without its last message and as if it had news. */
  async function describeChat(id: string): Promise<ReadableChat> {
    const undescribed = {
      id: { _serialized: id },
      timestamp: Math.ceil(clock.now() / 1_000),
      fetchMessages: ({ limit }: { readonly limit: number }) => fetchSingly(id, limit),
    };
    if (!isPrivateChat(id)) return undescribed;
    return (await tryToRead(() => client.getChatById(id), 1)) ?? undescribed;
  }

  function fetchSingly(chatId: string, limit: number): Promise<unknown[]> {
    const read = (id: string) => tryToRead(() => client.getMessageById(id), 1);
    return readSingly(idsOfMessages(chatId, limit), read);
  }

  /** Returns the chat's note; it may still be stored under the person's other id. */
  async function look(chat: ReadableChat): Promise<KnownChat> {
    const known = await notes.look(idOf(chat));
    if (known.isNoted || !hasNews(chat, known)) return known;
    const other = await findOtherId(idOf(chat));
    return other === undefined ? known : notes.look(other);
  }

  /**
   * Resolves with undefined if aborted: the next client reads the chat, as long as nothing later is
   * handed over.
   */
  async function readMissed(id: string): Promise<readonly Incoming[] | undefined> {
    const chat = left.get(id);
    left.delete(id);
    // A page that has crashed never answers.
    const missed = chat && (await Promise.race([tryToRead(() => readChat(chat)), aborted]));
    return signal.aborted ? undefined : (missed ?? []);
  }

  /**
   * Hands over the remaining chats, the first ones at once and the others slowly: no human answers
   * hundreds in a minute.
   */
  async function handOverMissed(): Promise<void> {
    const inTurn = pLimit(chatsAtOnce);
    const ids = [...left.keys()];
    await Promise.all(ids.map((id) => inTurn(() => handOverPaced(id))));
    if (ids.length > 0 && !signal.aborted) log.debug({ count: ids.length }, "chats were looked through");
  }

  async function handOverPaced(id: string): Promise<void> {
    if (signal.aborted) return;
    if ((await receiver.read(id)) > 0) answered += 1;
    if (answered > chatsUnpaced) await sleep(systemTimers, paceMs * (0.5 + random()), signal);
  }

  async function readChat(chat: ReadableChat): Promise<readonly Incoming[]> {
    const known = await look(chat);
    const messages = hasNews(chat, known) ? await readMessages(chat, known) : [];
    if (messages.some((message) => "undecrypted" in message)) undecrypted.push(chat);
    const missed: readonly Incoming[] = [...messages, ...(await readVotes(chat, known))];
    // A stable sort: messages of the same second stay in WhatsApp's order.
    return missed.toSorted((one, other) => one.at - other.at);
  }

  async function readMessages(chat: ReadableChat, known: KnownChat) {
    const read = async (limit: number) => {
      const all =
        (await tryToRead(() => chat.fetchMessages({ limit, fromMe: false }))) ??
        (await fetchSingly(idOf(chat), limit));
      const found = all.map(readMessage).filter((message) => message !== undefined);
      const fresh = found.filter(
        (message) =>
          !known.isHandled(message.at, "undecrypted" in message ? message.undecrypted : message.message.id),
      );
      return { found, fresh };
    };
    const { found, fresh } = await read(usualCount);
    const isCutShort = found.length > 0 && fresh.length === found.length;
    const isMixed = new Set(fresh.map(({ at }) => at)).size < fresh.length;
    return isCutShort || isMixed ? (await read(largeCount)).fresh : fresh;
  }

  async function readVotes(chat: ReadableChat, known: KnownChat) {
    const votes: unknown[] = [];
    for (const id of known.newestPolls(pollsPerChat, clock.now() - pollsAreReadMs))
      votes.push(...((await tryToRead(() => client.getPollVotes(`true_${idOf(chat)}_${id}`))) ?? []));
    return votes.map(readVote).filter((vote) => vote !== undefined);
  }

  async function keepFloor(): Promise<void> {
    while (!signal.aborted) {
      const until = clock.now() - hour;
      await receiver.settle();
      if (!signal.aborted) notes.noteAllHandled(until);
      await sleep(systemTimers, hour, signal);
    }
  }

  const chats = (await tryToRead(() => client.getChats())) ?? (await readSingly(idsOfChats, describeChat));
  const ours = chats.filter((chat) => isPrivateChat(idOf(chat)));
  const isTheirs = ({ lastMessage }: ReadableChat) => lastMessage?.fromMe === false;
  for (const chat of [...ours.filter(isTheirs), ...ours.filter((chat) => !isTheirs(chat))])
    left.set(idOf(chat), chat);
  if (signal.aborted) return;
  receiver.readWith(readMissed);
  await handOverMissed();
  if (undecrypted.length > 0) await sleep(systemTimers, undecryptedMs, signal);
  for (const chat of undecrypted.splice(0)) left.set(idOf(chat), chat);
  await handOverMissed();
  if (!hasFailed) await keepFloor();
}

function hasNews({ timestamp = 0 }: ReadableChat, known: KnownChat): boolean {
  return known.mayHaveNews(timestamp * 1_000);
}

function idOf(chat: ReadableChat): string {
  return chat.id._serialized;
}
