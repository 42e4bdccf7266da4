import { describe, expect, test } from "vitest";
import { renderMessage } from "../../../src/channels/whatsapp/render.ts";
import type { OutgoingMessage } from "../../../src/ports.ts";

const text = (words: string) => [{ type: "text", text: words }] as const;
const choices = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: `c${n}`, label: `Choice ${n}` }));
const textsOf = (message: OutgoingMessage, polls = false) =>
  renderMessage(message, polls).flatMap((part) => (part.type === "text" ? [part.text] : []));
const pollOf = (message: OutgoingMessage) =>
  renderMessage(message, true).find((part) => part.type === "poll");

describe("text", () => {
  test("answers are numbered, ways out are not, addresses stand in full", () => {
    const message: OutgoingMessage = {
      text: [...text("Open the form.\n\nDone?"), { type: "bold", text: " Now " }],
      links: [{ label: "Facebook", url: "https://example.org/a_b*c_d" }],
      choices: [
        { id: "1", label: "Yes" },
        { id: "2", label: "No" },
      ],
      navigation: [
        { id: "b", label: "Back" },
        { id: "m", label: "Menu" },
      ],
    };
    expect(textsOf(message)).toEqual([
      "Open the form.\n\nDone? *Now*\n\nFacebook\nhttps://example.org/a_b*c_d\n\n*1.* Yes\n*2.* No\n\nBack · Menu",
    ]);
  });

  test("bold stays within its line and touches its asterisks", () => {
    expect(textsOf({ text: [{ type: "bold", text: "one\n two \n" }, ...text("three")] })).toEqual([
      "*one*\n *two* \nthree",
    ]);
  });

  test("what WhatsApp would take as a sign is shown as it was meant, but not within words and addresses", () => {
    const [shown] = textsOf({ text: text("*not bold* _x_ ~y~ `z` snake_case https://example.org/_a_ 2*3") });
    expect(shown).toBe("∗not bold∗ ˍxˍ ∼y∼ ˋzˋ snake_case https://example.org/_a_ 2*3");
  });

  test("a moment is written out", () => {
    expect(textsOf({ text: [{ type: "instant", at: 0, text: "Thursday 1 January, 01:00" }] })).toEqual([
      "Thursday 1 January, 01:00",
    ]);
  });

  test("a text to copy is a message of its own, exactly as it was given, before the answers", () => {
    const message = {
      text: text("Copy this."),
      copy: { label: "Text", text: "*Dear* _Sir_" },
      choices: choices(1),
    };
    expect(textsOf(message)).toEqual(["Copy this.\n\n*Text*", "*Dear* _Sir_", "*1.* Choice 0"]);
  });

  test("a text over the cap is cut at a space, and nothing of it is lost", () => {
    const words = "word ".repeat(2_000).trim();
    const parts = textsOf({ text: text(words) });
    expect(parts.length).toBe(3);
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(4_096);
    expect(parts.join(" ")).toBe(words);
  });

  test("an emoji is never cut in two", () => {
    const parts = textsOf({ text: text(`x${"👋".repeat(3_000)}`) });
    expect(parts.every((part) => Buffer.from(part).toString() === part)).toBe(true);
  });
});

test("a file follows its text", () => {
  const file = { name: "reminder.ics", mimeType: "text/calendar", content: "BEGIN:VCALENDAR" };
  expect(renderMessage({ text: text("Here."), file }, true)).toEqual([
    { type: "text", text: "Here." },
    { type: "file", ...file },
  ]);
});

describe("polls", () => {
  test.each([
    [1, false],
    [2, true],
    [12, true],
    [13, false],
  ])("a question with %i answers: a poll, %s", (count, isPoll) => {
    expect(pollOf({ text: text("Which?"), choices: choices(count) }) !== undefined).toBe(isPoll);
  });

  test("without polls there is none", () => {
    expect(renderMessage({ text: text("Which?"), choices: choices(2) }, false)).toHaveLength(1);
  });

  test("the title is the last paragraph, which asks; the text leaves it out", () => {
    const [before, poll] = renderMessage(
      { text: text("Hello.\n\nWhich one?\nTap it."), choices: choices(2) },
      true,
    );
    expect(before).toEqual({ type: "text", text: "Hello." });
    expect(poll).toMatchObject({
      question: "Which one? Tap it.",
      instead: expect.stringMatching(/^Which one\?\nTap it\.\n\n\*1/),
    });
  });

  test("of a long paragraph, or of a list, the last line is the title", () => {
    for (const before of ["why ".repeat(80).trim(), "• why"])
      expect(
        renderMessage({ text: text(`See:\n${before}\nWhich?`), choices: choices(2) }, true),
      ).toMatchObject([{ text: `See:\n${before}` }, { question: "Which?" }]);
  });

  test("answers are numbered, ways out are not; what has no room stands in the text", () => {
    const navigation = [{ id: "b", label: "Back" }];
    expect(renderMessage({ text: text("Which?"), choices: choices(2), navigation }, true)).toMatchObject([
      { options: ["1. Choice 0", "2. Choice 1", "Back"] },
    ]);
    expect(renderMessage({ text: text("Which?"), choices: choices(12), navigation }, true)).toMatchObject([
      { text: "Back" },
      { question: "Which?" },
    ]);
    expect(renderMessage({ text: text("Which?"), choices: choices(13), navigation }, true)).toMatchObject([
      { text: expect.stringMatching(/^Which\?\n\n\*1\.\* Choice 0[\s\S]*Back$/) },
    ]);
  });

  test("a reminder's answers are a poll without numbers, which belong to the open question", () => {
    const reminder = {
      text: text("It is time.\n\nIs it done?"),
      choices: [],
      navigation: choices(3),
    };
    expect(renderMessage(reminder, true)).toMatchObject([
      { text: "It is time." },
      { question: "Is it done?", options: ["Choice 0", "Choice 1", "Choice 2"] },
    ]);
  });

  test("several may be chosen where some are ticked", () => {
    const ticked = choices(2).map((choice) => ({ ...choice, ticks: true as const }));
    expect(pollOf({ text: text("Which?"), choices: [...ticked, { id: "all", label: "All" }] })).toMatchObject(
      {
        several: true,
      },
    );
  });

  test("question and options stay within WhatsApp's caps", () => {
    const long = choices(2).map(({ id, label }) => ({ id, label: `${label} ${"x".repeat(200)}` }));
    const poll = pollOf({ text: text(`${"why ".repeat(100)}?`), choices: long });
    expect(poll?.question.length).toBeLessThanOrEqual(255);
    expect(poll?.options.every((option) => option.length <= 100)).toBe(true);
  });
});
