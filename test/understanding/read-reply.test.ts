import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readReplyLessons, readReplyModel } from "../../src/content/read-replies.ts";
import { readMessage, shippedGrammar } from "../support/read-words.ts";
import { localesFolder } from "../support/walk-conversation.ts";

interface Labelled {
  readonly class: string;
  readonly language: string;
  readonly text: string;
}

const folder = new URL("../fixtures/replies/", import.meta.url);
const linesOf = (file: string): readonly Labelled[] =>
  readFileSync(new URL(`${file}.jsonl`, folder), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
/** Nobody who wrote the reader or its examples has read them: whoever reads them has to replace them. */
const unseen = linesOf("unseen");
/**
 * By somebody who had not seen the reader: 16 tell in other words what a real reply at the address says, 24
 * were written for it. The same hand has written 118 of the examples later.
 */
const found = linesOf("found");
const notReplies = linesOf("not-replies");
/** Written by the hand that wrote 830 of the examples, before them; a third is hard to read. */
const writtenFirst = linesOf("written-first");
const writtenFirstNotReplies = linesOf("written-first-not-replies");
const { examples } = readReplyLessons(localesFolder);
const reader = shippedGrammar.replies;
const read = (text: string) => reader(text) ?? "none";
const isYes = (reply: Labelled) => reply.class === "refused" && read(reply.text) === "accepted";

describe("a service's reply that is pasted", () => {
  it("is told for what it is in at least 72 of 75 replies that it never learned from, no refusal as a yes", () => {
    expect(unseen.length).toBe(75);
    expect(unseen.filter((reply) => read(reply.text) === reply.class).length).toBeGreaterThanOrEqual(72);
    expect(unseen.filter(isYes).length).toBe(0);
  });

  it("is told for what it is in at least 38 of 40 that were found or written for it, no refusal as a yes", () => {
    expect(found.length).toBe(40);
    expect(found.filter((reply) => read(reply.text) === reply.class).length).toBeGreaterThanOrEqual(38);
    expect(found.filter(isYes).length).toBe(0);
  });

  it("is told for what it is in at least 164 of 180 that were written before the examples, no refusal as a yes", () => {
    expect(writtenFirst.length).toBe(180);
    const right = writtenFirst.filter((reply) => read(reply.text) === reply.class);
    expect(right.length).toBeGreaterThanOrEqual(164);
    expect(writtenFirst.filter(isYes).length).toBe(0);
  });

  it("is never told as a yes if it is an example of a refusal", () => {
    const refusals = examples.filter(({ kind }) => kind === "refused");
    expect(refusals.filter(({ text }) => read(text) === "accepted")).toEqual([]);
  });

  it("is read with what was learned of the examples as they are: if not, run npm run train:replies", () => {
    expect(() => readReplyModel(localesFolder)).not.toThrow();
  });

  it("is not seen in 40 other texts that are hard to tell from one", () => {
    expect(notReplies.length).toBe(40);
    expect(notReplies.filter(({ text }) => read(text) === "none").length).toBe(40);
  });

  it("is not seen in 117 of 130 other texts that were written before the examples", () => {
    expect(writtenFirstNotReplies.length).toBe(130);
    const none = writtenFirstNotReplies.filter(({ text }) => read(text) === "none");
    expect(none.length).toBeGreaterThanOrEqual(117);
  });

  it("is seen in at most one of 41 sentences in which people tell of mail in a few words", () => {
    const people = linesOf("people");
    expect(people.length).toBe(41);
    expect(people.filter(({ text }) => read(text) !== "none").length).toBeLessThanOrEqual(1);
    expect(read("There won't be an email, it was a paper letter!")).toBe("none");
  });

  it("says nothing for the person, whatever is asked", () => {
    const questions = ["accounts", "service", "next", "remind", "forget"] as const;
    const replies = unseen.filter((reply) => read(reply.text) !== "none");
    // Each reply at one of the questions in turn: the reply is looked for before what is asked.
    for (const [index, { text }] of replies.entries()) {
      const { acts } = readMessage({ text }, questions[index % questions.length]);
      expect(acts.map(({ type }) => type)).toEqual(["reply"]);
    }
  });

  it("does not take what it quotes of the person for what it says", () => {
    const receipt =
      "Hello,\n\nWe have received your request and will answer within a month.\n\nRegards,\nPrivacy Team";
    const quoted = "> I object. Please confirm that you have stopped processing my data.";
    expect(read(`${receipt}\n\nOn Mon, 2 Jun 2025 at 10:12, Sam <sam@example.org>\nwrote:\n${quoted}`)).toBe(
      "automatic",
    );
  });

  it("is read beyond the words that are read of people", () => {
    const long = "We use many safeguards, which are described in our policy. ".repeat(60);
    const text = `Dear Sam,\n\nThank you for your objection.\n\n${long}\n\nYour objection has been rejected.\n\nRegards`;
    expect(readMessage({ text }, "next")).toEqual({ acts: [{ type: "reply", kind: "refused" }], unread: [] });
  });

  it("goes on in a second message, if a messenger has cut it, and ends where the person speaks", () => {
    const second = "and we have therefore decided to reject your objection. You need not do anything else.";
    expect(readMessage({ text: second }, "reply").acts).toEqual([{ type: "reply", kind: "refused" }]);
    const yes =
      "and so we will honor your objection. Your photos will no longer be used. Yes, this includes all accounts.";
    expect(readMessage({ text: yes }, "reply").acts).toEqual([{ type: "repeat" }]);
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
