import { afterEach, beforeEach, expect, it, vi } from "vitest";
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
  expect(channel.linkCode()).toEqual({ kind: "qr", text });
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

it("gives way to an address to share: the number, with the words that open a campaign", async () => {
  const { channel, client } = await begin();
  expect(channel.invitation?.()).toBeUndefined();
  client().emit("authenticated");
  client().emit("ready");
  await vi.waitFor(() =>
    expect(channel.invitation?.()).toBe("https://wa.me/33900000000?text=%2Fstart%20{campaign}-{language}"),
  );
});
