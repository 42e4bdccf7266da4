import { describe, expect, it } from "vitest";
import type { Profile } from "../../../src/channels/telegram/profile.ts";
import { ChannelError } from "../../../src/ports.ts";
import type { Fault } from "../../support/bot-api-fault.ts";
import { until } from "../../support/until.ts";
import { createChannel, createInbox, openServer } from "./running-channel.ts";

const hello = { text: [{ type: "text", text: "Hello" } as const] };

async function begin(callSeconds = 60) {
  const server = await openServer();
  const { inbox, received, gone } = createInbox();
  const { channel, logged } = createChannel(server, { timing: { holdSeconds: 60, callSeconds } });
  await channel.start(inbox);
  const person = server.person(1);
  person.says("/start meta-fr");
  await until(() => received.length === 1);
  return { server, channel, logged, person, received, gone };
}

describe("sending", () => {
  it("brings text, buttons and instants as they were meant, without a preview", async () => {
    const { channel, person } = await begin();
    const at = Date.UTC(2025, 4, 25, 16);
    await channel.send("telegram:1", {
      text: [
        { type: "bold", text: "<Sunday> & co" },
        { type: "text", text: " – " },
        { type: "instant", at, text: "25 May, 18:00 (Paris)" },
      ],
      choices: [{ id: "ok", label: "OK" }],
    });
    const message = await person.next();
    expect(message.text).toBe("<Sunday> & co – 25 May, 18:00 (Paris)");
    expect(message.entities).toEqual([
      { type: "bold", offset: 0, length: 13 },
      { type: "date_time", offset: 16, length: 21, unix_time: at / 1_000, date_time_format: "wDt" },
    ]);
    expect(message.rows).toEqual([[{ label: "OK", data: "ok" }]]);
    expect(message.linkPreview).toBe(false);
  });

  it("brings a file with its caption", async () => {
    const { channel, person } = await begin();
    const content = "BEGIN:VCALENDAR\r\nSUMMARY:Dernier jour – été\r\nEND:VCALENDAR\r\n";
    const file = { name: "rappel.ics", mimeType: "text/calendar", content };
    await channel.send("telegram:1", { ...hello, file, navigation: [{ id: "menu", label: "Menu" }] });
    const message = await person.next();
    expect(message.document).toEqual({ name: "rappel.ics", content });
    expect(message.text).toBe("Hello");
    expect(message.rows).toEqual([[{ label: "Menu", data: "menu" }]]);
  });

  type Case = readonly [string, Fault, object];
  const error = (code: number, description: string, more = {}): Fault => ({
    kind: "error",
    code,
    description,
    ...more,
  });
  it.each<Case>([
    [
      "a wait, exactly as long as told",
      error(429, "Too Many Requests: retry after 17", { retryAfter: 17 }),
      { reason: "rate-limited", retryAfterMs: 17_000 },
    ],
    ["an error of the server", error(502, "Bad Gateway"), { reason: "unavailable" }],
    ["a page of a proxy", { kind: "not-json" }, { reason: "unavailable" }],
    ["a cut connection", { kind: "cut" }, { reason: "unavailable" }],
    ["a lost answer", { kind: "drop-answer" }, { reason: "unavailable" }],
    ["silence", { kind: "hang" }, { reason: "unavailable" }],
    ["a revoked token", error(401, "Unauthorized"), { reason: "unavailable" }],
    ["a deactivated person", error(403, "Forbidden: user is deactivated"), { reason: "gone" }],
    [
      "a deactivated person, said otherwise",
      error(400, "Bad Request: user is deactivated"),
      { reason: "gone" },
    ],
    ["an unknown chat", error(400, "Bad Request: chat not found"), { reason: "gone" }],
    [
      "a chat that moved",
      error(400, "Bad Request: group chat was upgraded to a supergroup chat", { migrateTo: -1005 }),
      { reason: "moved", to: "telegram:-1005" },
    ],
    ["a wrong message", error(400, "Bad Request: BUTTON_DATA_INVALID"), { reason: "rejected" }],
  ])("says what follows from %s", async (_, fault, problem) => {
    const { server, channel, logged } = await begin(fault.kind === "hang" ? 1 : undefined);
    server.faults.add({ ...fault, method: "sendMessage" });
    const failure = await channel.send("telegram:1", hello).catch((error: unknown) => error);
    if (!(failure instanceof ChannelError)) throw new Error("expected a ChannelError");
    expect(failure.problem).toEqual(problem);
    expect(`${failure.stack} ${JSON.stringify(failure)} ${logged.join()}`).not.toMatch(/TEST-TOKEN|Hello/);
    await channel.send("telegram:1", hello);
  });

  it("logs what Telegram rejects, with the method and without the words", async () => {
    const { channel, logged } = await begin();
    const message = { text: [{ type: "text", text: "" } as const] };
    await expect(channel.send("telegram:1", message)).rejects.toThrow("message text is empty");
    expect(logged.at(-1)).toContain("sendMessage: 400 Bad Request: message text is empty");
  });

  it("learns that a person has blocked it, from the update and from the next message", async () => {
    const { channel, person, gone } = await begin();
    person.blocks();
    await until(() => gone.length === 1);
    expect(gone).toEqual(["telegram:1"]);
    await expect(channel.send("telegram:1", hello)).rejects.toMatchObject({ problem: { reason: "gone" } });
    await expect(channel.send("telegram:404", hello)).rejects.toMatchObject({ problem: { reason: "gone" } });
  });

  it("answers stickers and edits with something to answer", async () => {
    const { person, received } = await begin();
    person.sends("sticker");
    await until(() => received.length === 2);
    person.edits("facebook");
    await until(() => received.length === 3);
    expect(received.slice(1).map(({ unreadable, tapped }) => unreadable ?? tapped)).toEqual([true, "edited"]);
  });
});

describe("the profile", () => {
  const profile = (language: string | undefined, description: string): Profile => ({
    ...(language !== undefined && { language }),
    commands: [{ command: "menu", description: `menu ${language}` }],
    groupCommands: [{ command: "start", description: `start ${language}` }],
    description,
    shortDescription: `short ${language}`,
  });
  const profiles = [profile(undefined, "défaut"), profile("fr", "français"), profile("en", "English")];

  it("is set for every language and once without, and at the next start only what changed", async () => {
    const server = await openServer();
    await createChannel(server, { profiles }).channel.start(createInbox().inbox);
    const set = () => server.calls.filter(({ method }) => method.startsWith("setMy"));
    expect(set()).toHaveLength(12);
    expect(server.callsOf("setMyDescription").map(({ params }) => params["language_code"])).toEqual([
      undefined,
      "fr",
      "en",
    ]);
    await createChannel(server, { profiles }).channel.start(createInbox().inbox);
    expect(set()).toHaveLength(12);
    const changed = [...profiles.slice(0, 2), profile("en", "Other words")];
    await createChannel(server, { profiles: changed }).channel.start(createInbox().inbox);
    expect(set()).toHaveLength(13);
    expect(set().at(-1)).toMatchObject({ method: "setMyDescription", params: { language_code: "en" } });
  });

  it("is one for all regions of a language, which Telegram does not know", async () => {
    const server = await openServer();
    const regions = [profile("pt", "português"), profile("pt-BR", "brasileiro"), profile("en-GB", "British")];
    await createChannel(server, { profiles: regions }).channel.start(createInbox().inbox);
    const set = server.callsOf("setMyDescription").map(({ params }) => params);
    expect(set).toEqual([
      { language_code: "pt", description: "português" },
      { language_code: "en", description: "British" },
    ]);
  });

  it("may fail without keeping the bot from starting", async () => {
    const server = await openServer();
    server.faults.add({
      kind: "error",
      method: "setMyCommands",
      code: 429,
      description: "Too Many Requests",
      retryAfter: 900,
    });
    const { channel, logged } = createChannel(server, { profiles });
    await channel.start(createInbox().inbox);
    expect(channel.state().ready).toBe(true);
    expect(logged.filter((line) => line.includes("profile could not be brought up to date"))).toHaveLength(1);
  });
});
