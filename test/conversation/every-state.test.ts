import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compose } from "../../src/app/compose.ts";
import { remindersAfter } from "../../src/conversation/reminders/reminders.ts";
import { type ConversationState, openQuestion, step } from "../../src/conversation/step.ts";
import { type ConversationEvent, type Facts, troubleTopics } from "../../src/conversation/vocabulary.ts";
import { walkAlwaysOpen } from "../support/always-open.ts";
import { content } from "../support/bot-under-test.ts";
import { changeable } from "../support/changeable.ts";
import { offeredAt, typedAnywhere } from "../support/machine-events.ts";
import { walkMachine } from "../support/machine-walk.ts";
import { isWholeWalk } from "../support/walk-conversation.ts";
import { walkPairs } from "../support/walk-pairs.ts";

/** From each state in one way, which leads to every one; machine.long.ts goes ten. What asks for it shares it: it takes seconds. */
const walk = walkMachine(1);
const stands = [...walk.stands];

it("each state asks or says something at every step, and none fails", () => {
  expect({ silent: walk.silent, failed: walk.failed }).toEqual({ silent: [], failed: [] });
  expect(stands.length).toBeGreaterThan(isWholeWalk ? 190 : 100);
});

describe("in every state, a message of any two kinds", () => {
  const pairs = walkPairs(walk, isWholeWalk ? 160 : 480);

  it("never fails", () => {
    expect(pairs.count).toBeGreaterThan(isWholeWalk ? 5000 : 800);
    expect(pairs.failed).toEqual([]);
  });

  it("asks once, last", () => {
    expect(pairs.askedBadly).toEqual([]);
  });

  it("says nothing twice", () => {
    expect(pairs.saidTwice).toEqual([]);
  });

  it("loses nothing", () => {
    expect(pairs.lost).toEqual([]);
  });
});

/**
 * The rule. In every state one can say: it is done (of one account, on a day, or neither), it was refused, confirmed, not confirmed;
 * remind me (on a date or not), move it, cancel it, stop, tell me of news, forget me, my data, thanks, goodbye, how do you know, the
 * steps, another service, a human being. Each is taken, or noted to wait, with a word about it; none is called not understood or lost.
 * And the question that was open still stands afterwards: it is asked again at once, or comes back once what came between is settled;
 * unless what was said has ended it (`ends` in always-open.ts says what ends which).
 */
describe("what is always open, in every state", () => {
  const { count, unheard, lost, dropped } = walkAlwaysOpen(walk);

  it("is understood, with a word about it", () => {
    expect(count).toBeGreaterThan(isWholeWalk ? 4500 : 2500);
    expect(unheard).toEqual([]);
  });

  it("leaves its trace", () => {
    expect(lost).toEqual([]);
  });

  it("leaves the question open that was open", () => {
    expect(dropped).toEqual([]);
  });
});

it("whoever is in trouble is asked nothing but whether to go on, in every state, and no reminder is set", () => {
  for (const [name, { stand, facts }] of stands) {
    for (const topic of troubleTopics) {
      const { effects, saved } = step(stand, [{ type: "topic", topic }], facts);
      const asked = effects.flatMap((effect) => (effect.type === "ask" ? effect.question.id : []));
      expect([name, topic, asked, saved.state.split(".")[1]]).toEqual([name, topic, ["trouble"], "trouble"]);
      expect(effects.filter(({ type }) => type !== "say" && type !== "ask")).toEqual([]);
    }
  }
});

describe("what was said last", () => {
  /** How many events one is tried of: all of them take too long. */
  const every = 10;

  it("is taken back in every state, whatever it was, and all stands as it stood before", () => {
    // Before the first message, nothing stands yet.
    const wrong = stands
      .filter(([, { stand, facts }]) => openQuestion(stand, facts))
      .flatMap(([name, { stand, facts }], place) =>
        [...offeredAt(stand, facts), ...typedAnywhere(facts)]
          .filter((event, index) => (index + place) % every === 0 && !isRight(stand, event, facts))
          .map((event) => `${name}: ${JSON.stringify(event)}`),
      );
    expect(wrong).toEqual([]);
  });

  /** Whether a message can be taken back so that all is as it was before it. */
  function isRight(stand: ConversationState, event: ConversationEvent, facts: Facts): boolean {
    const { memory: _, ...before } = stand;
    const after = step(before, [event], facts);
    if (after.memory?.undo === undefined) return true;
    const reminders = remindersAfter(facts.reminders, after.effects);
    const back = step(after, [{ type: "undo" }], { ...facts, reminders });
    const restored = { ...back, reminders: remindersAfter(reminders, back.effects) };
    const isSame =
      JSON.stringify(changeable(restored)) ===
      JSON.stringify(changeable({ ...before, reminders: facts.reminders }));
    const known = { ...facts, reminders: restored.reminders };
    return isSame && openQuestion(back, known)?.question.id === openQuestion(before, facts)?.question.id;
  }
});

describe("whatever is not understood", () => {
  const places = stands.map(([, place]) => place);
  const nonsense = { type: "not-understood" } as const;
  const suggest = { type: "suggest", offers: ["deadline", "human"] } as const;
  const none = { type: "something-else" } as const;

  it("five times in a row, in any state, gets an answer in which no sentence of the one before stands", () => {
    const repeated = places.flatMap((place) => {
      const replies = repliesTo([nonsense, nonsense, nonsense, nonsense, nonsense], place);
      const state = place.stand.saved?.state ?? "nowhere";
      const silent = replies.filter((reply) => reply.length === 0).map(() => `${state}: nothing`);
      return [...silent, ...repeatedIn(replies).map((sentence) => `${state}: ${sentence}`)];
    });
    expect([...new Set(repeated)]).toEqual([]);
  });

  it("or half understood, in any order, is not answered twice in the same words", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...places.filter(({ stand }) => stand.saved?.state.startsWith("talk.next"))),
        fc.array(fc.constantFrom(nonsense, suggest, none), { minLength: 2, maxLength: 7 }),
        (place, events) => {
          expect(repeatedIn(repliesTo(events, place))).toEqual([]);
        },
      ),
    );
  });

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
});
