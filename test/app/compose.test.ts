import { describe, expect, it } from "vitest";
import { compose } from "../../src/app/compose.ts";
import type { Effect, Phrase } from "../../src/conversation/vocabulary.ts";
import { createBrain } from "../support/bot-under-test.ts";

const { wording } = createBrain(["meta"]);
const composed = (...effects: readonly Effect[]) => compose(effects, wording, "en", 0);
const say = (...text: readonly Phrase[]): Effect => ({ type: "say", saying: { text } });
const short: Phrase = { key: "back.first" };
/** Some 500 characters. */
const long: Phrase = { key: "uses.used", campaign: "meta" };
const ask: Effect = {
  type: "ask",
  question: {
    id: "forget",
    choices: [{ id: "yes", label: { key: "forget.choices.yes" }, event: { type: "yes" } }],
    navigation: [],
  },
  saying: { text: [short] },
};

describe("what is to be said", () => {
  it("is one message where it fits, with the question last", () => {
    const [message, ...others] = composed(say(short), say(short), ask);
    expect(others).toEqual([]);
    expect(message?.choices).toEqual([{ id: "1|forget||yes", label: "Erase everything" }]);
    expect(message?.text.map(({ text }) => text).join("")).toMatch(/^(.+)\n\n\1\n\n\1$/);
  });

  it("is several messages where it would be too long for one", () => {
    const messages = composed(say(long), say(long), say(long), say(short));
    expect(messages.length).toBeGreaterThan(1);
    for (const { text } of messages)
      expect(text.map((span) => span.text).join("").length).toBeLessThanOrEqual(1_024);
  });

  it("never joins a message with links to the next: the links stay with what they are about", () => {
    const url = "https://a.example/";
    const linked: Effect = { type: "say", saying: { text: [short], links: [{ label: short, url }] } };
    expect(composed(linked, say(short)).map(({ links }) => links?.map((link) => link.url))).toEqual([
      [url],
      undefined,
    ]);
  });

  it("is nothing where there are only things to do", () => {
    expect(composed({ type: "erase-person" }, { type: "cancel-reminders" })).toEqual([]);
  });

  it("loses no question to another one", () => {
    expect(composed(ask, ask).map(({ choices }) => choices?.length)).toEqual([1, 1]);
  });

  it("is a plain text file if it is a document, and an e-mail that is ready if there is an address", () => {
    const mail = { address: "privacy@a.example", subject: "GDPR, art. 15", body: short };
    const document = { name: { key: "proof.file" }, text: [short, short] } as const;
    const [message] = composed({ type: "say", saying: { text: [short], mail, document } });
    const said = "This is already the first question.";
    expect(message?.file).toEqual({
      name: "my-objections.txt",
      mimeType: "text/plain",
      content: `${said}\n\n${said}\n`,
    });
    expect(message?.mail).toEqual({
      label: "Write the e-mail",
      url: `mailto:privacy@a.example?subject=GDPR%2C%20art.%2015&body=${encodeURIComponent(said)}`,
    });
  });
});
