import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { listCampaigns } from "../../src/commands/list-campaigns.ts";
import { campaignFolders } from "../support/bot-under-test.ts";
import { copyLocales } from "../support/copy-locales.ts";
import { furtherLocales } from "../support/further-locales.ts";

const [, fixtures = ""] = campaignFolders;
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "list-"));
  cpSync(fixtures, join(folder, "campaigns"), { recursive: true });
  copyLocales(join(folder, "locales"), []);
  for (const locales of furtherLocales) cpSync(locales, join(folder, "locales"), { recursive: true });
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function list(today: string): readonly string[] {
  return listCampaigns(
    { campaigns: join(folder, "campaigns"), locales: join(folder, "locales") },
    today,
  ).split("\n\n");
}

/** Changes the fixture Trio. */
function change(changed: (campaign: { readonly facts: object }) => object): void {
  const path = join(folder, "campaigns/trio.json");
  const { facts } = z.object({ facts: z.record(z.string(), z.unknown()) }).parse(read(path));
  writeFileSync(path, JSON.stringify(changed({ ...Object(read(path)), facts })));
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

it.each([
  ["2025-06-23", "trio: before; next date 2025-06-30, in 7 days"],
  ["2025-06-30", "trio: last day; next date 2025-07-01, tomorrow"],
  ["2025-07-01", "trio: after 2025-07-01, no next date"],
])("tells on %s that %s", (today, title) => {
  const titles = list(today).map((told) => told.split("\n")[0]);
  expect(titles.slice(0, 2)).toEqual([title, "evergreen: evergreen, no date"]);
});

it("names the facts that were not checked for 90 days", () => {
  expect(list("2025-06-30")[0]).toContain("  facts: 1, all checked within 90 days");
  expect(list("2025-07-01")[0]).toContain("  facts: 1 of 1 not checked for 90 days: made-up");
});

it("names each text that a language lacks, with its place", () => {
  const path = join(folder, "locales/fr/campaigns/trio.json");
  const texts: unknown = JSON.parse(readFileSync(path, "utf8"));
  writeFileSync(path, JSON.stringify({ ...(texts as object), done: undefined }));
  expect(list("2025-06-30")[0]).toContain(`  texts: 1 to correct\n    ${path}: done.text: is missing`);
  expect(list("2025-06-30")[1]).toContain("  texts: complete");
});

it("names the texts that tell uncertain facts, and why they are uncertain", () => {
  change((campaign) => ({
    ...campaign,
    facts: {
      ...campaign.facts,
      retold: {
        sources: [{ name: "A site", kind: "other" }],
        checked: "2025-06-01",
        statedIn: ["steps.limits", "done.text"],
      },
      argued: {
        disputed: true,
        sources: [{ name: "The service", kind: "primary" }],
        checked: "2025-06-01",
        statedIn: ["uses.used"],
      },
    },
  }));
  expect(list("2025-06-30")[0]).toContain(
    [
      "  uncertain: 2, told in these texts",
      "    retold (only retold): steps.limits, done.text",
      "    argued (sources contradict each other): uses.used",
    ].join("\n"),
  );
  expect(list("2025-06-30")[1]).not.toContain("uncertain");
});

it("names e-mails to write, and steps without a known address", () => {
  const email = { kind: "email", address: "privacy@trio.example", subject: "No" };
  change((campaign) => ({
    ...campaign,
    linkGroups: [],
    accounts: [
      { id: "photos", step: email },
      { id: "videos", step: { kind: "form" } },
      { id: "music", step: { kind: "setting", links: ["https://settings.trio.example/music"] } },
    ],
  }));
  expect(list("2025-06-30")[0]).toContain(
    [
      "  accounts.0.step: an e-mail to privacy@trio.example",
      "  accounts.1.step: a form without a known address",
      "  texts: ",
    ].join("\n"),
  );
});

it("says where a campaign has nothing to do", () => {
  const nothing = { id: "nothing", position: 9, accounts: [], domains: ["a.example"], help: [], facts: {} };
  writeFileSync(join(folder, "campaigns/nothing.json"), JSON.stringify(nothing));
  expect(list("2025-06-30").at(-1)).toContain("nothing: nothing to do");
});
