import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { drawQr } from "../../../src/channels/whatsapp/draw-qr.ts";
import { createChannel, keepingInbox } from "./client-double.ts";

beforeEach(() => {
  // The store keeps its own time.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const text = "2@for-a-test-only,nothing-to-link=,abc=,def=";

async function begin(options: Parameters<typeof createChannel>[0] = {}) {
  const parts = createChannel(options);
  await parts.channel.start(keepingInbox().inbox);
  return parts;
}

it("is there for the operator while the channel waits to be linked, always the newest", async () => {
  const { channel, client } = await begin();
  expect(channel.linkCode()).toBeUndefined();
  client().emit("qr", "an older one");
  client().emit("qr", text);
  expect(channel.linkCode()).toEqual({ kind: "qr", rows: drawQr(text) });
  client().emit("authenticated");
  expect(channel.linkCode()).toBeUndefined();
});

it("is the code to type where a number is set", async () => {
  const { channel, client } = await begin({ pairingNumber: "33612345678" });
  client().emit("code", "ABCD1234");
  expect(channel.linkCode()).toEqual({ kind: "code", code: "ABCD1234" });
});

it("is gone when its client is", async () => {
  const { channel, client, clients } = await begin();
  client().emit("qr", text);
  client().emit("disconnected", "LOGOUT");
  await vi.waitFor(() => expect(clients).toHaveLength(2), { timeout: 60_000 });
  expect(channel.linkCode()).toBeUndefined();
});

it("is drawn whole: a square with a finder pattern in three of its corners", () => {
  const rows = drawQr(text);
  const finder = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"];
  const corner = (top: number, left: number) =>
    rows.slice(top, top + 7).map((row) => row.slice(left, left + 7));
  const last = rows.length - 7;
  expect(new Set(rows.map((row) => row.length))).toEqual(new Set([rows.length]));
  for (const [top, left] of [
    [0, 0],
    [0, last],
    [last, 0],
  ] as const)
    expect(corner(top, left)).toEqual(finder);
  expect(corner(last, last)).not.toEqual(finder);
  // Versions of QR codes have 17 squares and 4 for each version.
  expect((rows.length - 17) % 4).toBe(0);
});
