import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createReplyReader, readReply } from "../../src/understanding/read-reply.ts";
import { readMessage, shippedGrammar, shippedReplies } from "../support/read-words.ts";

interface Labelled {
  readonly class: string;
  readonly text: string;
}

const folder = new URL("../fixtures/replies/", import.meta.url);
const linesOf = (file: string): readonly Labelled[] =>
  readFileSync(new URL(`${file}.jsonl`, folder), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
/**
 * Those of the first half are the reader's own. Who wrote the second half had not seen it: 23 of its 40 were read rightly at first,
 * none of its refusals as a yes. It has been learned from since, so that its figure of now is no unseen one.
 */
const own = [...linesOf("own-en"), ...linesOf("own-fr")];
const blind = [...linesOf("blind-en"), ...linesOf("blind-fr")];
const notReplies = linesOf("not-replies");
const reader = shippedGrammar.replies();
const read = (text: string) => readReply(text, reader) ?? "none";
const misread = (replies: readonly Labelled[]) =>
  replies.filter((reply) => read(reply.text) !== reply.class).map((reply) => `${reply.class}: ${reply.text}`);

describe("a service's reply that is pasted", () => {
  it("is told for what it is in at least 90 % of 80 replies", () => {
    expect(own.length + blind.length).toBe(80);
    expect(misread([...own, ...blind]).length).toBeLessThanOrEqual(8);
  });

  it("is told for what it is in 28 of 40 replies that it never learned from, and one refusal of the eight as a yes", () => {
    const unseen = [...linesOf("unseen-en"), ...linesOf("unseen-fr")];
    expect(unseen.length).toBe(40);
    const wrong = unseen.filter((reply) => read(reply.text) !== reply.class);
    expect(wrong.length).toBeLessThanOrEqual(12);
    const misleading = wrong.filter((reply) => reply.class === "refused" && read(reply.text) === "accepted");
    expect(misleading.length).toBeLessThanOrEqual(1);
  });

  it("is never told as a yes if it refuses, in the 80 replies and in the examples that it learns from", () => {
    const examples = shippedReplies.flatMap(({ examples: { refused } }) => refused);
    const refusals = [...own, ...blind].filter((reply) => reply.class === "refused").map(({ text }) => text);
    expect([...refusals, ...examples].filter((text) => read(text) === "accepted")).toEqual([]);
  });

  it("is told as a yes in at most 2 of 88 refusals if it has not learned from them", () => {
    const wrong = shippedReplies.flatMap((replies) =>
      [0, 1, 2, 3, 4].flatMap((fold) => {
        const isHeldOut = (_: string, at: number) => at % 5 === fold;
        const refused = replies.examples.refused.filter((text, at) => !isHeldOut(text, at));
        const others = shippedReplies.filter((other) => other !== replies);
        const without = createReplyReader([
          ...others,
          { ...replies, examples: { ...replies.examples, refused } },
        ]);
        return replies.examples.refused
          .filter(isHeldOut)
          .filter((text) => readReply(text, without) === "accepted");
      }),
    );
    expect(wrong.length).toBeLessThanOrEqual(2);
  });

  it("is not seen in what people write themselves, or in other mail", () => {
    expect(misread(notReplies)).toEqual([]);
  });

  it("says nothing for the person, whatever is asked", () => {
    const questions = ["accounts", "service", "next", "remind", "forget"] as const;
    const replies = [...own, ...blind].filter((reply) => read(reply.text) !== "none");
    // Each reply at one of the questions in turn: the reply is looked for before what is asked.
    for (const [index, { text }] of replies.entries()) {
      const { acts } = readMessage({ text }, questions[index % questions.length]);
      expect(acts.map(({ type }) => type)).toEqual(["reply"]);
    }
  });

  it("does not take what it quotes of the person for what it says", () => {
    const quoted = "> I object. Please confirm that you have stopped processing my data.";
    const receipt =
      "Hello,\n\nWe have received your request and will answer within a month.\n\nRegards,\nPrivacy Team";
    expect(read(`${receipt}\n\nOn Mon, 2 Jun 2025 at 10:12, Sam <sam@example.org>\nwrote:\n${quoted}`)).toBe(
      "automatic",
    );
    expect(read(`${receipt}\n\n-----Original Message-----\nYour request was refused.`)).toBe("automatic");
  });

  it("is read beyond the words that are read of people", () => {
    const long = "We use many safeguards, which are described in our policy. ".repeat(60);
    const text = `Dear Sam,\n\nThank you for your objection.\n\n${long}\n\nYour objection has been rejected.\n\nRegards`;
    expect(readMessage({ text }, "next")).toEqual({ acts: [{ type: "reply", kind: "refused" }], unread: [] });
  });

  it("goes on in a second message, if a messenger has cut it, and ends where the person speaks", () => {
    const second = "and we have therefore decided to reject your objection. You need not do anything else.";
    expect(readMessage({ text: second }, "reply").acts).toEqual([{ type: "reply", kind: "refused" }]);
    const yes = "and so we will honor your objection. Yes, all of your accounts are included.";
    expect(readMessage({ text: yes }, "reply").acts).toEqual([{ type: "repeat" }]);
    const footer = "This message and its attachments are confidential and are meant for our customers only.";
    expect(readMessage({ text: footer }, "reply").acts).toEqual([{ type: "repeat" }]);
    expect(readMessage({ text: "yes" }, "reply").acts).toEqual([{ type: "confirmed" }]);
    const words =
      "I don't know, my account was closed last week and I have filled in the form twice since then";
    expect(readMessage({ text: words }, "reply").acts[0]).not.toMatchObject({ type: "reply" });
  });

  it.each(["They answered: we will honor your objection.", "ils m'ont répondu qu'ils refusent ma demande"])(
    "is told in the person's own words as before: %s",
    (text) => {
      expect(read(text)).toBe("none");
    },
  );
});
