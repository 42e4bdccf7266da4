import type { Context } from "./context.ts";
import { topicLabel } from "./find-answer.ts";
import type { Choice, Effect } from "./vocabulary.ts";

/** Offers the topics that may be meant. The open question stays open, and these buttons always count. */
export function suggestionsEffect(topics: readonly string[], context: Context): Effect {
  const offered = topics.map((topic): Choice => {
    return { id: topic, label: topicLabel(topic, context), event: { type: "topic", topic } };
  });
  const other: Choice = {
    id: "something-else",
    label: { key: "suggestions.something-else" },
    event: { type: "something-else" },
  };
  return {
    type: "ask",
    // No choices: without buttons they would be numbered, and numbers belong to the question that is open.
    question: { id: "suggestions", choices: [], navigation: [...offered, other] },
    saying: { text: [{ key: "suggestions.text" }] },
  };
}
