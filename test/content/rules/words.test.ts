import { describe, expect, it } from "vitest";
import { entriesOf, namespaceOf } from "../../../src/content/texts.ts";
import { keyOf } from "../../../src/conversation/fold.ts";
import { allLocales } from "../../support/read-all-texts.ts";
import { allCampaigns } from "../../support/walk-conversation.ts";

/** Every list of words under a value, with its place. */
function listsOf(
  value: unknown,
  place = "",
): readonly (readonly [place: string, words: readonly string[]])[] {
  if (Array.isArray(value)) return [[place, value.map(String)]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([part, inner]) =>
    listsOf(inner, place === "" ? part : `${place}.${part}`),
  );
}

/** Words that stand for a number of things or for a name are as many as a language has. */
const isOpen = (place: string) => /^(answers|sets\.allOf|languages|values|zones\.names)\./.test(place);

describe("What people may type", () => {
  it("has the same lists in every language, and none of the lists that a dialogue needs is empty", () => {
    const [first, ...others] = allLocales.map(({ words, dates }) => [
      ...listsOf(words).map(([place]) => place),
      ...listsOf(dates).map(([place]) => `dates ${place}`),
    ]);
    const closed = (places: readonly string[] = []) =>
      places.filter((place) => !isOpen(place.replace("dates ", ""))).sort();
    for (const other of others) expect(closed(other)).toEqual(closed(first));
    const empty = allLocales.flatMap(({ language, words }) =>
      listsOf({ commands: words.commands, yes: words.yes, no: words.no, unknown: words.unknown })
        .filter(([, list]) => list.length === 0)
        .map(([place]) => `${language} ${place}`),
    );
    expect(empty).toEqual([]);
  });

  it("accepts words for the same answers in every language", () => {
    const [first, ...others] = allLocales.map(({ words }) =>
      listsOf(words.answers)
        .map(([place]) => place)
        .sort(),
    );
    for (const other of others) expect(other).toEqual(first);
  });

  it("has no word that means one command in one language and another in the other", () => {
    expect(clashes(allLocales.flatMap(({ words }) => listsOf(words.commands)))).toEqual([]);
  });

  it("knows every language by its name, in every language", () => {
    const languages = allLocales.map(({ language }) => language);
    for (const { words } of allLocales)
      expect(Object.keys(words.languages)).toEqual(expect.arrayContaining(languages));
  });
});

describe.each(allLocales)("In the language $language, what people may type", (locale) => {
  const { words, dates, texts, campaignWords } = locale;

  it("names no word twice in one list", () => {
    const twice = [...listsOf(words), ...listsOf(dates)].flatMap(([place, list]) =>
      list
        .map((word) => word.toLowerCase())
        .filter((word, index, all) => all.indexOf(word) !== index)
        .map((word) => `${place}: ${word}`),
    );
    expect(twice).toEqual([]);
  });

  it("has no word that means two commands", () => {
    expect(clashes(listsOf(words.commands))).toEqual([]);
  });

  it("has no word that is both yes and no, or linked and not linked", () => {
    expect(clashes(listsOf({ yes: words.yes, no: words.no, unknown: words.unknown }))).toEqual([]);
    expect(clashes(listsOf(words.linked))).toEqual([]);
  });

  it("has no word that means two answers to one question", () => {
    for (const { choices } of Object.values(words.answers)) expect(clashes(listsOf(choices))).toEqual([]);
  });

  it("accepts words only for answers that a question offers", () => {
    const labels = new Set([...texts.values()].flatMap((each) => entriesOf(each).map(([key]) => key)));
    const places = listsOf(words.answers).map(([place]) => place);
    expect(places.filter((place) => !labels.has(place))).toEqual([]);
    expect(places.length).toBeGreaterThan(5);
  });

  it("names every account and every help topic of every campaign", () => {
    for (const { id, accounts, help } of allCampaigns.values()) {
      const own = campaignWords.get(id);
      expect(Object.keys(own?.accounts ?? {}).sort()).toEqual(accounts.map((account) => account.id).sort());
      expect(Object.keys(own?.topics ?? {}).sort()).toEqual([...help].sort());
      expect(listsOf(own).filter(([, list]) => list.length === 0)).toEqual([]);
      expect(clashes(listsOf(own?.accounts))).toEqual([]);
      expect(clashes(listsOf(own?.topics))).toEqual([]);
    }
  });

  it("keeps lists of words out of the shared texts, and to one place in a campaign's", () => {
    const lists = [...texts].flatMap(([namespace, nested]) =>
      listsOf(nested).map(([place]) => `${namespace} ${place}`),
    );
    const allowed = [...allCampaigns.keys()].map(
      (id) => new RegExp(`^${namespaceOf(id)} (words\\.(accounts\\.[^.]+|service)|help\\.[^.]+\\.words)$`),
    );
    expect(lists.filter((list) => !allowed.some((pattern) => pattern.test(list)))).toEqual([]);
  });
});

/** Words that stand in more than one of these lists, as they are compared. */
function clashes(lists: readonly (readonly [string, readonly string[]])[]): readonly string[] {
  const places = new Map<string, Set<string>>();
  for (const [place, words] of lists) {
    for (const word of words) {
      const key = keyOf(word);
      places.set(key, new Set([...(places.get(key) ?? []), place]));
    }
  }
  return [...places]
    .filter(([, where]) => where.size > 1)
    .map(([key, where]) => `${key}: ${[...where].join(", ")}`);
}
