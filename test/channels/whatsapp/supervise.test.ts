import { mkdirSync, symlinkSync } from "node:fs";
import { lstat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { sessionFolder } from "../../../src/channels/whatsapp/browser.ts";
import { lockFile } from "../../../src/storage/sqlite-file.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { createChannel, endChannel, keepingInbox, startChannel } from "./client-double.ts";

const second = 1_000;
const minute = 60 * second;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

async function startUnready() {
  const parts = createChannel();
  await parts.channel.start(keepingInbox().inbox);
  return parts;
}

describe("linking", () => {
  test("the QR code is shown with what to do, and as whom it is linked, without a number", async () => {
    const { client, printed, channel } = await startUnready();
    client().emit("qr", "2@abc");
    expect(printed.at(-1)).toMatch(/▀[\s\S]*Linked devices/);
    expect(channel.state()).toMatchObject({ ready: false, trouble: "not-linked" });
    client().becomeReady();
    expect(printed.at(-1)).toBe("WhatsApp: linked as Objecteur");
    expect(channel.state()).toEqual({ ready: true, since: Date.now() });
  });

  test("a pairing code is shown to be typed", async () => {
    const { client, printed } = await startUnready();
    client().emit("code", "ABCDEFGH");
    expect(printed.at(-1)).toContain("ABCD-EFGH");
  });

  test("when nobody scans and no fresh code comes, it begins anew", async () => {
    const { client, clients } = await startUnready();
    for (let refreshed = 0; refreshed < 5; refreshed += 1) {
      client().emit("qr", `2@abc${refreshed}`);
      await pass(60 * second);
    }
    expect(clients).toHaveLength(1);
    await pass(40 * second);
    expect(clients).toHaveLength(2);
    expect(clients[0]?.isDestroyed).toBe(true);
  });
});

describe("staying up", () => {
  test("a browser that ends in the middle of a word does not end the bot", async () => {
    const { client, channel } = await startChannel();
    const { pipe, pupBrowser } = client();
    pupBrowser.emit("disconnected");
    await pass(5 * second);
    expect(() => pipe.emit("error", new Error("read ECONNRESET"))).not.toThrow();
    await endChannel(channel);
  });

  test("a browser that ends is replaced", async () => {
    const { client, clients, channel } = await startChannel();
    client().pupBrowser.emit("disconnected");
    expect(channel.state().ready).toBe(false);
    await pass(second);
    expect(clients).toHaveLength(2);
    client().becomeReady();
    expect(channel.state().ready).toBe(true);
  });

  test("linked and never ready: begins anew, and tells the operator once an hour", async () => {
    const { client, clients, logged } = await startUnready();
    const told = () =>
      logged.filter((line) => line.startsWith("error") && line.includes("it may have changed"));
    for (let starts = 1; starts <= 5; starts += 1) {
      client().emit("authenticated");
      await pass(91 * second);
      await pass(20 * second);
      expect(clients).toHaveLength(starts + 1);
    }
    expect(told()).toHaveLength(1);
    await pass(60 * minute);
    expect(told().length).toBeLessThanOrEqual(2);
  });

  test("without any event it looks whether the page is in sync, and begins anew after a while", async () => {
    const { clients } = await startUnready();
    await pass(4 * second);
    expect(clients[0]?.pupPage.scripts.join()).toContain("onAppStateHasSyncedEvent");
    await pass(2 * minute);
    expect(clients.length).toBeGreaterThan(1);
  });

  test("a first sync that shows progress may take its time", async () => {
    const { client, clients } = await startUnready();
    client().emit("authenticated");
    for (let percent = 0; percent < 100; percent += 10) {
      client().emit("loading_screen", percent);
      await pass(minute);
    }
    expect(clients).toHaveLength(1);
  });

  test.each(["TIMEOUT", "OPENING", null])("the state %s for a minute is the end of it", async (state) => {
    const { client, clients, channel } = await startChannel();
    client().state = state;
    await pass(30 * second + 59 * second);
    expect(clients).toHaveLength(1);
    expect(channel.state()).toMatchObject({ ready: false, trouble: "reconnecting" });
    await pass(2 * second);
    expect(clients).toHaveLength(2);
  });

  test("a loss of the network that mends itself within a minute restarts nothing", async () => {
    const { client, clients, channel } = await startChannel();
    client().state = "TIMEOUT";
    await pass(80 * second);
    client().state = "CONNECTED";
    await pass(6 * second);
    expect(channel.state().ready).toBe(true);
    await pass(10 * minute);
    expect(clients).toHaveLength(1);
  });

  test("losses of the network that come one after another have a minute each", async () => {
    const { client, clients } = await startChannel();
    for (let loss = 0; loss < 4; loss += 1) {
      client().state = "TIMEOUT";
      await pass(50 * second);
      client().state = "CONNECTED";
      await pass(35 * second);
    }
    expect(clients).toHaveLength(1);
  });

  test("a page that crashes is replaced at once", async () => {
    const { client, clients } = await startChannel();
    client().pupPage.emit("error", new Error("Page crashed!"));
    await pass(second);
    expect(clients).toHaveLength(2);
  });

  test("a page that does not answer is replaced", async () => {
    const { client, clients } = await startChannel();
    client().answer = () => new Promise(() => undefined);
    await pass(90 * second);
    expect(clients).toHaveLength(2);
  });

  test("after a reload it is not ready until the library is, and is replaced where that takes too long", async () => {
    const { client, clients, channel } = await startChannel();
    await pass(0);
    client().pupPage.emit("framenavigated", { parentFrame: () => null });
    expect(channel.state().ready).toBe(false);
    client().becomeReady();
    expect(channel.state().ready).toBe(true);
    client().pupPage.emit("framenavigated", { parentFrame: () => null });
    await pass(92 * second);
    expect(clients).toHaveLength(2);
  });

  test("after a logout a new client comes, the session is erased, and the operator knows", async () => {
    const sessionDir = temporaryFolder();
    mkdirSync(join(sessionDir, "session"));
    const { client, clients, channel, logged } = await startChannel({ sessionDir });
    client().emit("disconnected", "LOGOUT");
    expect(channel.state()).toMatchObject({ ready: false, trouble: "logged-out" });
    await pass(second / 2);
    // The library is still at work on the session.
    expect(client().isDestroyed).toBe(false);
    await pass(second);
    vi.useRealTimers();
    await expect.poll(() => lstat(join(sessionDir, "session")).catch(() => "gone")).toBe("gone");
    await expect.poll(() => clients.length).toBe(2);
    expect(logged.join("\n")).toContain("the phone has unlinked this bot");
  });

  test("a session that another browser took over is not fought for at once", async () => {
    const { client, clients } = await startChannel();
    client().emit("disconnected", "CONFLICT");
    await pass(20 * second);
    expect(clients).toHaveLength(1);
    await pass(10 * second);
    expect(clients).toHaveLength(2);
  });

  test("events that come several times, or after the end, change nothing", async () => {
    const { client, clients, printed } = await startChannel();
    const [first] = clients;
    client().becomeReady();
    first?.emit("disconnected", "TIMEOUT");
    first?.emit("disconnected", "TIMEOUT");
    first?.pupBrowser.emit("disconnected");
    await pass(second);
    first?.becomeReady();
    first?.emit("qr", "2@late");
    await pass(second);
    expect(clients).toHaveLength(2);
    expect(printed).toEqual(["WhatsApp: linked as Objecteur"]);
  });

  test("the pauses grow to five minutes and never end; a good run begins them anew", async () => {
    const { client, clients } = await startUnready();
    const pauses: number[] = [];
    for (let failure = 0; failure < 12; failure += 1) {
      const before = clients.length;
      client().emit("disconnected", "OTHER");
      const begun = Date.now();
      while (clients.length === before) await pass(250);
      pauses.push(Math.round((Date.now() - begun) / second));
    }
    expect(pauses.slice(0, 4)).toEqual([1, 1, 2, 4]);
    expect(pauses.slice(-3)).toEqual([150, 150, 150]);
    client().becomeReady();
    await pass(2 * minute);
    client().emit("disconnected", "OTHER");
    await pass(second);
    expect(clients).toHaveLength(14);
  });

  test("stopping ends the browser, and nothing comes after it", async () => {
    const { client, clients, channel } = await startChannel();
    const stopping = endChannel(channel);
    await pass(second);
    await stopping;
    expect(client().isDestroyed).toBe(true);
    await pass(60 * minute);
    expect(clients).toHaveLength(1);
    expect(channel.state().ready).toBe(false);
  });
});

describe("errors that the library lets go", () => {
  test("they are logged and end nothing, as long as the channel runs", async () => {
    const listenersBefore = process.listenerCount("unhandledRejection");
    const { channel, logged } = await startChannel();
    const listener = process.listeners("unhandledRejection").at(-1);
    listener?.("auth timeout", Promise.resolve());
    expect(logged.join()).toContain("auth timeout");
    expect(() => listener?.(new Error("ours"), Promise.resolve())).toThrow("ours");
    const stopping = endChannel(channel);
    await pass(second);
    await stopping;
    expect(process.listenerCount("unhandledRejection")).toBe(listenersBefore);
  });
});

test("a second bot on the same folder ends, and can start once the first has stopped", async () => {
  const sessionDir = temporaryFolder();
  const first = await startChannel({ sessionDir });
  const second = createChannel({ sessionDir });
  await expect(second.channel.start(keepingInbox().inbox)).rejects.toThrow("in use by another Objecteur");
  await endChannel(first.channel);
  await expect(second.channel.start(keepingInbox().inbox)).resolves.toBeUndefined();
});

describe("the lock of a browser that is gone", () => {
  const lockedBy = (owner: string) => {
    const folder = temporaryFolder();
    const lock = join(folder, "session", "SingletonLock");
    mkdirSync(join(folder, "session"));
    symlinkSync(owner, lock);
    sessionFolder(folder, lockFile).unlock();
    return lstat(lock).then(
      () => "stays",
      () => "gone",
    );
  };

  test.each([
    ["another host, as after a container's restart", "other-host-1", "gone"],
    ["a process that has ended", `${hostname()}-999999999`, "gone"],
    ["a process that runs", `${hostname()}-${process.pid}`, "stays"],
  ])("%s", async (_, owner, fate) => {
    expect(await lockedBy(owner)).toBe(fate);
  });
});

test.each(["/dev/null/session", "/proc/objecteur/session"])("a session cannot be kept in %s", (parent) => {
  expect(() => sessionFolder(parent, lockFile).take()).toThrow(
    /^WHATSAPP_SESSION_DIR: .+ cannot be written to \(E[A-Z]+\), name a folder that this user may write to$/,
  );
});
