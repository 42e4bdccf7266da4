import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { throwAwayCertificate } from "./certificate.ts";
import { openPages } from "./open-page.ts";
import type { Received } from "./whatsapp-web.ts";
import type { Letter, World } from "./world.ts";

const html = `<!doctype html><title>WhatsApp</title><script type="module" src="/page/start.js"></script>`;

/** Plays https://web.whatsapp.com on a free port of the loopback. */
export async function servePage(world: World) {
  const pages = openPages(world);

  const routes: Readonly<Record<string, (body: string, query: URLSearchParams) => unknown>> = {
    "/send": (body) => {
      const { letter, signs } = JSON.parse(body);
      keepTyping(world, signs);
      receive(world, letter);
    },
    "/typing": (signs) => keepTyping(world, JSON.parse(signs)),
    "/seen": (chat) => world.acts.push({ kind: "seen", chat, at: Date.now() }),
    "/cleared": (chat) => empty(world, chat, "cleared"),
    "/deleted": (chat) => empty(world, chat, "deleted"),
    "/media": (content) => {
      const path = `/v/${world.media.size}`;
      world.media.set(path, content);
      return path;
    },
    "/unlink": (device) => world.devices.delete(device),
    "/done": (_body, query) => pages.done(query.get("order")),
    "/pairing-code": (_body, query) => pages.showPairingCode(query.get("page")),
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "https://web.whatsapp.com");
    const route = routes[pathname];
    if (pathname === "/events") pages.openPage(searchParams.get("device"), response);
    else if (route) response.end(JSON.stringify(route(await bodyOf(request), searchParams) ?? null));
    else await sendFile(pathname, response);
  };

  const server = createServer(throwAwayCertificate("web.whatsapp.com"), (request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");

  return {
    port: address.port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function sendFile(path: string, response: ServerResponse): Promise<void> {
  const isScript = /^\/page\/[a-z-]+\.js$/.test(path);
  response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
  response.end(isScript ? await readFile(new URL(`.${path}`, import.meta.url)) : html);
}

function keepTyping(world: World, signs: readonly { readonly chat: string; readonly at: number }[]): void {
  for (const sign of signs) world.acts.push({ kind: "typing", ...sign });
}

/** Nothing of the chat is left on the account. */
function empty(world: World, chat: string, kind: "cleared" | "deleted"): void {
  const kept = world.letters.filter((letter) => letter.chat !== chat);
  world.letters.splice(0, world.letters.length, ...kept);
  world.acts.push({ kind, chat, at: Date.now() });
}

/** Takes a message that the account sends, and puts it on the person's phone. */
function receive(world: World, letter: Letter): void {
  world.letters.push(letter);
  const at = Date.now();
  world.acts.push({ kind: "message", chat: letter.chat, at });
  world.arrivals(letter.chat).push(asReceived(world, letter, at));
  world.changed();
}

function asReceived(world: World, letter: Letter, at: number): Received {
  const { pollName, pollOptions = [], pollSelectableOptionsCount, directPath, filename, mimetype } = letter;
  const text = directPath === undefined ? letter.body : letter.caption;
  return {
    id: world.keyOf(letter),
    at,
    ...(text && { text }),
    ...(pollName !== undefined && {
      poll: {
        question: pollName,
        options: pollOptions.map(({ name }) => name),
        multiple: pollSelectableOptionsCount === 0,
      },
    }),
    ...(directPath !== undefined && {
      file: {
        name: filename ?? "",
        mimeType: mimetype ?? "",
        content: world.media.get(directPath) ?? "",
      },
    }),
  };
}

/** The whole body as text. */
async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}
