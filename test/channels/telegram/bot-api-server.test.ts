import type { Update } from "grammy/types";
import { expect, it } from "vitest";
import type { BotApiServer } from "../../support/bot-api-server.ts";
import {
  editedMessage,
  entity,
  groupMessage,
  membership,
  ourBot,
  photo,
  press,
  privateMessage,
  question,
  repliesTo,
  unreadableContent,
} from "./documented-updates.ts";
import { openServer } from "./running-channel.ts";

/** The fields of a value and the types of what they hold. */
function formOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(formOf);
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([field, content]) => [field, formOf(content)]));
}

/** Sends the documented question to Ada; she has written before. */
async function ask(server: BotApiServer): Promise<void> {
  const { text, reply_markup } = question;
  await fetch(`${server.url}/bot${server.token}/sendMessage`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ chat_id: 7, text, reply_markup }),
  });
}

const ada = (server: BotApiServer) => server.person(7, { languageCode: "fr" });
const from = { language_code: "fr" };
const mention = "@objecteur_test_bot";

it.each<[string, Update, (server: BotApiServer) => unknown]>([
  ["a text", privateMessage({ text: "hello" }), (server) => ada(server).says("hello")],
  [
    "a command",
    privateMessage({ text: "/start", entities: [entity("bot_command", "/start", "/start")] }),
    (server) => ada(server).says("/start"),
  ],
  ["a sticker", privateMessage(unreadableContent["sticker"] ?? {}), (server) => ada(server).sends("sticker")],
  ["a voice note", privateMessage(unreadableContent["voice"] ?? {}), (server) => ada(server).sends("voice")],
  ["a picture", privateMessage({ photo }), (server) => ada(server).sends("photo")],
  ["an edit", editedMessage({ text: "3" }), (server) => ada(server).edits("3")],
  [
    "a press",
    press({ message: question, data: "accounts:both" }),
    async (server) => {
      ada(server).says("hello");
      await ask(server);
      ada(server).presses("Both");
    },
  ],
  ["a block", membership("kicked"), (server) => ada(server).blocks()],
  [
    "a mention in a group",
    groupMessage({ text: mention, entities: [entity("mention", mention, mention)] }),
    (server) => server.group(-1005).says(mention, { from }),
  ],
  [
    "a reply in a group",
    groupMessage({ text: "merci", ...repliesTo(ourBot) }),
    async (server) => {
      server.community(-1005, { type: "supergroup", member: { status: "member" } });
      const group = server.group(-1005);
      await fetch(`${server.url}/bot${server.token}/sendMessage?chat_id=-1005&text=hello`);
      group.says("merci", { from, replyTo: await group.next() });
    },
  ],
])(
  "the stand-in for Telegram tells of %s in the form that Telegram documents",
  async (_, documented, act) => {
    const server = await openServer();
    await act(server);
    const updates = await server.updates.get({ offset: 0, limit: 100, timeout: 0 }).updates;
    expect(formOf(updates.at(-1))).toEqual(formOf(documented));
  },
);
