import { createWebChannel, type WebChannel, type WebOptions } from "../../src/channels/web/adapter.ts";
import type { MessageDto } from "../../src/channels/web/wire.ts";
import { type HttpServer, serveHttp } from "../../src/http/serve-http.ts";
import { createTroubleLog, startBot } from "./bot-under-test.ts";
import {
  actsWith,
  type ChannelDriver,
  idOfButton,
  readMessage,
  type Scene,
  type SeenByPerson,
  sceneOptions,
} from "./channel-driver.ts";
import { createWebPage } from "./web-page.ts";

/** A person at the chat in the browser: the real routes on a real server, and a page that speaks as the real one does. */
export async function openWeb(scene: Scene): Promise<ChannelDriver> {
  let web: WebChannel | undefined;
  const tested = await startBot({
    ...sceneOptions(scene),
    channel({ clock, log }) {
      web = createWebChannel(webOptions({ origin: "https://chat.example.org", clock, log }));
      return web;
    },
  });
  if (web === undefined) throw new Error("the bot has not asked for its channel");
  const server = await serveWeb(web);
  const { language } = scene;
  const page = createWebPage({ url: server.url, ...(language !== undefined && { language }) });
  await page.open();
  let read = 0;

  const { act, waits } = actsWith(tested);
  const post = (said: Parameters<typeof page.post>[0]) => act(() => void page.post(said));
  await post({ text: scene.firstWords });
  return {
    trouble: tested.trouble,
    says: (text) => post({ text }),
    presses: (label) =>
      post({
        tapped: idOfButton(
          label,
          page.messages.map(({ message }) => message),
        ),
      }),
    sends: () => post({ unreadable: true }),
    waits,
    look() {
      const seen = page.messages.slice(read).map(readMessageDto);
      read = page.messages.length;
      return seen;
    },
    async close() {
      await tested.stop();
      await server.close();
    },
  };
}

/** Serves a web channel on a free port of this machine. */
export function serveWeb({ app }: WebChannel): Promise<HttpServer> {
  return serveHttp({ host: "127.0.0.1", port: 0, routes: [app], log: createTroubleLog().log });
}

/** A web channel without a page to serve, as it is in public. */
export function webOptions(more: Partial<WebOptions> = {}): WebOptions {
  const clock = { now: () => Date.now() };
  return { files: new Map(), mode: { type: "public" }, clock, log: createTroubleLog().log, ...more };
}

/** Reads a message as the person sees it. */
export function readMessageDto({ message }: MessageDto): SeenByPerson {
  return readMessage(message);
}
