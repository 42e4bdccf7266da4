import { expect, it } from "vitest";
import { readReplyLessons } from "../../src/content/read-replies.ts";
import { createReplyReader } from "../../src/understanding/read-reply.ts";
import { trainReplies } from "../../src/understanding/replies/train-replies.ts";
import { localesFolder } from "../support/walk-conversation.ts";

const { examples, negations } = readReplyLessons(localesFolder);

it("a service's reply is told for what it is in at least 72 % of its examples if it did not learn from them, of which many have a twin that says the opposite", () => {
  const isHeldOut = (_: unknown, at: number) => at % 5 === 0;
  const learnt = examples.filter((_, at) => !isHeldOut(_, at));
  const model = trainReplies({ examples: learnt, negations });
  const readNew = createReplyReader(() => model);
  const replies = examples.filter(isHeldOut).filter(({ kind, text }) => kind !== "none" && text.length > 60);
  const right = replies.filter(({ kind, text }) => readNew(text) === kind);
  expect(right.length / replies.length).toBeGreaterThanOrEqual(0.72);
  const yes = replies.filter(({ kind, text }) => kind === "refused" && readNew(text) === "accepted");
  // Of the five fifths together, it is 2.5 %.
  expect(yes.length / replies.length).toBeLessThan(0.035);
});
