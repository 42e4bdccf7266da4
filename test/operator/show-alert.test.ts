import { expect, it } from "vitest";
import { reportPreview, reportProgress } from "../../src/operator/show-alert.ts";
import { at } from "../support/bot-under-test.ts";

const endsAt = at("2025-05-16T10:30");
const channel = { people: 1_200, endsAt, isTooLate: false } as const;

it("shows the operator what each channel shows, whom it reaches, by when, and what speaks against it", () => {
  const report = reportPreview(
    {
      campaign: "meta",
      news: "new",
      texts: [{ channel: "telegram", language: "fr", text: "📣 Meta\n[Arrêter les alertes]" }],
      channels: [
        { ...channel, name: "telegram", isTooLate: true, note: "stars", price: 0.1 },
        { ...channel, name: "whatsapp", people: 0, note: "risk", isOff: true },
        { ...channel, name: "whatsapp", note: "risk", isOff: false },
        { ...channel, name: "whatsapp-cloud", note: "marketing" },
        { ...channel, name: "web" },
      ],
    },
    "Europe/Paris",
  );
  expect(report.split("\n")).toEqual([
    "--- telegram, fr",
    "📣 Meta",
    "[Arrêter les alertes]",
    "",
    "telegram: 1,200 people, the last one by 2025-05-16 10:30; THAT IS AFTER THE CAMPAIGN'S DATE; above 30 a second Telegram charges: about 120 Stars at most",
    "whatsapp: 0 people; unasked-for messages are what WhatsApp bans numbers for: off, unless WHATSAPP_ALERTS=on",
    "whatsapp: 1,200 people, the last one by 2025-05-16 10:30; unasked-for messages are what WhatsApp bans numbers for: within its caps",
    "whatsapp-cloud: 1,200 people, the last one by 2025-05-16 10:30; marketing messages, which are paid for: see Meta's price list",
    "web: 1,200 people, the last one by 2025-05-16 10:30",
  ]);
});

it("shows how far each alert has come, with a bar", () => {
  const alert = { campaign: "meta", news: "new", createdAt: 0, filledTo: 0 } as const;
  expect(
    reportProgress([
      { ...alert, id: 2, state: "running", handled: 620, total: 1_000 },
      { ...alert, id: 1, state: "cancelled", handled: 0, total: 0 },
    ]).split("\n"),
  ).toEqual([
    "2: ████████████░░░░░░░░ 620 of 1,000  meta (new), running",
    "1: ░░░░░░░░░░░░░░░░░░░░ 0 of 0  meta (new), cancelled",
  ]);
  expect(reportProgress([])).toBe("No alert was sent yet.");
});
