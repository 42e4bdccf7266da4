import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sentencesSchemas } from "../../../src/content/locale-schemas.ts";
import { entriesOf, namespaceOf } from "../../../src/content/texts.ts";
import { matchWhole } from "../../../src/understanding/match.ts";
import { parseTemplate } from "../../../src/understanding/parse-template.ts";
import {
  parsedTemplates,
  type Sentences,
  skipOf,
  templatesUnder,
} from "../../../src/understanding/sentences.ts";
import { compileTemplates, wordsIn } from "../../../src/understanding/template-set.ts";
import { fold, keyOf } from "../../../src/understanding/tokens.ts";
import { allCampaigns } from "../../support/bot-under-test.ts";
import { allLocales } from "../../support/read-all-texts.ts";
import { createSkipCheck } from "../../support/skipped-parts.ts";
import { localesFolder } from "../../support/walk-conversation.ts";

type Lists = readonly (readonly [place: string, list: readonly string[]])[];

/** Every list under a value, with its place. */
function listsOf(value: unknown, place = ""): Lists {
  if (Array.isArray(value)) return [[place, value.map(String)]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([part, inner]) =>
    listsOf(inner, place === "" ? part : `${place}.${part}`),
  );
}

/** What stands in more than one of these lists, as `written` compares it. */
function clashes(lists: Lists, written: (text: string) => string = fold): readonly string[] {
  const places = new Map<string, Set<string>>();
  for (const [place, list] of lists) {
    for (const text of list) places.set(written(text), (places.get(written(text)) ?? new Set()).add(place));
  }
  return [...places]
    .filter(([, where]) => where.size > 1)
    .map(([text, where]) => `${text}: ${[...where].join(", ")}`);
}

/** The answers that the program knows by name; the others are the labels of choices. */
const isLabel = (answer: string) => answer.includes(".");
const closedFiles = [
  "commands",
  "small-talk",
  "answers",
  "numbers",
  "accounts",
  "services",
  "witnesses",
] as const;
const keysOf = (sentences: Sentences, file: (typeof closedFiles)[number]) =>
  Object.keys(sentences[file])
    .filter((key) => !(file === "answers" && isLabel(key)))
    .sort();

describe("What people may type", () => {
  it("stands in the same files in every language", () => {
    const expected = Object.keys(sentencesSchemas).map((file) => `${file}.json`);
    for (const { language } of allLocales)
      expect(readdirSync(join(localesFolder, language, "sentences")).sort()).toEqual(expected.sort());
  });

  it.each(allLocales)(
    "can be read by a translator: no line is longer than 160 characters, and there are 875 at most ($language)",
    ({ language }) => {
      const folder = join(localesFolder, language, "sentences");
      const lines = readdirSync(folder).flatMap((file) =>
        readFileSync(join(folder, file), "utf8").trimEnd().split("\n"),
      );
      expect(lines.filter((line) => line.length > 160)).toEqual([]);
      expect(lines.length).toBeLessThanOrEqual(875);
    },
  );

  it.each(closedFiles)("has the same keys in %s.json in every language", (file) => {
    const [first, ...others] = allLocales.map(({ sentences }) => keysOf(sentences, file));
    for (const other of others) expect(other).toEqual(first);
    expect(first?.length).toBeGreaterThan(1);
  });

  it("names days, hours and zones by the same lists in every language", () => {
    // Words that stand for a number or for a zone are as many as a language has.
    const isOpen = (place: string) => /^(values|zones\.(names|abbreviations))\./.test(place);
    const [first, ...others] = allLocales.map(({ dates }) =>
      listsOf(dates)
        .map(([place]) => place)
        .filter((place) => !isOpen(place))
        .sort(),
    );
    for (const other of others) expect(other).toEqual(first);
  });

  it("has no sentence that means one command in one language and another in the other", () => {
    expect(clashes(allLocales.flatMap(({ sentences }) => listsOf(sentences.commands)))).toEqual([]);
  });

  it("has sentences in every language that name any other one", () => {
    for (const { sentences } of allLocales)
      expect(listsOf(sentences.languages["other"]).flat(2).join()).toContain("{language}");
  });
});

describe.each(allLocales)("In the language $language, what people may type", (locale) => {
  const { sentences, dates, texts, campaignNames } = locale;
  const { commands, answers, accounts } = sentences;

  it("leaves nothing empty that a conversation needs", () => {
    const needed = closedFiles.flatMap((file) => listsOf({ [file]: sentences[file] }));
    expect(needed.filter(([, list]) => list.length === 0).map(([place]) => place)).toEqual([]);
  });

  it("names nothing twice in one list", () => {
    const { common, ...files } = sentences;
    const twice = [...listsOf(files), ...listsOf(common.languageMarkers), ...listsOf(dates)].flatMap(
      ([place, list]) =>
        list
          .map((text) => text.toLowerCase())
          .filter((text, index, all) => all.indexOf(text) !== index)
          .map((text) => `${place}: ${text}`),
    );
    expect(twice).toEqual([]);
  });

  it("has no sentence that means two commands", () => {
    expect(clashes(listsOf(commands))).toEqual([]);
  });

  it("has no sentence that is both yes and no, or linked and apart", () => {
    const { yes, no, unknown, linked, apart } = answers;
    expect(clashes(listsOf({ yes, no, unknown }))).toEqual([]);
    expect(clashes(listsOf({ linked, apart }))).toEqual([]);
  });

  it("has no sentence that means two answers to one question", () => {
    const labels = listsOf(answers).filter(([place]) => isLabel(place));
    const questions = new Set(labels.map(([place]) => place.split(".")[0]));
    for (const question of questions)
      expect(clashes(labels.filter(([place]) => place.startsWith(`${question}.`)))).toEqual([]);
  });

  it("accepts further sentences only for answers that a question offers", () => {
    const labels = new Set([...texts.values()].flatMap((each) => entriesOf(each).map(([key]) => key)));
    const named = Object.keys(answers).filter(isLabel);
    expect(named.filter((key) => !labels.has(key))).toEqual([]);
    expect(named.length).toBeGreaterThan(5);
  });

  it("names every service and every account, and none of them as another", () => {
    for (const { id, accounts: each } of allCampaigns.values()) {
      const own = campaignNames.get(id);
      expect(Object.keys(own?.accounts ?? {}).sort()).toEqual(each.map((account) => account.id).sort());
      const needed = listsOf({ accounts: own?.accounts, service: own?.service });
      expect(needed.filter(([, list]) => list.length === 0)).toEqual([]);
      expect(clashes(listsOf(own?.accounts), keyOf)).toEqual([]);
    }
  });

  it("has no sentence that asks two questions about one campaign", () => {
    for (const { topics } of campaignNames.values()) expect(clashes(listsOf(topics))).toEqual([]);
  });

  it("keeps lists out of the shared texts, and to three places in a campaign's", () => {
    const lists = [...texts].flatMap(([namespace, nested]) =>
      listsOf(nested).map(([place]) => `${namespace} ${place}`),
    );
    const allowed = [...allCampaigns.keys()].map(
      (id) =>
        new RegExp(`^${namespaceOf(id)} (words\\.(accounts\\.[^.]+|service)|help\\.[^.]+\\.sentences)$`),
    );
    expect(lists.filter((list) => !allowed.some((pattern) => pattern.test(list)))).toEqual([]);
  });

  it("skips no yes, no no and no negation, wherever they stand", () => {
    const negations = ["answers no", "accounts no", "accounts not", "accounts nor"];
    // What agrees only if it stands alone ("exactly") may be skipped: beside other words, it changes nothing.
    const all = [...negations, "answers unknown", "accounts yes"];
    const meant = (["answers", "accounts"] as const).flatMap((file) =>
      parsedTemplates(sentences, file).map(([template, key]) => [template, `${file} ${key}`] as const),
    );
    const templates = compileTemplates({ templates: meant, isForgiven: () => false });
    const found = (words: readonly string[], kinds: readonly string[]) =>
      words.flatMap((word) =>
        matchWhole([word], templates)
          .filter(({ meaning }) => kinds.includes(meaning))
          .map(({ meaning }) => `${word}: ${meaning}`),
      );
    expect(found(skipOf(sentences), all)).toEqual([]);
    expect(found([...wordsIn(templatesUnder(sentences, "answers", "no"))], negations)).not.toEqual([]);
  });

  it("leaves room only for accounts, languages, dates and numbers", () => {
    // A mistyped name in braces would take all the rest of a message.
    const slots = listsOf(sentences).flatMap(([, list]) =>
      list.flatMap((text) => text.match(/\{.*?\}/g) ?? []),
    );
    expect(["{account}", "{language}", "{date}", "{number}", "{ordinal}"]).toEqual(
      expect.arrayContaining([...new Set(slots)]),
    );
  });

  it("makes no required part optional by an alternative of skip words alone", () => {
    const { rules } = sentences.common;
    const { kept: _kept, ...signs } = accounts;
    const kept = wordsIn(templatesUnder(sentences, "accounts", "kept"));
    const { "around-number": _, ...says } = answers;
    const skip = skipOf(sentences);
    const files: readonly (readonly [lists: Lists, skip: readonly string[]])[] = [
      [listsOf({ commands, "small-talk": sentences["small-talk"], answers: says }), skip],
      [listsOf({ accounts: signs }), skip.filter((word) => !kept.has(word))],
    ];
    const mistakes = files.flatMap(([lists, skipped]) => {
      const check = createSkipCheck(new Set(skipped));
      return lists.flatMap(([place, list]) =>
        list.flatMap((text) =>
          check(parseTemplate(text, rules)).map((part) => `${place}: "${part}" in ${text}`),
        ),
      );
    });
    expect(mistakes).toEqual([]);
  });

  it("has no rule to which no template refers, itself or by another rule", () => {
    const { common, ...files } = sentences;
    const referred = (lists: Lists) =>
      lists.flatMap(([, list]) => list.flatMap((text) => text.match(/(?<=<)[^<>]+(?=>)/g) ?? []));
    const used = new Set(referred(listsOf(files)));
    for (const rule of used)
      for (const inner of referred(listsOf([common.rules.texts[rule]]))) used.add(inner);
    expect(Object.keys(common.rules.texts).filter((rule) => !used.has(rule))).toEqual([]);
  });
});
