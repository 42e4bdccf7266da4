import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compose } from "../../src/app/compose.ts";
import { type ConversationState, step } from "../../src/conversation/step.ts";
import type { ConversationEvent, Facts } from "../../src/conversation/vocabulary.ts";
import { content } from "../support/bot-under-test.ts";
import { walkMachine } from "../support/machine-walk.ts";

const stands = [...walkMachine(2).stands.values()];
const nonsense = { type: "not-understood" } as const;
const suggest = { type: "suggest", offers: ["deadline", "human"] } as const;
const none = { type: "something-else" } as const;

/** The sentences of the reply to each message, in the person's language. */
function repliesTo(
  events: readonly ConversationEvent[],
  { stand, facts }: { readonly stand: ConversationState; readonly facts: Facts },
): readonly (readonly string[])[] {
  let state = stand;
  return events.map((event) => {
    const { effects, language, ...after } = step(state, [event], facts);
    state = after;
    const text = compose(effects, content.wording, language, facts.now)
      .map((message) => message.text.map((span) => span.text).join(""))
      .join("\n");
    return text.split(/(?<=[.!?])\s+|\n+/u).filter((sentence) => sentence.trim() !== "");
  });
}

function repeatedIn(replies: readonly (readonly string[])[]): readonly string[] {
  return replies.flatMap((reply, index) =>
    reply.filter((sentence) => replies[index - 1]?.includes(sentence)),
  );
}

describe("whatever is not understood", () => {
  it("five times in a row, in any state, gets an answer in which no sentence of the one before stands", () => {
    const repeated = stands.flatMap((place) => {
      const replies = repliesTo([nonsense, nonsense, nonsense, nonsense, nonsense], place);
      const state = place.stand.saved?.state ?? "nowhere";
      const silent = replies.filter((reply) => reply.length === 0).map(() => `${state}: nothing`);
      return [...silent, ...repeatedIn(replies).map((sentence) => `${state}: ${sentence}`)];
    });
    expect([...new Set(repeated)]).toEqual([]);
    expect(stands.length).toBeGreaterThan(100);
  });

  it("or half understood, in any order, is not answered twice in the same words", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...stands.filter(({ stand }) => stand.saved?.state.startsWith("talk.next"))),
        fc.array(fc.constantFrom(nonsense, suggest, none), { minLength: 2, maxLength: 7 }),
        (place, events) => {
          expect(repeatedIn(repliesTo(events, place))).toEqual([]);
        },
      ),
    );
  });
});
