import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ContentError, readContent } from "../../src/content/read-content.ts";
import { allCampaigns } from "../support/bot-under-test.ts";
import { copyLocales } from "../support/copy-locales.ts";

const shipped = [...allCampaigns.values()].filter(({ id }) => id === "meta");
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "locales-"));
  copyLocales(folder, ["meta"]);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function problems(generalTopics: readonly string[] = []): readonly string[] {
  try {
    readContent(folder, shipped, { generalTopics });
  } catch (error) {
    if (error instanceof ContentError) return error.message.replaceAll(`${folder}/`, "").split("\n");
    throw error;
  }
  return [];
}

/** Changes one place of a file: a value that is undefined takes it away. */
function change(file: string, place: readonly string[], value: unknown): void {
  const path = join(folder, file);
  const content: unknown = JSON.parse(readFileSync(path, "utf8"));
  writeFileSync(path, JSON.stringify(changed(content, place, value)));
}

function changed(content: unknown, [part, ...rest]: readonly string[], value: unknown): unknown {
  if (part === undefined) return value;
  const parts = new Map<string, unknown>(Object.entries(Object(content)));
  return { ...Object(content), [part]: changed(parts.get(part), rest, value) };
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

describe("The texts", () => {
  it("are read where nothing is wrong with them", () => {
    expect(problems()).toEqual([]);
  });

  it.each<{ what: string; file: string; place: readonly string[]; value: unknown; problem: string }>([
    {
      what: "a campaign's text is missing in one language",
      file: "en/campaigns/meta.json",
      place: ["steps", "facebook", "open"],
      value: undefined,
      problem: "en/campaigns/meta.json: steps.facebook.open: is missing",
    },
    {
      what: "the answer to a help topic is missing",
      file: "fr/campaigns/meta.json",
      place: ["help", "threads", "text"],
      value: undefined,
      problem: "fr/campaigns/meta.json: help.threads.text: is missing",
    },
    {
      what: "the answer to a help topic is missing that has a general answer too",
      file: "fr/campaigns/meta.json",
      place: ["help", "legal", "text"],
      value: undefined,
      problem: "fr/campaigns/meta.json: help.legal.text: is missing",
    },
    {
      what: "a general answer is missing in one language",
      file: "en/help.json",
      place: ["help", "undo", "text"],
      value: undefined,
      problem: "en/help.json: help.undo.text: is missing; fr/help.json has it",
    },
    {
      what: "a text of the conversation is missing in one language",
      file: "en/conversation.json",
      place: ["menu", "choices", "stop"],
      value: undefined,
      problem: "en/conversation.json: menu.choices.stop: is missing; fr/conversation.json has it",
    },
    {
      what: "there are texts where one text must be",
      file: "en/campaigns/meta.json",
      place: ["done", "text"],
      value: { facebook: "Noted." },
      problem: "en/campaigns/meta.json: done.text: is missing",
    },
    {
      what: "a text is none",
      file: "fr/reminders.json",
      place: ["due", "after"],
      value: 3,
      problem: "fr/reminders.json: due.after: expected a text, a list of words, or texts within",
    },
    {
      what: "a text is empty",
      file: "fr/campaigns/meta.json",
      place: ["short"],
      value: " ",
      problem: "fr/campaigns/meta.json: short: expected a text, a list of words, or texts within",
    },
    {
      what: "words are given for an unknown account",
      file: "en/campaigns/meta.json",
      place: ["words", "accounts", "facebok"],
      value: ["fb"],
      problem: "en/campaigns/meta.json: words.accounts.facebok: is none of the accounts facebook, instagram",
    },
    {
      what: "a campaign's words are no list",
      file: "en/campaigns/meta.json",
      place: ["words", "service"],
      value: { meta: "meta" },
      problem: "en/campaigns/meta.json: words.service: Invalid input: expected array, received object",
    },
    {
      what: "a sentence is no text",
      file: "fr/sentences/answers.json",
      place: ["yes"],
      value: ["oui", 1],
      problem: "fr/sentences/answers.json: yes.1: Invalid input: expected string, received number",
    },
    {
      what: "a sentence is empty",
      file: "fr/sentences/commands.json",
      place: ["menu"],
      value: ["menu", " "],
      problem: "fr/sentences/commands.json: menu.1: expected a word",
    },
    {
      what: "a command is misspelt",
      file: "fr/sentences/commands.json",
      place: ["mneu"],
      value: ["menu"],
      problem: "fr/sentences/commands.json: mneu: is not known here",
    },
    {
      what: "a word of account answers is misspelt",
      file: "en/sentences/accounts.json",
      place: ["exept"],
      value: ["except"],
      problem: "en/sentences/accounts.json: exept: is not known here",
    },
    {
      what: "an answer is neither known nor the label of a choice",
      file: "en/sentences/answers.json",
      place: ["yess"],
      value: ["yes"],
      problem: "en/sentences/answers.json: yess: is not known here",
    },
    {
      what: "a list is misspelt",
      file: "en/sentences/common.json",
      place: ["skpi"],
      value: ["the"],
      problem: 'en/sentences/common.json: the whole file: Unrecognized key: "skpi"',
    },
    {
      what: "a bracket of a sentence is not closed",
      file: "fr/sentences/small-talk.json",
      place: ["thanks"],
      value: ["merci", "(merci|remercie [de tout coeur]"],
      problem: 'fr/sentences/small-talk.json: thanks.1: (merci|remercie [de tout coeur]: ")" is missing',
    },
    {
      what: "a bracket of a sentence was not opened",
      file: "en/sentences/commands.json",
      place: ["menu"],
      value: ["menu] please"],
      problem: 'en/sentences/commands.json: menu.0: menu] please: "]" is not expected here',
    },
    {
      what: "a sentence refers to a rule that does not exist",
      file: "en/sentences/small-talk.json",
      place: ["thanks"],
      value: ["thanks <everyone>"],
      problem: "en/sentences/small-talk.json: thanks.0: thanks <everyone>: there is no rule <everyone>",
    },
    {
      what: "a rule is wrong",
      file: "en/sentences/common.json",
      place: ["rules", "unused"],
      value: "(one|two",
      problem: 'en/sentences/common.json: rules.unused.0: (one|two: ")" is missing',
    },
    {
      what: "a rule refers to itself",
      file: "en/sentences/common.json",
      place: ["rules", "unused"],
      value: "again [<unused>]",
      problem: "en/sentences/common.json: rules.unused.0: again [<unused>]: a rule refers to itself",
    },
    {
      what: "a campaign's own sentence is wrong",
      file: "en/campaigns/meta.json",
      place: ["help", "threads", "sentences"],
      value: ["threads", "[threads"],
      problem: 'en/campaigns/meta.json: help.threads.sentences.1: [threads: "]" is missing',
    },
    {
      what: "a campaign's own sentence refers to a rule",
      file: "en/campaigns/meta.json",
      place: ["help", "threads", "sentences"],
      value: ["<post> on threads"],
      problem: "en/campaigns/meta.json: help.threads.sentences.0: <post> on threads: there is no rule <post>",
    },
    {
      what: "a zone does not exist",
      file: "fr/dates.json",
      place: ["zones", "names", "Europe/Atlantis"],
      value: ["atlantide"],
      problem: "fr/dates.json: zones.names.Europe/Atlantis: expected an IANA time zone such as Europe/Paris",
    },
    {
      what: "a date word stands for no number",
      file: "en/dates.json",
      place: ["values", "weekday", "friday"],
      value: ["friday"],
      problem: "en/dates.json: values.weekday.friday: expected a number",
    },
    {
      what: "a country's code is none",
      file: "en/countries.json",
      place: ["names", "France"],
      value: ["france"],
      problem: "en/countries.json: names.France: expected a country's code such as FR",
    },
  ])("stop the start where $what, with file and place", ({ file, place, value, problem }) => {
    change(file, place, value);
    expect(problems()).toEqual([problem]);
  });

  it("stop the start where no language answers a general topic", () => {
    expect(problems(["legal", "weather"])).toEqual(
      ["en", "fr"].flatMap((language) =>
        ["label", "text"].map((part) => `${language}/help.json: help.weather.${part}: is missing`),
      ),
    );
  });

  it("stop the start where a topic has the name of a command, which would be done in its place", () => {
    expect(
      problems(["legal", "steps", "theme-date"]).filter((problem) => problem.includes("a command")),
    ).toEqual([
      "general.json: steps: is the name of a command or theme, give the topic another",
      "general.json: theme-date: is the name of a command or theme, give the topic another",
    ]);
  });

  it("stop the start with every problem at once", () => {
    change("en/campaigns/meta.json", ["short"], undefined);
    change("fr/sentences/answers.json", ["no"], 5);
    change("fr/sentences/commands.json", ["menu"], ["(menu"]);
    write("fr/reminders.json", "{");
    rmSync(join(folder, "en/conversation.json"));
    expect(problems()).toEqual([
      "en/conversation.json: cannot be read",
      expect.stringMatching(/^fr\/reminders\.json: is not JSON: /),
      "fr/sentences/answers.json: no: Invalid input: expected array, received number",
      'fr/sentences/commands.json: menu.0: (menu: ")" is missing',
      "en/campaigns/meta.json: short: is missing",
      "en/campaigns/meta.json: letter.account: is missing",
    ]);
  });

  it("stop the start where a campaign has none in a language", () => {
    rmSync(join(folder, "en/campaigns/meta.json"));
    expect(problems()).toEqual(["en/campaigns/meta.json: cannot be read"]);
  });

  it("stop the start where a folder's name is no language", () => {
    cpSync(join(folder, "en"), join(folder, "en_GB"), { recursive: true });
    cpSync(join(folder, "en"), join(folder, "pt-br"), { recursive: true });
    const expected = 'expected a language tag such as "es" or "pt-BR" as the folder\'s name';
    expect(problems()).toEqual([`en_GB: ${expected}`, `pt-br: ${expected}, here "pt-BR"`]);
  });

  it("stop the start where there is no language at all", () => {
    for (const language of ["en", "fr"]) rmSync(join(folder, language), { recursive: true });
    expect(problems()).toEqual([`${folder}: holds no language; a language is a folder`]);
  });
});

describe("What people may type", () => {
  it("may be left out, list by list and file by file: what is absent is empty", () => {
    rmSync(join(folder, "en/sentences"), { recursive: true });
    write("en/sentences/answers.json", '{ "yes": ["yes"] }');
    const sentences = readContent(folder, shipped).sentences.get("en");
    expect(sentences?.answers).toEqual({ yes: ["yes"] });
    expect([sentences?.common.skip, sentences?.common.rules.texts, sentences?.commands]).toEqual([
      [],
      {},
      {},
    ]);
  });

  it("is read in a campaign's texts, beside its answers", () => {
    change("en/campaigns/meta.json", ["help", "threads", "sentences"], ["threads [too]"]);
    const [own] = readContent(folder, shipped).campaignNames.get("meta") ?? [];
    expect(own?.topics["threads"]).toEqual(["threads [too]"]);
    expect(own?.accounts["facebook"]).toContain("facebook");
  });

  it("does without further names of countries where a language has none", () => {
    rmSync(join(folder, "en/countries.json"));
    expect(readContent(folder, shipped).countries.get("en")).toEqual({
      names: {},
      around: [],
      languages: [],
      beforeTowns: [],
      origins: [],
      trades: [],
      behindTrade: [],
      passing: [],
      here: [],
      away: [],
    });
  });

  it("does without dates where a language has none", () => {
    rmSync(join(folder, "en/dates.json"));
    expect([...readContent(folder, shipped).dates.keys()]).toEqual(["fr"]);
  });
});

describe("A text that depends on a number", () => {
  it("is said in the form for all other numbers if a form is absent", () => {
    change("fr/conversation.json", ["welcome", "kept_one"], undefined);
    const { wording } = readContent(folder, shipped);
    const phrase = { key: "welcome.kept", params: { count: 1 } } as const;
    expect(wording.plain(phrase, "fr")).toContain("1\u00A0jours");
    expect(wording.plain(phrase, "en")).toContain("1 day.");
  });

  it("is said in the form for its number, which is written as in its language", () => {
    const { wording } = readContent(folder, shipped);
    const kept = (count: number) => ({ key: "welcome.kept", params: { count } }) as const;
    expect(wording.plain(kept(1), "en")).toContain("1 day.");
    expect(wording.plain(kept(3_650), "en")).toContain("3,650 days.");
    expect(wording.plain(kept(3_650), "fr")).toContain("3\u202F650\u00A0jours");
  });
});
