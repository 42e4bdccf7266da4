import { describe, expect, it } from "vitest";
import { stranger } from "../../../src/conversation/context.ts";
import { remindersAfter } from "../../../src/conversation/reminders/reminders.ts";
import { type ConversationState, type StepResult, step } from "../../../src/conversation/step.ts";
import type { ConversationEvent, Events, Reminder } from "../../../src/conversation/vocabulary.ts";
import { at, createBrain } from "../../support/bot-under-test.ts";

const friday = { kind: "at", at: at("2025-05-23T10:00") } as const;
const both = { type: "accounts", accounts: ["facebook", "instagram"] } as const;
const withBoth = { type: "service", campaign: "meta", accounts: both.accounts } as const;
const unsure = { type: "linked", linked: "unknown" } as const;
const doubt = { type: "doubt", accounts: ["instagram"] } as const;

/** How people come to each question before the steps. */
const roads = {
  fresh: [],
  service: [[{ type: "start" }]],
  accounts: [[{ type: "service", campaign: "meta" }]],
  "accounts-doubt": [[{ type: "service", campaign: "meta" }], [doubt]],
  "ask-linked": [[withBoth]],
  "ask-look-up": [[withBoth], [unsure]],
} as const satisfies Readonly<Record<string, readonly Events[]>>;
type Road = keyof typeof roads;

/** What may be said beside the wish. */
const beside: Readonly<Record<string, readonly ConversationEvent[]>> = {
  nothing: [],
  "a question": [{ type: "topic", topic: "deadline" }],
  "a service": [{ type: "service", campaign: "meta" }],
  accounts: [both],
  "doubtful accounts": [doubt],
  "a no": [{ type: "no" }],
  "that the links are not known": [unsure],
  thanks: [{ type: "courtesy", courtesy: "thanks" }],
  sources: [{ type: "sources" }],
  "a country": [{ type: "country", country: "BE" }],
};
/** What they then answer, by what is asked. */
const answers: Readonly<Record<string, ConversationEvent>> = {
  "ask service": { type: "service", campaign: "meta" },
  "ask accounts": both,
  "ask accounts-doubt": both,
  "ask ask-linked": { type: "linked", linked: "no" },
  "ask ask-look-up": { type: "linked", linked: "no" },
  "ask sources": { type: "go-on" },
};
const mostAnswers = 5;

interface Heard {
  readonly after: ConversationState;
  readonly reminders: readonly Reminder[];
  readonly said: readonly string[];
}

const { world } = createBrain(["meta", "whatsapp"]);
const begun: Heard = { after: { person: { ...stranger, language: "en" } }, reminders: [], said: [] };

function hear({ after, reminders }: Heard, events: Events): Heard {
  const now = at("2025-05-20T10:00");
  const next = step(after, events, { ...world, now, randomFraction: 0.5, reminders });
  return { after: next, reminders: remindersAfter(reminders, next.effects), said: keysIn(next) };
}

function keysIn({ effects }: StepResult): readonly string[] {
  return effects.flatMap((effect) => {
    if (effect.type === "ask") return [`ask ${effect.question.id}`];
    return effect.type === "say" ? effect.saying.text.map(({ key }) => key) : [effect.type];
  });
}

/** All that is said until nothing more is asked that they answer. */
function answerAll(asked: Heard): Heard {
  let before = asked;
  const all = [...asked.said];
  for (let count = 0; count < mostAnswers; count += 1) {
    const answer = answers[before.said.findLast((key) => key.startsWith("ask ")) ?? ""];
    if (answer === undefined) break;
    before = hear(before, [answer]);
    all.push(...before.said);
  }
  return { ...before, said: all };
}

/** Signs that a wish was heard. */
const heard: ReadonlySet<string> = new Set([
  ...["remind.first-accounts", "remind.waiting", "set-reminder", "ask remind", "ask remind-set"],
]);

function withWish(events: readonly ConversationEvent[], wish: EventOfWish): Events {
  const [first, ...others] = events;
  return first === undefined ? [wish] : [first, ...others, wish];
}
type EventOfWish = Extract<ConversationEvent, { type: "remind" }>;

describe.each(Object.keys(roads) as Road[])("a wish for a reminder at %s", (road) => {
  const asked = roads[road].reduce(hear, begun);

  it.each(Object.keys(beside))("is told to be heard, beside %s, and set once it can be", (what) => {
    const after = hear(asked, withWish(beside[what] ?? [], { type: "remind", date: friday }));
    expect(after.said.filter((key) => heard.has(key))).not.toEqual([]);
    const end = answerAll(after);
    expect(end.reminders.map(({ dueAt }) => dueAt)).toEqual([friday.at]);
  });

  it.each(Object.keys(beside))("is told to be heard, beside %s, and asked when", (what) => {
    const after = hear(asked, withWish(beside[what] ?? [], { type: "remind" }));
    expect(after.said.filter((key) => heard.has(key))).not.toEqual([]);
    expect(answerAll(after).said).toContain("ask remind");
  });
});
