import type { Clock } from "../../app/ports.ts";
import { describeWhatsAppError } from "./errors.ts";
import type { WhatsAppChat, WhatsAppClient } from "./library.ts";
import { isPrivateChat } from "./read.ts";

/** What reading needs of a chat. */
export type ReadableChat = Pick<WhatsAppChat, "id" | "timestamp" | "lastMessage" | "fetchMessages">;

interface SinglyOptions {
  readonly client: WhatsAppClient;
  readonly clock: Clock;
  /** Told of each part that cannot be read. */
  readonly onProblem: (problem: string) => void;
  /** Ends the reading. */
  readonly signal: AbortSignal;
}

const idsOfChats = 'window.require("WAWebCollections").Chat.getModelsArray().map(({ id }) => id._serialized)';

/** Loads at least `limit` messages, as `fetchMessages` does, and returns the ids of the person's own, oldest first. */
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
 * Lists the private chats one at a time: `getChats` throws for all of them where the library cannot describe one. A chat
 * that cannot be described comes without its last message, and as one with something new. Never rejects.
 */
export async function listChatsSingly(options: SinglyOptions): Promise<readonly ReadableChat[]> {
  const { client } = options;
  const ids = (await idsFrom(idsOfChats, options)).filter(isPrivateChat);
  const describe = async (id: string) =>
    (await attempt(() => client.getChatById(id), options)) ?? undescribed(id, options);
  return await inTurn(ids, describe, options);
}

/**
 * Reads what the person wrote, at most `limit` messages, one at a time: `fetchMessages` throws for all of them where the library
 * cannot describe one, which is left out here. Never rejects.
 */
export async function readMessagesSingly(
  chatId: string,
  limit: number,
  options: SinglyOptions,
): Promise<readonly unknown[]> {
  const ids = await idsFrom(idsOfMessages(chatId, limit), options);
  return await inTurn(ids, (id) => attempt(() => options.client.getMessageById(id), options), options);
}

function undescribed(id: string, options: SinglyOptions): ReadableChat {
  return {
    id: { _serialized: id },
    timestamp: Math.ceil(options.clock.now() / 1_000),
    fetchMessages: ({ limit }) => readMessagesSingly(id, limit, options),
  };
}

async function idsFrom(script: string, options: SinglyOptions): Promise<readonly string[]> {
  const ids = await attempt(async () => options.client.pupPage?.evaluate(script), options);
  return Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
}

async function inTurn<T>(
  ids: readonly string[],
  read: (id: string) => Promise<T>,
  { signal }: SinglyOptions,
): Promise<readonly T[]> {
  const found: T[] = [];
  for (const id of ids) {
    if (signal.aborted) break;
    found.push(await read(id));
  }
  return found;
}

/** Nothing, and the problem is told, where it fails. */
async function attempt<T>(
  read: () => Promise<T>,
  { onProblem, signal }: SinglyOptions,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!signal.aborted) onProblem(describeWhatsAppError(error));
    return undefined;
  }
}
