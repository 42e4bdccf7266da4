import { expect, it } from "vitest";
import { classifyUnderstanding } from "../../src/app/understand.ts";
import { type ConversationEvent, troubleTopics } from "../../src/conversation/vocabulary.ts";

it.each<[string, ConversationEvent, { outcome: string; topic: string }]>([
  ["an everyday question", { type: "topic", topic: "legal" }, { outcome: "answered", topic: "legal" }],
  ["a command", { type: "where" }, { outcome: "answered", topic: "where" }],
  [
    "an unknown service, of which the bot says so",
    { type: "unknown-service" },
    { outcome: "answered", topic: "unknown-service" },
  ],
  [
    "a question that may mean several",
    { type: "suggest", offers: ["works", "legal"] },
    { outcome: "suggested", topic: "works" },
  ],
  ["half an answer", { type: "doubt", accounts: ["facebook"] }, { outcome: "asked-back", topic: "doubt" }],
  ["gibberish", { type: "not-understood" }, { outcome: "not-understood", topic: "not-understood" }],
])("classifies %s by its topic, or by what it was", (_, event, understanding) => {
  expect(classifyUnderstanding(event)).toEqual(understanding);
});

it("counts people in trouble together, whatever it is about", () => {
  for (const topic of troubleTopics) {
    expect(classifyUnderstanding({ type: "topic", topic }).topic).toBe("trouble");
    expect(classifyUnderstanding({ type: "suggest", offers: [topic, "legal"] }).topic).toBe("trouble");
  }
});
