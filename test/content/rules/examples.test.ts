import { describe, expect, it } from "vitest";
import { readCampaigns } from "../../../src/campaigns/read-files.ts";
import { ownFolders } from "../../../src/support/folders.ts";
import { answerOf } from "../../../src/understanding/intents/same-answer.ts";
import { general } from "../../support/bot-under-test.ts";
import { allLocales } from "../../support/read-all-texts.ts";
import { shippedIntents } from "../../support/shipped-intents.ts";

const fewestExamples = 30;
/** Topics that a rule reads by its words alone. */
const readByRule: ReadonlySet<string> = new Set(["if-refused"]);
const isAboutTopic = /^(?:question|trouble)\./;

const campaigns = [...readCampaigns(ownFolders.campaigns).values()];
const topics = new Set([...general.topics, ...campaigns.flatMap(({ help }) => help)]);
const intentsFor = (topic: string) => [`question.${topic}`, `trouble.${topic}`];
const namesIn = new Map(allLocales.map(({ language, campaignNames }) => [language, campaignNames]));

describe.each(shippedIntents)("In the language $language, examples", ({ language, files, written }) => {
  it(`are ${fewestExamples} at least for every help topic, unless a rule reads it or it is a campaign's own and has sentences there`, () => {
    const isTyped = (id: string, topic: string) =>
      (namesIn.get(language)?.get(id)?.topics[topic] ?? []).length > 0;
    const own = campaigns.flatMap(({ id, help }) => help.filter((topic) => !isTyped(id, topic)));
    const learned = [...general.topics, ...own].filter((topic) => !readByRule.has(topic));
    const lacking = learned.filter(
      (topic) =>
        written.filter(({ intents: [main] }) => intentsFor(topic).includes(main)).length < fewestExamples,
    );
    expect(lacking).toEqual([]);
  });

  it("ask only what there is an answer to", () => {
    const answered = new Set([...topics].flatMap(intentsFor));
    const unanswered = files
      .map(({ intent }) => answerOf(intent))
      .filter((intent) => isAboutTopic.test(intent) && !answered.has(intent));
    expect(unanswered).toEqual([]);
  });
});
