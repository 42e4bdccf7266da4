import type { IncomingMessage, OutgoingMessage } from "../../src/ports.ts";
import { buildBot } from "./bot-under-test.ts";
import {
  type ChannelDriver,
  idOfButton,
  readMessage,
  type Scene,
  sceneOptions,
  waitsWith,
} from "./channel-driver.ts";

const conversationId = "telegram:1001";

/** A person whose words go straight into the inbox of a whole bot: what every channel shows in its own form, without one. */
export async function openInbox(scene: Scene): Promise<ChannelDriver> {
  const shown: OutgoingMessage[] = [];
  const tested = await buildBot({
    ...sceneOptions(scene),
    channel: () => ({
      name: "telegram",
      invitation: () => "https://t.me/objecteur_test_bot?start={campaign}-{language}",
      start: async () => {},
      stop: async () => {},
      send: async (_, message) => void shown.push(message),
    }),
  });
  let given = 0;
  let looked = 0;

  async function gives(message: Partial<IncomingMessage>): Promise<void> {
    given += 1;
    await tested.bot.inbox.receive({
      id: `${given}`,
      conversationId,
      languageHint: scene.language,
      ...message,
    });
    await tested.bot.settle();
  }

  await gives({ text: scene.firstWords });
  return {
    trouble: tested.trouble,
    says: (text) => gives({ text }),
    presses: (label) => gives({ tapped: idOfButton(label, shown) }),
    sends: () => gives({ unreadable: true }),
    waits: waitsWith(tested),
    look() {
      const unread = shown.slice(looked);
      looked = shown.length;
      return unread.map(readMessage);
    },
    close: tested.stop,
  };
}
