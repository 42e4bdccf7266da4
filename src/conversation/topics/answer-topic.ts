import { findAnswer } from "../find-answer.ts";
import { briefly, type Given, perform, tell } from "../statechart.ts";
import type { Saying } from "../vocabulary.ts";

function answerTo({ context, event }: Given): Saying | undefined {
  return event.type === "topic" ? findAnswer(event, context) : undefined;
}

/** Says the answer, where the event is a question that has one. */
export const answerTopicOfEvent = perform((given) => {
  const saying = answerTo(given);
  return saying === undefined ? [] : [{ type: "say", saying }];
});

/** An everyday question, at any moment: its answer, or what else is known. */
export const topicAnywhere = [
  {
    guard: (given: Given) => answerTo(given) !== undefined,
    target: "#question",
    actions: [briefly, answerTopicOfEvent],
  },
  { target: ".aside.help", actions: tell("help.none") },
] as const;
