import { onTestFinished } from "vitest";
import { createWebChannel, type WebChannel, type WebOptions } from "../../src/channels/web/adapter.ts";
import type { Inbox, IncomingMessage } from "../../src/ports.ts";
import { serveWeb, webOptions } from "./web-driver.ts";

/** A web channel on a real server, without a bot: what it receives is only kept. */
export interface LoneWeb {
  readonly channel: WebChannel;
  readonly url: string;
  readonly port: number;
  readonly received: readonly IncomingMessage[];
}

/** Serves it until the test is over. */
export async function serveLoneWeb(options: Partial<WebOptions> = {}): Promise<LoneWeb> {
  const channel = createWebChannel(webOptions(options));
  const server = await serveWeb(channel);
  const received: IncomingMessage[] = [];
  const inbox: Inbox = {
    async receive(message) {
      received.push(message);
      return "answered";
    },
    gone: async () => {},
    noAlerts: async () => {},
    erase: async () => {},
    moved: async () => {},
    subscribe: async () => false,
    resend: async () => {},
    here: () => {},
  };
  await channel.start(inbox);
  onTestFinished(async () => {
    await channel.stop();
    await server.close();
  });
  return { channel, url: server.url, port: server.port, received };
}
