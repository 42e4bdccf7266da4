import { describe, expect, it, onTestFinished } from "vitest";
import { createPersonUnderTest } from "../support/person-under-test.ts";

async function say(
  language: string,
  texts: readonly string[],
  messagesPerMinute = 60,
): Promise<readonly string[]> {
  const person = await createPersonUnderTest(["meta"], "2025-05-20T10:00", (parts) => ({
    ...parts,
    messagesPerMinute,
  }));
  onTestFinished(() => person.store.close());
  const said: string[] = [];
  for (const text of texts) {
    const { sent } = await person.gives({ text, languageHint: language });
    said.push(sent.flatMap((message) => message.text.map((span) => span.text)).join(""));
  }
  return said;
}

const rant = (sentence: string, words: number) =>
  `${sentence} `.repeat(Math.ceil(words / sentence.split(" ").length));
const french = rant("Est-ce que c’est seulement légal ?", 200);
const english = rant("Is that even legal?", 200);

describe("a message of more than 200 words", () => {
  it.each([
    ["fr", `Bonjour, est-ce légal ? ${french}`, "Je n’ai lu que les 200 premiers mots."],
    ["en", `Is it legal? ${english}`, "I read only the first 200 words."],
  ])(
    "is answered by its first 200, and its person is told so in one line (%s)",
    async (language, text, told) => {
      const [, answer = ""] = await say(language, ["/start", text]);
      expect(answer.split("\n")[0]).toBe(told);
      expect(answer).toMatch(/légal|legal|légitime|legitimate/);
    },
  );

  it("tells nobody who writes 200 words, whatever signs follow", async () => {
    const [, answer = ""] = await say("en", ["/start", `${"word ".repeat(200)} !!! :-)`]);
    expect(answer).not.toContain("200");
  });

  it("counts no word behind them", async () => {
    const [, answer = ""] = await say("en", ["/start", `${"well ".repeat(200)} forget me`]);
    expect(answer).not.toContain("erase");
  });

  it("is read on a channel that lets people write more than 4,096 characters", async () => {
    const [, answer = ""] = await say("en", ["/start", `Is it legal? ${english.repeat(10)}`]);
    expect(answer).toContain("I read only the first 200 words.");
  });
});

describe("who writes long messages", () => {
  it("is slowed down sooner, as each takes longer to read", async () => {
    const said = await say("en", ["/start", ...Array.from({ length: 9 }, () => english)], 30);
    const isSlowed = said.map((text) => text.includes("Too many messages"));
    expect(isSlowed.indexOf(true)).toBeGreaterThanOrEqual(3);
    expect(isSlowed.indexOf(true)).toBeLessThan(6);
  });

  it("is answered all the same after a quiet minute, however few messages are allowed", async () => {
    const [answer = ""] = await say("en", [`Is it legal? ${english}`], 1);
    expect(answer).not.toContain("Too many messages");
  });
});
