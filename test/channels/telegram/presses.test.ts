import { describe, expect, it } from "vitest";
import type { Receipt } from "../../../src/ports.ts";
import { createGate } from "../../support/create-gate.ts";
import { until } from "../../support/until.ts";
import { createChannel, createInbox, openServer, promptlyMs } from "./running-channel.ts";

const question = {
  text: [{ type: "text", text: "Which accounts?" } as const],
  links: [{ label: "Form", url: "https://a.test/form" }],
  copy: { label: "Copy", text: "I object." },
  choices: [
    { id: "fb", label: "Facebook" },
    { id: "ig", label: "Instagram" },
  ],
  navigation: [{ id: "menu", label: "Menu" }],
};

async function begin(receipt: Receipt, timing = {}) {
  const server = await openServer();
  const { inbox, received } = createInbox(async () => receipt);
  const { channel, logged } = createChannel(server, { timing: { holdSeconds: 5, ...timing } });
  await channel.start(inbox);
  const person = server.person(1, { languageCode: "fr" });
  person.says("/start");
  await until(() => received.length === 1);
  await channel.send("telegram:1", question);
  return { server, channel, received, logged, person, message: await person.next() };
}

describe("a press", () => {
  it("is acknowledged, handed over with its data, and marked", async () => {
    const { server, person, message, received } = await begin("answered");
    const query = person.presses("Instagram");
    await until(() => server.callsOf("editMessageReplyMarkup").length === 1);
    expect(received[1]).toMatchObject({ conversationId: "telegram:1", tapped: "ig", languageHint: "fr" });
    expect(server.callsOf("answerCallbackQuery").map(({ params }) => params["callback_query_id"])).toEqual([
      query,
    ]);
    await until(() => message.rows.length === 3);
    expect(message.rows).toEqual([
      [{ label: "Form", url: "https://a.test/form" }],
      [{ label: "Copy", copy: "I object." }],
      [{ label: "✓ Instagram", data: "ig" }],
    ]);
  });

  it("can be repeated on the marked button without marking it twice", async () => {
    const { server, person, received } = await begin("answered");
    person.presses("Instagram");
    await until(() => server.callsOf("editMessageReplyMarkup").at(-1)?.status === 200);
    person.presses("✓ Instagram");
    await until(() => received.length === 3 && server.callsOf("answerCallbackQuery").length === 2);
    expect(received[2]?.tapped).toBe("ig");
    expect(server.callsOf("editMessageReplyMarkup")).toHaveLength(1);
  });

  it.each(["past", "repeated"] as const)(
    "is acknowledged and left unmarked when it is %s",
    async (receipt) => {
      const { server, channel, person, received } = await begin(receipt);
      person.presses("Instagram");
      await until(() => received.length === 2 && server.callsOf("answerCallbackQuery").length === 1);
      // What it still had in hand is done by then.
      await channel.stop();
      expect(server.callsOf("editMessageReplyMarkup")).toHaveLength(0);
    },
  );

  it("is acknowledged before its work is done", async () => {
    const server = await openServer();
    const gate = createGate();
    const { inbox, received } = createInbox(async ({ tapped }) => {
      if (tapped === undefined) return "answered";
      await gate.opened;
      return "answered";
    });
    const { channel } = createChannel(server);
    await channel.start(inbox);
    server.person(1).says("/start");
    await until(() => received.length === 1);
    await channel.send("telegram:1", question);
    server.person(1).presses("Facebook");
    await until(() => received.length === 2 && server.callsOf("answerCallbackQuery").length > 0);
    expect(server.callsOf("answerCallbackQuery")).toHaveLength(1);
    gate.open();
  });

  it("counts although it is too old to be acknowledged", async () => {
    const { server, person, received, logged } = await begin("answered");
    person.presses("Facebook");
    server.expirePresses();
    await until(() => received.length === 2);
    expect(received[1]?.tapped).toBe("fb");
    await until(() => server.callsOf("editMessageReplyMarkup").length === 1);
    expect(logged.filter((line) => !line.startsWith("debug"))).toEqual([]);
  });

  it("counts although its marking changes nothing or comes at a bad time", async () => {
    const { server, person, received, logged } = await begin("answered");
    const limits = {
      kind: "error",
      code: 429,
      description: "Too Many Requests: retry after 30",
      retryAfter: 30,
    } as const;
    server.faults.add({ ...limits, method: "answerCallbackQuery" });
    server.faults.add({ ...limits, method: "editMessageReplyMarkup" });
    person.presses("Facebook");
    await until(() => received.length === 2 && server.callsOf("editMessageReplyMarkup").length === 1);
    const notModified = {
      kind: "error",
      code: 400,
      description: "Bad Request: message is not modified",
    } as const;
    server.faults.add({ ...notModified, method: "editMessageReplyMarkup" });
    person.presses("Instagram");
    await until(() => server.callsOf("editMessageReplyMarkup").length === 2);
    expect(server.callsOf("answerCallbackQuery")).toHaveLength(2);
    expect(logged.filter((line) => !line.startsWith("debug"))).toEqual([]);
  });

  it("does not keep the channel from stopping when its acknowledgement hangs", async () => {
    const { server, person, channel, received } = await begin("answered");
    server.faults.add({ kind: "hang", method: "answerCallbackQuery" });
    person.presses("Facebook");
    await until(() => received.length === 2);
    const begun = performance.now();
    await channel.stop();
    expect(performance.now() - begun).toBeLessThan(promptlyMs);
  });
});
