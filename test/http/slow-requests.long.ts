import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { Hono } from "hono";
import { expect, it, onTestFinished } from "vitest";
import { serveHttp } from "../../src/http/serve-http.ts";
import { createTroubleLog } from "../support/bot-under-test.ts";

const { log } = createTroubleLog();

it.concurrent.each([
  ["headers", "POST / HTTP/1.1\r\nhost: localhost\r\nx-slow: "],
  ["a body", "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10000\r\n\r\n"],
])(
  "a connection is closed within 30 seconds, however steadily a byte comes each second: %s",
  async (_, begun) => {
    const route = new Hono().post("/", async (context) => context.text(await context.req.text()));
    const server = await serveHttp({ host: "127.0.0.1", port: 0, routes: [route], log });
    onTestFinished(() => server.close());
    const socket = connect(server.port, "127.0.0.1");
    socket.write(begun);
    const drops = setInterval(() => socket.write("x"), 1_000);
    onTestFinished(() => clearInterval(drops));
    socket.on("error", () => {});
    const began = performance.now();
    await text(socket).catch(() => "");
    expect(performance.now() - began).toBeGreaterThan(20_000);
    expect(performance.now() - began).toBeLessThan(30_000);
  },
);
