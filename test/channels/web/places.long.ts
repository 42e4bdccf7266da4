import { METHODS } from "node:http";
import { connect, type Socket } from "node:net";
import { expect, it } from "vitest";
import { type LoneWeb, serveLoneWeb } from "../../support/lone-web.ts";
import { createWebPage, newSession } from "../../support/web-page.ts";

/** As many places as addresses: one place that is not given back is one reader who is refused. */
const readers = 100;
const addressOf = (index: number) => `192.0.2.${index % readers}`;
const serve = () => serveLoneWeb({ isProxyTrusted: true, limits: { pages: readers, pagesPerAddress: 1 } });

const events = "/chat/events";
const routes = [
  "/",
  "/embed.js",
  events,
  `${events}?x=1`,
  "/chat/messages",
  "/chat/seen",
  "/chat/clock",
  "/chat/none",
];

/** What a client writes to ask for this. */
function requestOf(method: string, path: string, address: string): string {
  const headers = {
    host: "chat",
    "x-session": newSession(),
    "x-forwarded-for": address,
    "content-length": "0",
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n`;
}

/** Opens a connection, which is ended by hand. */
async function dial({ port }: LoneWeb): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  // The server may end it before we do.
  socket.on("error", () => {});
  await new Promise((resolve) => socket.once("connect", resolve));
  return socket;
}

/** Writes everything at once to one connection, and hangs up when as many answers are there. */
async function askAtOnce(web: LoneWeb, requests: readonly string[]): Promise<void> {
  const socket = await dial(web);
  let heard = "";
  const answers = () => heard.split("HTTP/1.1 ").length - 1;
  const ended = new Promise<void>((resolve) => {
    socket.on("data", (piece: Buffer) => {
      heard += piece.toString("latin1");
      if (answers() >= requests.length) resolve();
    });
    socket.once("close", () => resolve());
  });
  socket.write(requests.join(""));
  await ended;
  expect(answers()).toBe(requests.length);
  socket.destroy();
}

/** Opens a page from each address, all at once; gives how many were let in. */
async function letIn({ url }: LoneWeb): Promise<number> {
  const pages = Array.from({ length: readers }, (_, index) =>
    createWebPage({ url, address: addressOf(index) }),
  );
  const statuses = await Promise.all(pages.map((page) => page.open()));
  for (const page of pages) page.close();
  return statuses.filter((status) => status === 200).length;
}

it("has a place for every reader after 1,000 requests of every method to every route", async () => {
  const web = await serve();
  // A stream does not end by itself, and CONNECT is answered by no route: Node hangs up.
  const methods = METHODS.filter((method) => method !== "CONNECT");
  const asked = methods.flatMap((method) => routes.map((route) => [method, route] as const));
  const rounds = Math.ceil(1_000 / asked.length);
  for (let round = 0; round < rounds; round += 1) {
    const requests = asked
      .filter(([method, route]) => method !== "GET" || !route.startsWith(events))
      .map(([method, route], index) => requestOf(method, route, addressOf(round + index)));
    await askAtOnce(web, requests);
    await askAtOnce(web, [requestOf("GET", events, addressOf(round))]);
  }
  await expect.poll(() => letIn(web)).toBe(readers);
});

it("has a place for every reader after 1,000 requests for the head of a stream alone", async () => {
  const web = await serve();
  for (let round = 0; round < 10; round += 1)
    await askAtOnce(
      web,
      Array.from({ length: readers }, (_, index) => requestOf("HEAD", events, addressOf(index))),
    );
  await expect.poll(() => letIn(web)).toBe(readers);
});

it.each([
  ["hangs up at once", (socket: Socket) => socket.destroy()],
  ["cuts the connection", (socket: Socket) => socket.resetAndDestroy()],
  ["hangs up a moment later", (socket: Socket) => void setImmediate(() => socket.destroy())],
  ["writes no more", (socket: Socket) => void socket.end()],
])("has a place for every reader after each of them has asked for a stream and %s", async (_, leave) => {
  const web = await serve();
  for (let index = 0; index < 2 * readers; index += 1) {
    const socket = await dial(web);
    socket.write(requestOf("GET", events, addressOf(index)), () => leave(socket));
  }
  await expect.poll(() => letIn(web)).toBe(readers);
});

it("has a place for every reader after streams that waited behind another on one connection", async () => {
  const web = await serve();
  const socket = await dial(web);
  const asked = Array.from({ length: readers }, (_, index) => requestOf("GET", events, addressOf(index)));
  socket.write(asked.join(""));
  await new Promise((resolve) => socket.once("data", resolve));
  expect(await letIn(web)).toBe(0);
  socket.destroy();
  await expect.poll(() => letIn(web)).toBe(readers);
});
