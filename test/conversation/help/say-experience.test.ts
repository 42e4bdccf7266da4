import { expect, it, onTestFinished } from "vitest";
import { plainText } from "../../../src/content/markup.ts";
import type { Experience, OutcomeGroup } from "../../../src/conversation/vocabulary.ts";
import { createPersonUnderTest } from "../../support/person-under-test.ts";

const groups: readonly OutcomeGroup[] = [
  { outcome: "confirmed", days: { from: 0, to: 1 }, people: 60, percent: 60 },
  { outcome: "confirmed", days: { from: 2 }, people: 20, percent: 20 },
  { outcome: "failed", people: 20, percent: 20 },
];
const inMay: Experience = { campaign: "meta", from: "2026-05", to: "2026-05", halfWithin: 1, groups };

/** What someone who speaks of Meta hears first when they ask this, if that became of others' objections. */
async function asks(
  question: string,
  experience: Experience,
  language: "fr" | "en",
  now = "2026-11-20T10:00",
) {
  const person = await createPersonUnderTest(["meta", "whatsapp"], now, (parts) => ({
    ...parts,
    world: { ...parts.world, lastExperiences: () => [experience] },
  }));
  onTestFinished(() => person.store.close());
  await person.gives({ text: `/start meta-${language}`, languageHint: language });
  const { sent } = await person.gives({ text: question });
  return plainText(sent[0]?.text ?? []).split("\n")[0];
}

const said = {
  en: "Objections sent in May 2026, according to those who told me: half of the confirmations came within 1 day and 20% of the objections were refused or got no answer within a month.",
  fr: "Oppositions envoyées en mai 2026, d’après ceux qui me l’ont dit : la moitié des confirmations sont arrivées en 1 jour au plus et 20 % des oppositions ont été refusées ou sont restées sans réponse après un mois.",
};

it.each([
  ["en", "how long does it take?"],
  ["en", "how long before they answer?"],
  ["en", "do they usually answer"],
  ["en", "should I have had an email by now?"],
  ["fr", "combien de temps pour avoir une réponse ?"],
  ["fr", "ils répondent au bout de combien de temps ?"],
  ["fr", "au bout de combien de temps arrive la confirmation ?"],
] as const)(
  "tells in %s what became of others’ objections to whoever asks %j",
  async (language, question) => {
    expect((await asks(question, inMay, language))?.replace(/\s/g, " ")).toBe(said[language]);
  },
);

it.each([
  [
    "refused",
    0,
    "came the same day, 30% of the objections were refused, and 20% of the objections got no answer",
  ],
  ["unanswered", undefined, "took over a month"],
] as const)("tells what it was (%s)", async (_, halfWithin, told) => {
  const others = [
    { outcome: "confirmed", days: { from: 0 }, people: 50, percent: 50 },
    { outcome: "refused", people: 30, percent: 30 },
    { outcome: "unanswered", people: 20, percent: 20 },
  ] as const;
  const { halfWithin: __, ...experience } = { ...inMay, groups: others };
  const given = { ...experience, ...(halfWithin !== undefined && { halfWithin }) };
  expect(await asks("how long does it take?", given, "en")).toContain(told);
});

it("tells no share where one of the numbers is too small to be told", async () => {
  const few = [{ outcome: "confirmed" }, { outcome: "failed", people: 60 }] as const;
  const given = { campaign: "meta", from: "2026-05", to: "2026-06", groups: few };
  expect(await asks("how long does it take?", given, "en")).toBe(
    "Objections sent from May 2026 to June 2026, according to those who told me: fewer than 20 objections were confirmed and about 60 objections were refused or got no answer within a month.",
  );
});

it("says what it says today of another service, after a year, and to other questions", async () => {
  const usual = "The form is short: the e-mail address is often filled in already.";
  expect(await asks("how long does it take?", { ...inMay, campaign: "whatsapp" }, "en")).toBe(usual);
  expect(await asks("how long does it take?", inMay, "en", "2027-06-02T10:00")).toBe(usual);
  expect(await asks("is it legal?", inMay, "en")).not.toContain("Objections");
});
