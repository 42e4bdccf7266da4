import { createTelegramChannel } from "../../src/channels/telegram/adapter.ts";
import type { SeenMessage } from "./bot-api-chats.ts";
import { createBotApiServer } from "./bot-api-server.ts";
import { startBot, ungrouped, unmetered } from "./bot-under-test.ts";
import {
  actsWith,
  type ChannelDriver,
  type Scene,
  type SeenByPerson,
  sceneOptions,
} from "./channel-driver.ts";

/** A person on Telegram: the real adapter against a Bot API server over HTTP. */
export async function openTelegram(scene: Scene): Promise<ChannelDriver> {
  const server = await createBotApiServer();
  const tested = await startBot({
    ...sceneOptions(scene),
    channel: ({ clock, log }) =>
      createTelegramChannel({
        token: server.token,
        apiRoot: server.url,
        profiles: [],
        ...ungrouped,
        proactivePerSecond: 28,
        clock,
        log,
        ...unmetered,
        timing: { holdSeconds: 20 },
      }),
  });
  const person = server.person(1001, scene.language === undefined ? {} : { languageCode: scene.language });

  const { act, waits } = actsWith(tested);
  await act(() => person.says(scene.firstWords));
  return {
    trouble: tested.trouble,
    says: (text) => act(() => person.says(text)),
    presses: (label) => act(() => person.presses(label)),
    sends: (kind) => act(() => person.sends(kind)),
    waits,
    look() {
      const unread = [...person.unread()];
      for (const _ of unread) void person.next();
      return unread.map(readTelegramMessage);
    },
    async close() {
      await tested.stop();
      await server.close();
    },
  };
}

/** Reads a message as the person sees it. A text that is too long for a button stands in a block after its name. */
export function readTelegramMessage({ text: sent, entities, rows, document }: SeenMessage): SeenByPerson {
  const all = rows.flat();
  const block = entities.find(({ type }) => type === "pre");
  const name = entities.findLast(({ type, offset }) => type === "bold" && offset < (block?.offset ?? 0));
  const text = name === undefined ? sent : sent.slice(0, name.offset).trimEnd();
  // A file's own button is part of the file: not every channel has buttons that open a website.
  const links = all.flatMap(({ label, url }) => (url === undefined ? [] : [{ label, url }]));
  const copy = block
    ? sent.slice(block.offset, block.offset + block.length)
    : all.find((button) => button.copy !== undefined)?.copy;
  return {
    text,
    links: links.filter(
      ({ url }) => document === undefined || !url.startsWith("https://calendar.google.com/"),
    ),
    ...(copy !== undefined && { copy }),
    ...(document !== undefined && { file: document.name }),
    buttons: all.flatMap(({ label, data }) => (data === undefined ? [] : [label])),
  };
}
