import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCampaigns } from "../../src/campaigns/read-files.ts";
import { startCampaign } from "../../src/commands/start-campaign.ts";
import { readContent } from "../../src/content/read-content.ts";
import { allCampaigns, campaignFolders } from "../support/bot-under-test.ts";
import { copyLocales } from "../support/copy-locales.ts";
import { furtherLocales } from "../support/further-locales.ts";
import { sayToBot } from "../support/say-to-bot.ts";
import { isWholeWalk } from "../support/walk-conversation.ts";

const [, fixtures = ""] = campaignFolders;
const today = "2030-01-01";
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "start-"));
  cpSync(fixtures, join(folder, "campaigns"), { recursive: true });
  copyLocales(join(folder, "locales"), []);
  for (const locales of furtherLocales) cpSync(locales, join(folder, "locales"), { recursive: true });
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function folders(): { readonly campaigns: string; readonly locales: string } {
  return { campaigns: join(folder, "campaigns"), locales: join(folder, "locales") };
}

function start(id: string, like?: string): readonly string[] {
  return startCampaign({ id, like, today }, folders());
}

const filledIn: Readonly<Record<string, string>> = {
  "FILL IN: https://…": "https://example.org/setting",
  "FILL IN: the service's own domain, such as example.org": "example.org",
  "FILL IN: primary, authority, press, association or other": "press",
  "FILL IN: an e-mail address of the service": "privacy@example.org",
  "FILL IN: a day such as 2030-05-26": "2029-12-31",
};

/** Writes something in place of every blank, as a person would. */
function fillIn(path: string): void {
  const replacer = (_: string, value: unknown) =>
    typeof value === "string" ? (filledIn[value] ?? value.replace(/^FILL IN: /, "")) : value;
  writeFileSync(path, JSON.stringify(JSON.parse(readFileSync(path, "utf8")), replacer));
}

function problems(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    return error instanceof Error ? error.message.split("\n") : [String(error)];
  }
  return [];
}

describe("A new campaign", () => {
  it("is a data file and one file of texts for each language", () => {
    expect(start("fresh").map((path) => path.replace(folder, ""))).toEqual([
      "/campaigns/fresh.json",
      "/locales/en/campaigns/fresh.json",
      "/locales/fr/campaigns/fresh.json",
    ]);
  });

  it("is refused at the start with the place of everything that is to be filled in", () => {
    const [file = "", english = "", french = ""] = start("fresh");
    const still = 'still to be filled in; write your own in place of "FILL IN: …"';
    const places = [
      "accounts.0.step.links.0",
      "domains.0",
      "facts.setting.sources.0.kind",
      "facts.setting.sources.0.name",
    ];
    const found = problems(() => readCampaigns(folders().campaigns));
    for (const place of places)
      expect(found.filter((each) => each.startsWith(`${file}: ${place}: `))).toEqual([
        `${file}: ${place}: ${still}`,
      ]);
    fillIn(file);
    const campaigns = [...readCampaigns(folders().campaigns).values()];
    const ofTexts = problems(() => readContent(folders().locales, campaigns));
    for (const path of [english, french])
      for (const place of [
        "name",
        "intro.evergreen",
        "help.first-question.text",
        "help.first-question.sentences.0",
        "words.service.0",
      ])
        expect(ofTexts).toContain(`${path}: ${place}: ${still}`);
  });

  it("is offered once all is filled in, and leads through its steps", async () => {
    for (const path of start("fresh")) fillIn(path);
    const answers = await sayToBot(folders(), ["/start fresh-en"]);
    expect(answers.flatMap(({ links }) => links)).toEqual(["https://example.org/setting"]);
  });

  it("can be modelled after each of those that are there, with nothing missing", () => {
    const [shipped = ""] = campaignFolders;
    const tried = [...allCampaigns.keys()].filter((_, index) => isWholeWalk || index % 3 === 0);
    const models = tried.map((like, index) => ({ like, id: `fresh-${index}` }));
    copyLocales(folders().locales, tried);
    for (const { like } of models) {
      const home = [shipped, fixtures].find((each) => existsSync(join(each, `${like}.json`))) ?? "";
      cpSync(join(home, `${like}.json`), join(folder, "campaigns", `${like}.json`));
    }
    for (const { like, id } of models) model(id, like);
    const campaigns = readCampaigns(folders().campaigns);
    const { campaignNames } = readContent(folders().locales, [...campaigns.values()]);
    const shapeOf = (id: string) => {
      const { accounts, linkGroups, dates } = campaigns.get(id) ?? {};
      return [accounts?.length, linkGroups?.length, dates !== undefined];
    };
    // What is asked about this campaign alone is reached by its own sentences.
    const sentencesOf = (id: string) =>
      campaignNames.get(id)?.map(({ topics }) => topics["first-question"]?.length);
    expect(models.map(({ like, id }) => [like, shapeOf(id), sentencesOf(id)])).toEqual(
      models.map(({ like }) => [like, shapeOf(like), [1, 1]]),
    );
  });
});

/** Starts a campaign like another one and fills it in, with a date that is ahead if it has one. */
function model(id: string, like: string): void {
  const paths = start(id, like);
  for (const path of paths) fillIn(path);
  const [file = ""] = paths;
  const dated = /"lastDay":"[^"]*","starts":"[^"]*"/;
  writeFileSync(
    file,
    readFileSync(file, "utf8").replace(dated, '"lastDay":"2030-05-25","starts":"2030-05-26"'),
  );
}

it.each([
  ["Fresh", undefined, "Fresh: expected a name of 1 to 20 of a-z"],
  ["trio", undefined, "trio: is there already; nothing was written"],
  ["fresh", "nobody", "--like: expected one of trio, evergreen, duo"],
])("does not start %s like %s, and says why", (id, like, problem) => {
  expect(() => start(id, like)).toThrow(problem);
});
