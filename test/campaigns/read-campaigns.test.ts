import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DataFileError, readCampaigns } from "../../src/campaigns/read-files.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "campaigns-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const step = { kind: "form", links: ["https://example.org/form"] };
const further = { ...step, id: "three", role: "instead" };
const withForm = { id: "one", step: { ...step, kind: "setting" }, further: [further] };
const reported = {
  sources: [{ name: "a source", kind: "press" }],
  checked: "2030-01-01",
  statedIn: ["steps.limits"],
};
const withoutLink = { id: "one", step: { kind: "setting" } };
const byEmail = (changes: object = {}) => ({
  id: "one",
  step: {
    kind: "email",
    address: "privacy@mail.example.org",
    subject: "No",
    confirmation: "some-fact",
    ...changes,
  },
});
const disputed = {
  disputed: true,
  sources: [{ name: "a source", kind: "primary" }],
  checked: "2030-01-01",
  statedIn: ["steps.limits"],
};
const dates = {
  lastDay: "2030-02-01",
  starts: "2030-02-02",
  zone: "Europe/Paris",
  remindDaysBefore: [3],
};
const sound = {
  id: "sound",
  position: 1,
  announced: "2030-01-01",
  accounts: [
    { id: "one", step },
    { id: "two", step },
  ],
  linkGroups: [{ id: "pair", accounts: ["one", "two"], lookAt: "https://example.org/accounts" }],
  dates,
  domains: ["example.org"],
  help: [],
  facts: { "some-fact": reported },
};

/** Writes a campaign's file that is sound but for these fields. */
function write(changes: object = {}, name = "sound.json"): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify({ ...sound, ...changes }));
  return path;
}

function problems(): readonly string[] {
  try {
    readCampaigns(folder);
  } catch (error) {
    if (error instanceof DataFileError) return error.message.split("\n");
    throw error;
  }
  return [];
}

describe("A campaign's file", () => {
  it("is read where nothing is wrong with it", () => {
    write();
    expect(problems()).toEqual([]);
    expect(readCampaigns(folder).get("sound")?.instants).toEqual({
      lastDayBegins: Date.parse("2030-02-01T00:00+01:00"),
      starts: Date.parse("2030-02-02T00:00+01:00"),
    });
  });

  it("stops the start where it is no JSON", () => {
    writeFileSync(join(folder, "sound.json"), '{ "id": ');
    expect(problems()).toEqual([expect.stringMatching(/sound\.json: is not JSON: /)]);
  });

  it("stops the start where it cannot be read", () => {
    write();
    expect(() => readCampaigns(join(folder, "sound.json"))).toThrow(/ENOTDIR/);
  });

  it("stops the start where there is none", () => {
    expect(problems()).toEqual([`${folder}: no campaign is there`]);
  });

  it.each<{ what: string; changes: object }>([
    { what: "an account has a form besides its setting", changes: { linkGroups: [], accounts: [withForm] } },
    { what: "there is nothing to do", changes: { linkGroups: [], accounts: [], dates: undefined } },
    { what: "nobody knows when it was announced", changes: { announced: undefined } },
    { what: "a step has no known address", changes: { linkGroups: [], accounts: [withoutLink] } },
    { what: "an e-mail is to be written", changes: { linkGroups: [], accounts: [byEmail()] } },
    { what: "it names its schema for editors", changes: { $schema: "./campaign.schema.json" } },
    { what: "a fact is disputed", changes: { facts: { "some-fact": disputed } } },
  ])("is read where $what", ({ changes }) => {
    write(changes);
    expect(problems()).toEqual([]);
  });

  it("is told apart from the schema beside it", () => {
    write();
    writeFileSync(join(folder, "campaign.schema.json"), "{}");
    expect([...readCampaigns(folder).keys()]).toEqual(["sound"]);
  });

  it.each<{ what: string; changes: object; problem: unknown }>([
    {
      what: "its name is another",
      changes: { id: "other" },
      problem: 'id: "other" is not the file\'s name',
    },
    {
      what: "a date is missing",
      changes: { dates: { ...dates, lastDay: undefined } },
      problem: "dates.lastDay: expected a day such as 2025-05-26",
    },
    {
      what: "the dates are out of order",
      changes: { dates: { ...dates, starts: "2030-01-15" } },
      problem: "dates: expected lastDay < starts",
    },
    {
      what: "it is announced after its last day",
      changes: { announced: "2030-02-02" },
      problem: "announced: expected a day up to dates.lastDay",
    },
    {
      what: "an e-mail goes elsewhere",
      changes: { linkGroups: [], accounts: [byEmail({ address: "privacy@evil.test" })] },
      problem: "accounts.0.step.address: privacy@evil.test is not within example.org",
    },
    {
      what: "an e-mail goes to no address",
      changes: { linkGroups: [], accounts: [byEmail({ address: "example.org" })] },
      problem: "accounts.0.step.address: expected an e-mail address such as privacy@example.org",
    },
    {
      what: "a step is none that the bot knows",
      changes: { linkGroups: [], accounts: [{ id: "one", step: { ...step, kind: "call" } }] },
      problem: 'accounts.0.step.kind: expected one of "form", "setting", "email"',
    },
    {
      what: "the zone is none",
      changes: { dates: { ...dates, zone: "Europe/Atlantis" } },
      problem: "dates.zone: expected an IANA time zone such as Europe/Paris",
    },
    {
      what: "a link leads to another domain",
      changes: { withoutAccount: { kind: "form", links: ["https://example.org.evil.test/form"] } },
      problem: "withoutAccount.links.0: https://example.org.evil.test/form is not within example.org",
    },
    {
      what: "a link of one phase leads to another domain",
      changes: {
        linkGroups: [],
        accounts: [
          {
            id: "one",
            step: {
              kind: "form",
              links: {
                before: ["https://example.org"],
                after: ["https://www.example.org", "https://evil.test"],
              },
            },
          },
        ],
      },
      problem: "accounts.0.step.links.after.1: https://evil.test is not within example.org",
    },
    {
      what: "a link is not https",
      changes: { withoutAccount: { kind: "form", links: ["http://example.org/form"] } },
      problem: "withoutAccount.links.0: expected an https:// address",
    },
    {
      what: "links are no list",
      changes: { withoutAccount: { kind: "form", links: "https://example.org/form" } },
      problem: 'withoutAccount.links: expected a list of addresses, or { "before": [...], "after": [...] }',
    },
    {
      what: "a link group names an unknown account",
      changes: { linkGroups: [{ id: "pair", accounts: ["one", "three"], lookAt: "https://example.org" }] },
      problem: 'linkGroups.0.accounts: "three" is none of the accounts one, two',
    },
    {
      what: "an account stands in two link groups",
      changes: {
        linkGroups: ["pair", "other"].map((id) => ({
          id,
          accounts: ["one", id === "pair" ? "two" : "one"],
          lookAt: "https://example.org",
        })),
      },
      problem: 'linkGroups.1.accounts: "one" stands twice',
    },
    {
      what: "an account stands twice",
      changes: {
        linkGroups: [],
        accounts: [
          { id: "one", step },
          { id: "one", step },
        ],
      },
      problem: 'accounts.1.id: "one" stands twice',
    },
    {
      what: "an account has the name of a choice",
      changes: { linkGroups: [], accounts: [{ id: "both", step }] },
      problem: 'accounts.0.id: "both" has a meaning of its own; take another name',
    },
    {
      what: "a further step has the name of an account",
      changes: { linkGroups: [], accounts: [{ id: "one", step, further: [{ ...further, id: "one" }] }] },
      problem: 'accounts.0.further.0.id: "one" stands twice',
    },
    {
      what: "a further step does not say whether it is needed as well",
      changes: {
        linkGroups: [],
        accounts: [{ id: "one", step, further: [{ ...further, role: undefined }] }],
      },
      problem: 'accounts.0.further.0.role: Invalid option: expected one of "instead"|"as-well"',
    },
    {
      what: "a further step leads to another domain",
      changes: {
        linkGroups: [],
        accounts: [{ id: "one", step, further: [{ ...further, links: ["https://evil.test"] }] }],
      },
      problem: "accounts.0.further.0.links.0: https://evil.test is not within example.org",
    },
    {
      what: "linked accounts have further steps",
      changes: {
        accounts: [
          { id: "one", step, further: [further] },
          { id: "two", step },
        ],
      },
      problem: "accounts.0.further: does not go together with linkGroups",
    },
    {
      what: "there is nothing to do, until a date",
      changes: { linkGroups: [], accounts: [] },
      problem: "dates: expected none where there are no accounts",
    },
    {
      what: "there is nothing to do, by a form",
      changes: { linkGroups: [], accounts: [], dates: undefined, withoutAccount: step },
      problem: "withoutAccount: expected none where there are no accounts",
    },
    {
      what: "a confirmation rests on no fact",
      changes: { accounts: [{ id: "one", step: { ...step, confirmation: "gone" } }], linkGroups: [] },
      problem: 'accounts.0.step.confirmation: "gone" is none of the facts',
    },
    {
      what: "a setting is said to be confirmed",
      changes: {
        linkGroups: [],
        accounts: [
          {
            id: "one",
            step,
            further: [{ ...step, id: "two", kind: "setting", role: "instead", confirmation: "some-fact" }],
          },
        ],
      },
      problem: "accounts.0.further.0.confirmation: expected none: no one confirms a setting",
    },
    {
      what: "no text states a fact",
      changes: { facts: { "some-fact": { ...reported, statedIn: [] } } },
      problem: "facts.some-fact.statedIn: expected the key of at least one text",
    },
    {
      what: "a fact has a grade, which is computed",
      changes: { facts: { "some-fact": { ...reported, grade: "A" } } },
      problem: 'facts.some-fact: Unrecognized key: "grade"',
    },
    {
      what: "a source does not say what it is",
      changes: { facts: { "some-fact": { ...reported, sources: [{ name: "a source" }] } } },
      problem: expect.stringMatching(/^facts\.some-fact\.sources\.0/),
    },
    {
      what: "a field is misspelt",
      changes: { helps: [] },
      problem: 'the whole file: Unrecognized key: "helps"',
    },
    {
      what: "a fact has no source",
      changes: { facts: { "some-fact": { ...reported, sources: [] } } },
      problem: "facts.some-fact.sources: expected at least one source",
    },
  ])("stops the start where $what, and says where", ({ changes, problem }) => {
    const path = write(changes);
    const found = problems().map((each) => each.replace(`${path}: `, ""));
    expect(found).toEqual(expect.arrayContaining([problem]));
  });

  it("tells every problem at once, also where some are of the whole and some of a part", () => {
    const path = write({
      domains: ["example.com"],
      linkGroups: [],
      dates: { ...dates, lastDay: "26 May" },
      accounts: [{ id: "one", step }],
    });
    writeFileSync(join(folder, "broken.json"), "nothing");
    expect(problems().map((problem) => problem.replace(`${folder}/`, ""))).toEqual([
      expect.stringMatching(/^broken\.json: is not JSON/),
      "sound.json: dates.lastDay: expected a day such as 2025-05-26",
      "sound.json: accounts.0.step.links.0: https://example.org/form is not within example.com",
    ]);
    expect(path).toContain("sound.json");
  });
});

describe("Campaigns", () => {
  it("are offered by position, then by name", () => {
    write({ id: "c", position: 2 }, "c.json");
    write({ id: "b", position: 2 }, "b.json");
    write({ id: "z", position: 1 }, "z.json");
    expect([...readCampaigns(folder).keys()]).toEqual(["z", "b", "c"]);
  });
});
