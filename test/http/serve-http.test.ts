import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:net";
import { text } from "node:stream/consumers";
import { Hono } from "hono";
import { expect, it, onTestFinished } from "vitest";
import { createWebChannel } from "../../src/channels/web/adapter.ts";
import { limitBody } from "../../src/http/limit-body.ts";
import { serveHttp } from "../../src/http/serve-http.ts";
import { createTroubleLog } from "../support/bot-under-test.ts";
import { createGate } from "../support/create-gate.ts";
import { serveWeb, webOptions } from "../support/web-driver.ts";
import { createWebPage } from "../support/web-page.ts";

const local = { host: "127.0.0.1", port: 0, log: createTroubleLog().log };

it("serves the routes that it is given, the first that answers", async () => {
  const one = new Hono().get("/one", (context) => context.text("one"));
  const two = new Hono()
    .get("/one", (context) => context.text("never"))
    .get("/two", (context) => context.text("two"));
  const server = await serveHttp({ ...local, routes: [one, two] });
  onTestFinished(() => server.close());
  const ask = async (path: string) => (await fetch(`${server.url}${path}`)).text();
  expect(await Promise.all(["/one", "/two", "/three"].map(ask))).toEqual(["one", "two", "Not found"]);
});

it("answers with 500 where something breaks, tells the operator, and tells nobody what", async () => {
  const { log, trouble } = createTroubleLog();
  const broken = new Hono().get("/", () => {
    throw new Error("the password is 1234");
  });
  const server = await serveHttp({ ...local, routes: [broken], log });
  onTestFinished(() => server.close());
  const answer = await fetch(server.url);
  expect([answer.status, await answer.text()]).toEqual([500, "Something went wrong on our side"]);
  expect(trouble).toHaveLength(1);
});

it("logs no error where whoever sends goes away in the middle", async () => {
  const { log, trouble } = createTroubleLog();
  const ended = createGate();
  const route = new Hono().post("/", async ({ req, text }) => text(await req.text().finally(ended.open)));
  const server = await serveHttp({ ...local, routes: [route], log });
  onTestFinished(() => server.close());
  const socket = connect(server.port, "127.0.0.1");
  socket.write("POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5000\r\n\r\nhalf", () =>
    socket.destroy(),
  );
  await ended.opened;
  await fetch(server.url);
  expect(trouble).toEqual([]);
});

it("answers a request whose length is not said as any other, up to the limit", async () => {
  const limits = { most: 10, usual: 10, usualUnderWay: 10, largeUnderWay: 0 };
  const limit = limitBody(limits, {
    tooLong: (context) => context.text("too long", 413),
    full: (context) => context.text("full", 503),
  });
  const route = new Hono().post("/", limit, async (context) => context.text(await context.req.text()));
  const server = await serveHttp({ ...local, routes: [route] });
  onTestFinished(() => server.close());
  const post = async (body: string | ReadableStream) => {
    const answer = await fetch(server.url, { method: "POST", body, duplex: "half" } as RequestInit);
    return [answer.status, await answer.text()];
  };
  for (const written of [(body: string) => body, streamOf]) {
    expect(await post(written("short"))).toEqual([200, "short"]);
    expect(await post(written(""))).toEqual([200, ""]);
    expect(await post(written("longer than ten"))).toEqual([413, "too long"]);
  }
  const socket = connect(server.port, "127.0.0.1");
  socket.write("POST / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
  expect(await text(socket)).toMatch(/^HTTP\/1.1 200 /);
});

function streamOf(text: string): ReadableStream {
  return new Blob([text]).stream();
}

it("names the methods of a path that is asked by another one", async () => {
  const route = new Hono()
    .get("/one", (context) => context.text("one"))
    .post("/two", (context) => context.text("two"));
  const server = await serveHttp({ ...local, routes: [route] });
  onTestFinished(() => server.close());
  const ask = async (method: string, path: string) => {
    const { status, headers } = await fetch(`${server.url}${path}`, { method });
    return [status, headers.get("allow")];
  };
  expect(await ask("DELETE", "/one")).toEqual([405, "GET, HEAD"]);
  expect(await ask("OPTIONS", "/two")).toEqual([405, "POST"]);
  expect(await ask("DELETE", "/three")).toEqual([404, null]);
});

it.each([
  ["chat.example.org", 200],
  ["CHAT.example.org:443", 200],
  ["127.0.0.1:8080", 200],
  ["[::1]:8080", 200],
  ["localhost", 200],
  ["objecteur:8080", 200],
  ["objecteur.monitoring.svc.cluster.local", 200],
  ["evil.example", 421],
  ["chat.example.org.evil.example", 421],
  ["256.1.1.1", 400],
  ["a b", 400],
])("answers under its own names only: %s gets %d on every route", async (host, status) => {
  const { log, trouble } = createTroubleLog();
  const route = new Hono().all("/metrics", (context) => context.text("all"));
  const server = await serveHttp({ ...local, log, routes: [route], names: ["chat.example.org"] });
  onTestFinished(() => server.close());
  for (const asked of ["GET /metrics", "POST /metrics", "GET /"]) {
    const answer = await write(
      server.port,
      `${asked} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`,
    );
    expect(answer).toContain(`HTTP/1.1 ${asked === "GET /" && status === 200 ? 404 : status} `);
    expect(answer.toLowerCase()).toContain("content-security-policy: default-src 'none'");
    expect(answer.includes("set WEB_URL to this address")).toBe(status === 421);
  }
  expect(trouble).toEqual([]);
});

it.each([
  ["headers", "POST / HTTP/1.1\r\nhost: localhost\r\n"],
  ["a body", "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\nslow"],
])("closes a connection whose request does not arrive in time: %s", async (_, begun) => {
  const route = new Hono().post("/", async (context) => context.text(await context.req.text()));
  const server = await serveHttp({ ...local, routes: [route], arriveWithinMs: 500 });
  onTestFinished(() => server.close());
  const began = performance.now();
  await write(server.port, begun);
  // Where it is not said otherwise, it waits for 25 seconds.
  expect(performance.now() - began).toBeLessThan(20_000);
});

/** Writes this, and resolves with all that is answered until the connection is closed. */
async function write(port: number, asked: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(asked);
  return text(socket);
}

it("says what to do where it cannot listen", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  await expect(serveHttp({ ...local, port, routes: [] })).rejects.toThrow(
    `PORT: ${port} is in use on 127.0.0.1, choose another such as PORT=${port + 1}`,
  );
  await expect(serveHttp({ ...local, host: "192.0.2.1", routes: [] })).rejects.toThrow(
    "HOST: cannot listen on 192.0.2.1 (EADDRNOTAVAIL), use 127.0.0.1 for this machine alone or 0.0.0.0 for all",
  );
});

it("ends at once: what is in hand is answered, streams and idle connections are ended", async () => {
  const [arrived, gate] = [createGate(), createGate()];
  const channel = createWebChannel(webOptions());
  await channel.start({
    receive: async () => {
      arrived.open();
      await gate.opened;
      return "answered";
    },
    gone: async () => {},
    noAlerts: async () => {},
    erase: async () => {},
    moved: async () => {},
    subscribe: async () => false,
    resend: async () => {},
    here: () => {},
  });
  const server = await serveWeb(channel);
  const page = createWebPage({ url: server.url });
  await page.open();
  const posted = page.post({ text: "slow" });
  await arrived.opened;
  const began = performance.now();
  const stopping = channel.stop().then(() => server.close());
  void page.ended().then(gate.open);
  expect(await posted).toBe(200);
  await Promise.all([stopping, page.ended()]);
  // A connection that is kept alive would last for five seconds.
  expect(performance.now() - began).toBeLessThan(4_000);
  await expect(page.post({ text: "late" })).rejects.toThrow("ECONNREFUSED");
});
