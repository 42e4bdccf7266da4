import type { Log } from "../../app/ports.ts";
import { withTimeout } from "../../concurrency/with-timeout.ts";
import { describeWhatsAppError } from "./errors.ts";
import type { FindOtherId } from "./find-other-id.ts";
import type { WhatsAppClient } from "./library.ts";

interface ClearOptions {
  readonly findOtherId: FindOtherId;
  readonly log: Log;
}

const patienceMs = 5_000;

/**
 * Deletes the chat of someone who was erased, with its messages, on the linked device, and through WhatsApp on the account's own
 * phone. Also the chat under their other id, if there is one. Never rejects: what fails is logged.
 */
export async function clearChat(
  client: WhatsAppClient,
  chat: string,
  { findOtherId, log }: ClearOptions,
): Promise<void> {
  const other = await findOtherId(chat);
  for (const id of other === undefined ? [chat] : [chat, other]) {
    try {
      await withTimeout(patienceMs, deleteChat(client, id, id === chat));
    } catch (error) {
      const problem = describeWhatsAppError(error);
      log.error(
        { channel: "whatsapp", problem },
        "the chat of somebody who was erased stays on the linked device: delete it on the phone",
      );
    }
  }
}

/** The other chat is left alone where WhatsApp Web has none: it would make one, and ask its servers for it. */
async function deleteChat(client: WhatsAppClient, id: string, isOpen: boolean): Promise<void> {
  if (!isOpen && (await client.pupPage?.evaluate(hasChat(id))) !== true) return;
  const chat = await client.getChatById(id);
  // The words go first: they are gone also if the chat cannot be deleted.
  if (!(await chat.clearMessages())) throw new Error("the messages are not cleared");
  if (!(await chat.delete())) throw new Error("the chat is not deleted");
}

function hasChat(id: string): string {
  return `(() => {
    const wid = window.require("WAWebWidFactory").createWid(${JSON.stringify(id)});
    return window.require("WAWebCollections").Chat.get(wid) !== undefined;
  })()`;
}
