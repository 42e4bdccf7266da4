import { describe, expect, it } from "vitest";
import { withoutForm } from "../../../src/content/texts.ts";
import { allTexts } from "../../support/read-all-texts.ts";
import { allCampaigns } from "../../support/walk-conversation.ts";

/** What a text says where sources differ, or where there is only one. A language without an entry is not looked at. */
const wordsOfDispute: Readonly<Record<string, RegExp>> = {
  fr: /contredi|contest|discut|dout|pourtant|une seule source|un seul récit|pas clairement|aucune source ne/iu,
  en: /contradict|disput|doubt|still advise|only one source|one report|single report|not clear|no source says/iu,
};

/** An authority's page about itself needs no second source. */
const standsAlone = ["meta complaint"];

const facts = [...allCampaigns.values()].flatMap(({ id, facts }) =>
  Object.entries(facts).map(([name, fact]) => ({ id, name: `${id} ${name}`, fact })),
);

describe("A fact", () => {
  it("names its sources, and was checked on a day after each of them", () => {
    const wrong = facts.filter(({ fact: { sources, checked } }) =>
      sources.some(({ name, date = "" }) => name.trim() === "" || date > checked),
    );
    expect(wrong.map(({ name }) => name)).toEqual([]);
    expect(facts.length).toBeGreaterThan(100);
  });

  it("is graded A only where two sources agree, or an authority speaks of itself", () => {
    const alone = facts.filter(({ fact: { grade, sources } }) => grade === "A" && sources.length < 2);
    expect(alone.map(({ name }) => name)).toEqual(standsAlone);
  });

  it("that is disputed is told as disputed, in every text that tells it", () => {
    const told = facts.flatMap(({ id, name, fact }) =>
      fact.grade === "C" ? fact.told.map((key) => ({ id, name, key })) : [],
    );
    const smooth = told.flatMap(({ id, name, key }) =>
      Object.entries(wordsOfDispute).flatMap(([language, words]) => {
        const texts = allTexts.filter(
          (text) =>
            text.language === language &&
            text.namespace === `campaigns/${id}` &&
            withoutForm(text.key) === key,
        );
        if (texts.length === 0) return [`${name}: there is no text ${key} in ${language}`];
        return texts.filter(({ text }) => !words.test(text)).map((text) => `${name}: ${text.file}: ${key}`);
      }),
    );
    expect(smooth).toEqual([]);
    expect(told.length).toBeGreaterThan(10);
  });
});
