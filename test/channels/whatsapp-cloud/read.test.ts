import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readWebhook } from "../../../src/channels/whatsapp-cloud/read.ts";
import { cloudSettings } from "../../support/whatsapp-cloud/settings.ts";

/** A request for each kind of payload, as Meta's pages show them. */
const fixtures: Readonly<Record<string, { readonly entry: readonly object[] }>> = JSON.parse(
  readFileSync(new URL("../../fixtures/whatsapp-cloud/webhooks.json", import.meta.url), "utf8"),
);
const anna = "whatsapp-cloud:FR.13491208655302741918";
const at = 1_795_708_516_000;
const read = (name: string) => readWebhook(fixtures[name], cloudSettings.phoneNumberId);
const messageOf = (content: object, conversationId = anna) => [
  {
    type: "message",
    messageId: "wamid.HBgL1",
    at,
    message: { id: "whatsapp-cloud:wamid.HBgL1", conversationId, ...content },
  },
];
const charge = { messageId: "wamid.SENT", category: "service", isBillable: true, at };
const failed = { type: "status", conversationId: anna, messageId: "wamid.SENT", at };

test.each<readonly [name: string, read: readonly object[]]>([
  ["text", messageOf({ text: "Bonjour" })],
  ["reply-button", messageOf({ tapped: "1|resume||go-on" })],
  ["list-row", messageOf({ tapped: "1|accounts|meta|facebook" })],
  ["template-button", messageOf({ tapped: "1|reminder|meta|show" })],
  ["voice-note", messageOf({ unreadable: true })],
  ["image", messageOf({ unreadable: true })],
  ["location", messageOf({ unreadable: true })],
  ["video", messageOf({ unreadable: true })],
  ["document", messageOf({ unreadable: true })],
  ["sticker", messageOf({ unreadable: true })],
  ["contacts", messageOf({ unreadable: true })],
  ["order", messageOf({ unreadable: true })],
  ["unsupported", messageOf({ unreadable: true })],
  ["reaction", []],
  ["username", messageOf({ text: "Bonjour" })],
  ["number-only", messageOf({ text: "Bonjour" }, "whatsapp-cloud:33611111111")],
  ["changed-number", [{ type: "moved", from: anna, to: "whatsapp-cloud:FR.9999", at }]],
  ["changed-user-id", [{ type: "moved", from: anna, to: "whatsapp-cloud:FR.9999", at }]],
  ["other-number", []],
  ["template-paused", [{ type: "templates", at: 0 }]],
  ["template-category", [{ type: "templates", at: 0 }]],
  ["status-sent", [{ ...failed, status: "sent" }]],
  ["status-read", [{ ...failed, status: "read" }]],
  ["status-played", [{ ...failed, status: "played" }]],
  [
    "status-free",
    [{ ...failed, status: "delivered", charge: { ...charge, category: "utility", isBillable: false } }],
  ],
  ["status-delivered", [{ ...failed, status: "delivered", charge }]],
  ["status-failed", [{ ...failed, status: "failed", errorCode: 131_047 }]],
])("%s is read", (name, expected) => {
  expect(read(name)).toEqual(expected);
});

test("every payload has its reading", () => {
  expect(Object.keys(fixtures).filter((name) => read(name) === undefined)).toEqual([]);
});

test("several entries in one request are read, oldest first; what is not WhatsApp's is none", () => {
  const entry = [...(fixtures["status-failed"]?.entry ?? []), ...(fixtures["text"]?.entry ?? [])];
  expect(
    readWebhook({ object: "whatsapp_business_account", entry }, cloudSettings.phoneNumberId),
  ).toHaveLength(2);
  for (const body of [undefined, {}, { object: "page", entry: [] }])
    expect(readWebhook(body, cloudSettings.phoneNumberId)).toBeUndefined();
});
