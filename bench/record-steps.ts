import { gatherFacts } from "../src/app/gather-facts.ts";
import { understand } from "../src/app/understand.ts";
import { type ConversationState, openQuestion, type StepResult, step } from "../src/conversation/step.ts";
import { encodeTap } from "../src/conversation/tap.ts";
import type { Effect, Events, Facts, Language, Question, Reminder } from "../src/conversation/vocabulary.ts";
import type { Brain } from "../test/support/bot-under-test.ts";
import { dialogues, type Move } from "./dialogues.ts";

/** One step of a dialogue: what it began with, and what came of it. */
export interface RecordedStep {
  readonly before: ConversationState;
  readonly facts: Facts;
  readonly asked: Question | undefined;
  readonly message: { readonly text: string } | { readonly tapped: string };
  readonly acts: Events;
  readonly words: Language | undefined;
  readonly after: StepResult;
}

/** Walks every dialogue once and keeps each step. */
export function recordSteps(brain: Brain, now: number): readonly RecordedStep[] {
  return dialogues.flatMap((moves) => recordDialogue(moves, brain, now));
}

function recordDialogue(moves: readonly Move[], brain: Brain, now: number): readonly RecordedStep[] {
  const recorded: RecordedStep[] = [];
  let before: ConversationState = { person: { stopped: false, following: {} } };
  let reminders: readonly Reminder[] = [];
  for (const move of moves) {
    const made = recordStep(before, move, gatherFacts(brain.world, "bench:1", now, reminders, 0.5), brain);
    recorded.push(made);
    before = { person: made.after.person, saved: made.after.saved };
    reminders = made.after.effects.reduce(withReminders, reminders);
  }
  return recorded;
}

function recordStep(before: ConversationState, move: Move, facts: Facts, { grammar }: Brain): RecordedStep {
  const asked = openQuestion(before, facts)?.question;
  const message = "write" in move ? { text: move.write } : { tapped: tapOf(asked, move.press) };
  const { acts, unread, language: words } = understand(message, asked, before.person, facts, grammar);
  const after = step(before, acts, facts, { words, hint: "fr", unread });
  return { before, facts, asked, message, acts, words, after };
}

/** A dialogue that no longer fits the conversation would measure something else: it stops the bench. */
function tapOf(asked: Question | undefined, wanted: string | number): string {
  const offered = asked ? [...asked.choices, ...asked.navigation].map(({ id }) => id) : [];
  const choice = typeof wanted === "number" ? offered[wanted - 1] : wanted;
  if (asked === undefined || choice === undefined || !offered.includes(choice))
    throw new Error(`dialogues.ts: no choice "${wanted}" at "${asked?.id}", only ${offered.join(", ")}`);
  return encodeTap(asked.id, asked.campaign, choice);
}

function withReminders(reminders: readonly Reminder[], effect: Effect): readonly Reminder[] {
  switch (effect.type) {
    case "set-reminder":
      return [...reminders, effect.reminder];
    case "cancel-reminders":
      return [];
    case "say":
    case "ask":
    case "unsubscribe":
    case "offer-push":
    case "drop-alerts":
    case "erase-person":
      return reminders;
  }
}
