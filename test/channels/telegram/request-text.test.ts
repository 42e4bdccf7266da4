import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { Pool } from "undici";
import { expect, it, onTestFinished } from "vitest";
import { requestText } from "../../../src/channels/telegram/request-text.ts";

const call = { method: "POST", path: "/call", body: "{}" } as const;

/** A way to a server that answers like this, one call at a time. */
async function poolTo(answer: RequestListener): Promise<Pool> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 1 });
  onTestFinished(async () => {
    await pool.destroy();
    server.closeAllConnections();
    server.close();
  });
  return pool;
}

it("gives the whole body, in whatever pieces it comes, and whatever the status", async () => {
  const text = `« ${"é👋".repeat(50_000)} »`;
  const pool = await poolTo((_, response) => {
    response.statusCode = 502;
    // In the middle of a character.
    const bytes = Buffer.from(text);
    response.write(bytes.subarray(0, 4));
    setImmediate(() => response.end(bytes.subarray(4)));
  });
  expect(await requestText(pool, call)).toBe(text);
});

it("rejects where the connection is cut in the middle of the answer, and makes the next call on another", async () => {
  let calls = 0;
  const pool = await poolTo((_, response) => {
    calls += 1;
    response.setHeader("content-length", 100);
    if (calls === 1) response.write("half of it", () => response.destroy());
    else response.end("the rest".padEnd(100));
  });
  await expect(requestText(pool, call)).rejects.toThrow("other side closed");
  expect(await requestText(pool, call)).toMatch(/^the rest/);
});

it("rejects at the signal: under way, while it waits for its turn, and where it was raised before", async () => {
  const pool = await poolTo(() => {});
  const end = new AbortController();
  const underWay = requestText(pool, call, end.signal);
  const inTurn = requestText(pool, call, end.signal);
  const reason = new Error("enough");
  setTimeout(() => end.abort(reason), 50);
  await expect(underWay).rejects.toBe(reason);
  await expect(inTurn).rejects.toBe(reason);
  await expect(requestText(pool, call, end.signal)).rejects.toBe(reason);
});

it("rejects where no answer comes in time, and where nobody can be called any more", async () => {
  const pool = await poolTo(() => {});
  await expect(requestText(pool, { ...call, headersTimeout: 50 })).rejects.toThrow("Headers Timeout");
  await pool.destroy();
  await expect(requestText(pool, call)).rejects.toThrow("destroyed");
});
