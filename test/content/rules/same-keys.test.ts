import { expect, it } from "vitest";
import { pluralForms, withoutForm } from "../../../src/content/texts.ts";
import { allLocales, allTexts, breaches, type Text } from "../../support/read-all-texts.ts";

const languages = allLocales.map(({ language }) => language);
const nameOf = ({ namespace, key }: Text) => `${namespace} ${withoutForm(key)}`;
const ofContext = (key: string) => withoutForm(key) !== key && !/_(zero|one|two|few|many|other)$/.test(key);

it("has every text in every language", () => {
  const spoken = new Set(allTexts.map((text) => `${text.language} ${nameOf(text)}`));
  const missing = allTexts.flatMap((text) =>
    languages
      .filter((language) => !spoken.has(`${language} ${nameOf(text)}`))
      .map((language) => `${language} lacks ${nameOf(text)}`),
  );
  expect([...new Set(missing)]).toEqual([]);
  expect(languages.length).toBeGreaterThan(1);
});

it("has all forms of number of its own language, and no other", () => {
  const numbered = /_(zero|one|two|few|many|other)$/;
  const forms = new Map<string, string[]>();
  for (const { file, language, key } of allTexts) {
    const form = numbered.exec(key)?.[1];
    if (form === undefined) continue;
    const name = `${file}: ${withoutForm(key)} ${language}`;
    forms.set(name, [...(forms.get(name) ?? []), form]);
  }
  const expected = [...forms.keys()].map((name) => [
    name,
    [...pluralForms(name.split(" ").at(-1) ?? "")].sort(),
  ]);
  expect([...forms].map(([name, own]) => [name, own.sort()])).toEqual(expected);
  expect(expected.length).toBeGreaterThan(5);
});

it("has the plain form of each text that has a form for a context", () => {
  const keys = new Set(allTexts.map(({ file, key }) => `${file} ${key}`));
  expect(
    breaches(({ file, key }) =>
      ofContext(key) && !keys.has(`${file} ${withoutForm(key)}`) ? "has no plain form" : undefined,
    ),
  ).toEqual([]);
});
