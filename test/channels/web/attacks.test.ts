import { request } from "node:http";
import { expect, it } from "vitest";
import type { WebOptions } from "../../../src/channels/web/adapter.ts";
import { createOpenPage } from "../../../src/channels/web/open-streams.ts";
import { readAddress } from "../../../src/http/guard-request.ts";
import { serveLoneWeb } from "../../support/lone-web.ts";
import { createWebPage, newSession } from "../../support/web-page.ts";

const preview = {
  type: "preview",
  time: { timeOf: async () => ({ ahead: 0 }), travel: async () => {} },
} as const;

async function serve(options: Partial<WebOptions> = {}) {
  const { channel, url, received } = await serveLoneWeb(options);
  /** What no browser would let a page do. */
  async function raw(
    method: string,
    path: string,
    headers: Record<string, string>,
    body = "",
  ): Promise<number> {
    return await new Promise((resolve, reject) => {
      const asking = request(url, { method, path, headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      // A body that is refused may not be read to its end.
      asking.on("error", (error: NodeJS.ErrnoException) =>
        ["EPIPE", "ECONNRESET"].includes(error.code ?? "") ? resolve(413) : reject(error),
      );
      asking.end(body);
    });
  }
  const post = (headers: Record<string, string>, body: unknown = said(), path = "/chat/messages") =>
    raw("POST", path, { "x-session": newSession(), ...headers }, JSON.stringify(body));
  return { channel, url, received, raw, post };
}

const said = () => ({ id: crypto.randomUUID(), text: "hello" });

it.each([
  ["none", undefined],
  ["an empty one", ""],
  ["a short one", "abc"],
  ["one that is a character too long", "a".repeat(44)],
  ["one with other characters", `${"a".repeat(42)}'`],
  ["two at once", `${"a".repeat(43)}, ${"b".repeat(43)}`],
  ["the id that the store knows", `web:${"a".repeat(43)}`],
])("refuses a session that is %s", async (_kind, session) => {
  const { received, raw } = await serve();
  const headers: Record<string, string> = session === undefined ? {} : { "x-session": session };
  expect(await raw("POST", "/chat/messages", headers, JSON.stringify(said()))).toBe(401);
  expect(await raw("GET", "/chat/events", headers)).toBe(401);
  expect(received).toEqual([]);
});

it("shows a session nothing of another's, and lets none speak or confirm for it", async () => {
  const { channel, url, received } = await serve({ limits: { seenWithinMs: 200 } });
  const [ann, bob] = [createWebPage({ url, confirms: false }), createWebPage({ url })];
  await Promise.all([ann.open(), bob.open()]);
  const id = crypto.randomUUID();
  expect([await ann.post({ text: "I am Ann" }, id), await bob.post({ text: "I am Bob" }, id)]).toEqual([
    200, 200,
  ]);
  expect(new Set(received.map((message) => message.id)).size).toBe(2);
  const [of] = received;
  const sending = channel.send(of?.conversationId ?? "web:", { text: [] }, "answer", "one");
  const headers = { "x-session": bob.session, "content-type": "application/json" };
  await fetch(`${url}/chat/seen`, { method: "POST", headers, body: JSON.stringify({ ids: ["one"] }) });
  await expect(sending).rejects.toMatchObject({ problem: { reason: "away" } });
  expect(bob.messages).toEqual([]);
});

it.each([
  [{ "sec-fetch-site": "cross-site" }],
  [{ "sec-fetch-site": "same-site" }],
  [{ "sec-fetch-site": "none" }],
  [{ origin: "https://evil.example" }],
  [{ origin: "null" }],
  [{ "sec-fetch-site": "cross-site", origin: "http://127.0.0.1" }],
])("takes nothing from another site's page: %o", async (headers) => {
  const { post, raw, received } = await serve();
  expect(await post(headers)).toBe(403);
  expect(await raw("GET", "/chat/events", { "x-session": newSession(), ...headers })).toBe(403);
  expect(received).toEqual([]);
});

it("takes what comes from its own page, also behind a proxy that is called otherwise", async () => {
  const { post, url } = await serve({ origin: "https://chat.example.org" });
  expect(await post({ "sec-fetch-site": "same-origin", origin: "https://elsewhere.example" })).toBe(200);
  expect(await post({ origin: url })).toBe(200);
  expect(await post({ origin: "https://chat.example.org" })).toBe(200);
});

it("gives no other site leave to ask", async () => {
  const { url } = await serve();
  const asking = { origin: "https://evil.example", "access-control-request-headers": "x-session" };
  const answer = await fetch(`${url}/chat/messages`, { method: "OPTIONS", headers: asking });
  expect(answer.ok).toBe(false);
  expect([...answer.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  expect(answer.headers.get("set-cookie")).toBeNull();
});

it("answers in the preview to this machine's own names only, whatever else leads here", async () => {
  const { post } = await serve({ mode: preview });
  expect(await post({ host: "evil.example" })).toBe(421);
  expect(await post({ host: "127.0.0.1.evil.example" })).toBe(421);
  expect(await post({ host: "localhost:8080" })).toBe(200);
});

it("lets nobody move a clock in public", async () => {
  const travel = { ahead: 1_000 };
  expect(await (await serve()).post({}, travel, "/chat/clock")).toBe(404);
  const { post } = await serve({ mode: preview });
  expect(await post({}, travel, "/chat/clock")).toBe(204);
  for (const ahead of ["1", null, 1e300, -1e300]) expect(await post({}, { ahead }, "/chat/clock")).toBe(400);
});

it.each([
  ["no JSON", "{"],
  ["nothing", ""],
  ["a list", "[]"],
  ["no id", JSON.stringify({ text: "a" })],
  ["an id of another kind", JSON.stringify({ id: { $gt: "" }, text: "a" })],
  ["blank words", JSON.stringify({ ...said(), text: "  \n" })],
  ["words and a press at once", JSON.stringify({ ...said(), tapped: "a" })],
  ["a press that is too long", JSON.stringify({ id: crypto.randomUUID(), tapped: "a".repeat(65) })],
  ["more than it should", JSON.stringify({ ...said(), conversationId: "web:other" })],
  ["a prototype", `{"id":"${crypto.randomUUID()}","text":"a","__proto__":{"x":1}}`],
])("reads no message that is %s", async (_kind, body) => {
  const { raw, received } = await serve();
  expect(await raw("POST", "/chat/messages", { "x-session": newSession() }, body)).toBe(400);
  expect(received).toEqual([]);
});

it("reads no body that is too large, whether it says so or not", async () => {
  const { raw, received } = await serve();
  const body = JSON.stringify({ ...said(), text: "a".repeat(70_000) });
  const headers = { "x-session": newSession() };
  expect(
    await raw("POST", "/chat/messages", { ...headers, "content-length": String(body.length) }, body),
  ).toBe(413);
  expect(await raw("POST", "/chat/messages", { ...headers, "transfer-encoding": "chunked" }, body)).toBe(413);
  expect(received).toEqual([]);
});

it.each([
  "/..%2f..%2fpackage.json",
  "/chat/../../package.json",
  "//chat/messages",
  "/chat/messages/",
  "/CHAT/messages",
  "/chat/messages%00",
  "/chat/",
  "/page/main.ts",
  "/%ff",
  "http://evil.example/chat/messages",
])("has nothing at %s", async (path) => {
  const { raw, received } = await serve();
  for (const method of ["GET", "POST", "PUT", "DELETE"]) {
    const status = await raw(method, path, { "x-session": newSession() }, method === "GET" ? "" : "{}");
    expect([400, 404, 405]).toContain(status);
  }
  expect(received).toEqual([]);
});

it.each(["DELETE", "OPTIONS", "PATCH"])("takes no %s, with or without a body", async (method) => {
  const { raw } = await serve();
  const headers = { "x-session": newSession() };
  expect(await raw(method, "/chat/messages", headers)).toBe(405);
  expect(await raw(method, "/chat/messages", { ...headers, "content-length": "2" }, "{}")).toBe(405);
});

it("holds no more than its share of 1,000 streams that one address opens, and answers everybody else", async () => {
  const { url, received } = await serve({ isProxyTrusted: true });
  const streams = await Promise.all(
    Array.from({ length: 1_000 }, () =>
      fetch(`${url}/chat/events`, { headers: { "x-session": newSession(), "x-forwarded-for": "192.0.2.1" } }),
    ),
  );
  const statuses = streams.map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(200);
  expect(statuses.filter((status) => status === 503)).toHaveLength(800);
  expect(streams.at(-1)?.headers.get("retry-after")).toBe("10");
  const elsewhere = createWebPage({ url });
  expect(await elsewhere.open()).toBe(200);
  expect(await elsewhere.post({ text: "hello" })).toBe(200);
  expect(received).toHaveLength(1);
  await Promise.all(streams.map(async ({ body }) => body?.cancel()));
  await expect
    .poll(async () => {
      const headers = { "x-session": newSession(), "x-forwarded-for": "192.0.2.1" };
      const again = await fetch(`${url}/chat/events`, { headers });
      await again.body?.cancel();
      return again.status;
    })
    .toBe(200);
});

it("slows an address that writes too much, and no other; a forged address is no way around it", async () => {
  const { post } = await serve({ limits: { messagesPerMinute: 3 } });
  const forged = (index: number) => ({ "x-forwarded-for": `192.0.2.${index}` });
  const statuses = [1, 2, 3, 4, 5].map((index) => post(forged(index)));
  expect((await Promise.all(statuses)).filter((status) => status === 429)).toHaveLength(2);
  const trusted = await serve({ limits: { messagesPerMinute: 1 }, isProxyTrusted: true });
  expect(await trusted.post(forged(1))).toBe(200);
  expect(await trusted.post(forged(1))).toBe(429);
  expect(await trusted.post({ "x-forwarded-for": "192.0.2.9, 192.0.2.1" })).toBe(429);
  expect(await trusted.post(forged(2))).toBe(200);
});

it("lets an address write again after a while", async () => {
  let now = 0;
  const { post } = await serve({ clock: { now: () => now }, limits: { messagesPerMinute: 2 } });
  expect([await post({}), await post({}), await post({})]).toEqual([200, 200, 429]);
  now += 30_000;
  expect([await post({}), await post({})]).toEqual([200, 429]);
});

it.each([
  ["::ffff:192.0.2.1", undefined, "192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", undefined, "2001:db8:1:2::/64"],
  ["2001:0db8:0001:0002::9", undefined, "2001:db8:1:2::/64"],
  ["::1", undefined, "0:0:0:0::/64"],
  ["127.0.0.1", "evil, 2001:db8::1", "2001:db8:0:0::/64"],
  [undefined, undefined, ""],
  ["127.0.0.1", "192.0.2.1:49152", "192.0.2.1"],
  ["127.0.0.1", "[2001:db8:1:2::9]:49152", "2001:db8:1:2::/64"],
  ["127.0.0.1", "[2001:db8:1:2::9]", "2001:db8:1:2::/64"],
  ["127.0.0.1", "[::ffff:192.0.2.1]:49152", "192.0.2.1"],
  ["127.0.0.1", "::ffff:192.0.2.1:49152", "192.0.2.1"],
])("counts %s (for %s) as %s", (remote, forwarded, counted) => {
  expect(readAddress(remote, forwarded, true)).toBe(counted);
});

it("lets go of a page that takes nothing, and says so once", () => {
  let closed = 0;
  const page = createOpenPage(() => {
    closed += 1;
  });
  const message = { text: [{ type: "text", text: "a".repeat(1_000) }] } as const;
  for (let index = 0; index < 300; index += 1)
    page.write({ type: "message", id: String(index), kind: "answer", message, signature: "" });
  expect(closed).toBe(1);
});
