import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createTransport } from "../../../src/channels/whatsapp-cloud/transport.ts";
import type { Inbox, OutgoingMessage } from "../../../src/ports.ts";
import { acceptMessage } from "../../support/whatsapp-cloud/accept-message.ts";
import { cloudSettings } from "../../support/whatsapp-cloud/settings.ts";
import { openCloud } from "../../support/whatsapp-cloud-driver.ts";

/** What is posted, and what is answered to it, as Meta's pages show them. */
const calls: Readonly<Record<string, Readonly<Record<string, unknown>>>> = readFixture("calls");
const answers: Readonly<Record<string, { readonly httpStatus: number; readonly body: object }>> =
  readFixture("answers");

function readFixture(name: string) {
  return JSON.parse(
    readFileSync(new URL(`../../fixtures/whatsapp-cloud/${name}.json`, import.meta.url), "utf8"),
  );
}

/** Answers each call in this way, and keeps what was posted. */
async function answerWith(answer: { readonly httpStatus: number; readonly body: object }) {
  const posted: unknown[] = [];
  const paths: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    paths.push(request.url ?? "");
    request.on("data", (chunk: Buffer) => void chunks.push(chunk));
    request.on("end", () => {
      posted.push(JSON.parse(Buffer.concat(chunks).toString() || "null"));
      response.writeHead(answer.httpStatus).end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { apiRoot: `http://127.0.0.1:${port}/v26.0`, posted, paths };
}

const silentInbox: Inbox = {
  receive: async () => "answered",
  gone: async () => {},
  noAlerts: async () => {},
  erase: async () => {},
  moved: async () => {},
  resend: async () => {},
  subscribe: async () => false,
  here: () => {},
};
const id = "whatsapp-cloud:FR.13491208655302741918";
const text = (words: string) => [{ type: "text", text: words }] as const;
const buttons = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([of, label]) => ({ id: of, label }));
const messages: Readonly<Record<string, OutgoingMessage>> = {
  text: { text: [{ type: "bold", text: "Bonjour" }, ...text(" à vous")] },
  "text-to-number": { text: text("Bonjour") },
  "reply-buttons": {
    text: text("Ces comptes sont-ils liés ?"),
    choices: buttons({ yes: "Oui", no: "Non" }),
  },
  list: {
    text: text("De quel service s’agit-il ?"),
    choices: buttons({
      meta: "Meta (Facebook, Instagram)",
      linkedin: "LinkedIn",
      chatgpt: "ChatGPT",
      gmail: "Gmail",
    }),
  },
  template: {
    text: [],
    language: "fr",
    reminder: {
      kind: "date",
      service: "Meta",
      taps: ["1|reminder|meta|show", "1|reminder|meta|done", "1|reminder|meta|no-more"],
    },
  },
};

test.each(Object.entries(messages))("%s is posted as Meta's page shows it", async (name, message) => {
  const { apiRoot, posted } = await answerWith(answers["accepted-user-id"] ?? { httpStatus: 500, body: {} });
  const { channel, ...cloud } = await openCloud({ apiRoot });
  onTestFinished(() => cloud.close());
  onTestFinished(() => channel.close?.());
  await channel.send(name === "text-to-number" ? "whatsapp-cloud:33611111111" : id, message);
  expect(posted).toEqual([calls[name]]);
});

test("what somebody writes is marked as read, with the typing sign, as Meta's page shows it", async () => {
  const { channel, api, ...cloud } = await openCloud();
  onTestFinished(() => cloud.close());
  onTestFinished(async () => {
    await channel.stop();
    await channel.close?.();
  });
  await channel.start(silentInbox);
  await api.person("FR.1").says("Bonjour");
  const posted = { ...calls["read-and-typing"], message_id: expect.stringContaining("wamid.") };
  await expect.poll(() => api.calls.map(({ body }) => body)).toContainEqual(posted);
});

test("a channel that has started while Meta is away asks until it knows its number and gets its messages", async () => {
  const answer: { httpStatus: number; body: object } = { httpStatus: 503, body: {} };
  const { apiRoot, paths } = await answerWith(answer);
  const { channel, ...cloud } = await openCloud({ apiRoot });
  onTestFinished(() => cloud.close());
  onTestFinished(async () => {
    await channel.stop();
    await channel.close?.();
  });
  const isSubscribed = () => paths.some((path) => path.endsWith("/subscribed_apps"));
  await channel.start(silentInbox);
  expect([channel.invitation?.(), isSubscribed()]).toEqual([undefined, false]);
  answer.httpStatus = 200;
  answer.body = { display_phone_number: "+33 9 00 00 00 00" };
  await expect.poll(() => channel.state?.().ready, { timeout: 10_000 }).toBe(true);
  expect([channel.invitation?.(), isSubscribed()]).toEqual([
    expect.stringContaining("wa.me/33900000000"),
    true,
  ]);
});

test.each(Object.entries(calls).filter(([name]) => name !== "read-and-typing"))(
  "the stand-in takes %s",
  (_, call) => {
    const person = { wroteAt: () => 0, takesCredit: () => true } as never;
    const rules = { find: () => person, now: 1, hasWindow: true, refuseTemplate: () => undefined };
    expect(acceptMessage(call, rules)).toMatchObject({ message: call });
  },
);

test.each([
  ["accepted-number", "wamid.SENT"],
  ["accepted-user-id", "wamid.SENT"],
  ["throughput", "channel-limit"],
  ["expired-token", "operator"],
])("the answer %s is read", async (name, expected) => {
  const { apiRoot, posted } = await answerWith(answers[name] ?? { httpStatus: 500, body: {} });
  const transport = createTransport({ ...cloudSettings, apiRoot });
  onTestFinished(() => transport.close());
  const sent = transport.send(cloudSettings.phoneNumberId, { type: "text" });
  expect(await sent.catch(({ remedy }: { readonly remedy: string }) => remedy)).toBe(expected);
  expect(posted).toHaveLength(1);
});
