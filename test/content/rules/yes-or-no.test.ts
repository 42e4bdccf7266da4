import { describe, expect, it } from "vitest";
import { allTexts } from "../../support/read-all-texts.ts";

/** The everyday questions that are usually asked so that a yes or a no answers them, by the file of their answer. */
const yesOrNo: Readonly<Record<string, readonly string[]>> = {
  "campaigns/chatgpt": ["thumbs"],
  "campaigns/doctolib": ["is-it-on"],
  "campaigns/gemini": ["does-it-stop"],
  "campaigns/github-copilot": ["private-code"],
  "campaigns/linkedin": ["under-18"],
  "campaigns/meta": [
    "account-effect",
    "again",
    "already-learned",
    "blue-circle",
    "canada",
    "children-photos",
    "class-action",
    "comments",
    "delete-posts",
    "elsewhere",
    "genuine-email",
    "messenger",
    "no-account",
    "objected-before",
    "old-posts",
    "page-business",
    "people-in-mine",
    "phone-only",
    "photos-by-others",
    "private-messages",
    "quebec",
    "someone-else",
    "stories",
    "under-18",
    "united-states",
    "whatsapp",
    "works",
  ],
  "campaigns/mistral": ["thumbs"],
  "campaigns/pinterest": ["old-pins", "under-18"],
  "campaigns/reddit": ["delete-posts", "say-no-anyway"],
  "campaigns/slack": ["slack-ai"],
  "campaigns/vinted": ["object-anyway", "photos"],
  help: [
    "account-effect",
    "again",
    "bot-number",
    "canada",
    "children-photos",
    "delete-posts",
    "elsewhere",
    "identity-card",
    "objected-before",
    "page-business",
    "photos-by-others",
    "private-account",
    "private-messages",
    "someone-else",
    "switzerland",
    "uk",
    "under-18",
    "undo",
    "united-states",
    "works",
  ],
};

/** How such an answer begins, after the sign of bold. A language without an entry is not looked at. */
const beginnings: Readonly<Record<string, RegExp>> = {
  en: /^(?:\*\*)?(?:Yes|No|Usually not|It depends|It may be)\b/u,
  fr: /^(?:\*\*)?(?:Oui|Non|En général non|Cela dépend|C’est possible)(?!\p{L})/u,
};

describe("The answer to a yes-or-no question", () => {
  it.each(Object.keys(beginnings))(
    "begins with yes or no, or that it depends, in the language %s",
    (language) => {
      const answers = allTexts.filter(({ namespace, key, ...text }) => {
        const [help, topic = "", part] = key.split(".");
        const isAsked = yesOrNo[namespace]?.includes(topic) === true;
        return text.language === language && isAsked && help === "help" && part === "text";
      });
      const evasive = answers.filter(({ text }) => beginnings[language]?.test(text) !== true);
      expect(evasive.map(({ file, key }) => `${file}: ${key}`)).toEqual([]);
      expect(answers).toHaveLength(Object.values(yesOrNo).flat().length);
    },
  );
});
