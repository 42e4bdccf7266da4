import { encodeTap } from "../conversation/tap.ts";
import type {
  Choice,
  Effect,
  Instant,
  Language,
  Phrase,
  Question,
  Saying,
} from "../conversation/vocabulary.ts";
import type { Button, OutgoingMessage, RichText, Wording } from "./ports.ts";

/** Messages aim to stay below this: a text that fits is joined to the next one. */
const longestText = 1024;
const point = "• ";

/** Renders what is to be said. A text without buttons joins the message after it where both fit into one. */
export function compose(
  effects: readonly Effect[],
  wording: Wording,
  language: Language,
  now: Instant,
): readonly OutgoingMessage[] {
  const isErased = effects.some(({ type }) => type === "erase-person");
  const messages = effects
    .map((effect) => render(effect, wording, language, now))
    .filter((message) => message !== undefined)
    .reduce<readonly OutgoingMessage[]>(withMessage, []);
  return isErased ? messages.map((message) => ({ ...message, farewell: true })) : messages;
}

function withMessage(
  messages: readonly OutgoingMessage[],
  message: OutgoingMessage,
): readonly OutgoingMessage[] {
  const previous = messages.at(-1);
  if (previous === undefined || !canJoin(previous, message)) return [...messages, message];
  return [...messages.slice(0, -1), join(previous, message)];
}

function render(
  effect: Effect,
  wording: Wording,
  language: Language,
  now: Instant,
): OutgoingMessage | undefined {
  switch (effect.type) {
    case "say":
      return renderSaying(effect.saying, undefined, wording, language, now);
    case "ask":
      return renderSaying(effect.saying, effect.question, wording, language, now);
    case "set-reminder":
    case "cancel-reminders":
    case "erase-person":
      return undefined;
  }
}

function renderSaying(
  { text, links, copy, calendar }: Saying,
  question: Question | undefined,
  wording: Wording,
  language: Language,
  now: Instant,
): OutgoingMessage {
  const plain = (phrase: Phrase) => wording.plain(phrase, language);
  return {
    text: text.map((phrase) => wording.render(phrase, language)).reduce<RichText>(withParagraph, []),
    language,
    links: links?.map(({ label, url }) => ({ label: plain(label), url })),
    copy: copy && { label: plain({ key: "ways.copy" }), text: plain(copy) },
    file: calendar && wording.calendar(calendar, language, now),
    choices: question && buttons(question, question.choices, plain),
    ways: question && buttons(question, question.navigation, plain),
  };
}

function buttons(
  question: Question,
  choices: readonly Choice[],
  plain: (phrase: Phrase) => string,
): readonly Button[] {
  return choices.map((choice) => ({
    id: encodeTap(question.id, question.campaign, choice.id),
    label: plain(choice.label),
    ...(choice.event.type === "tick" && { ticks: true }),
  }));
}

function withParagraph(before: RichText, paragraph: RichText): RichText {
  if (before.length === 0) return paragraph;
  // The points of a list stand close together.
  const gap = paragraph[0]?.text.startsWith(point) ? "\n" : "\n\n";
  return [...before, { type: "text", text: gap }, ...paragraph];
}

function canJoin(first: OutgoingMessage, second: OutgoingMessage): boolean {
  if (first.choices ?? first.links ?? first.copy ?? first.file) return false;
  return lengthOf(first.text) + lengthOf(second.text) + 2 <= longestText;
}

function join(first: OutgoingMessage, second: OutgoingMessage): OutgoingMessage {
  return { ...second, text: withParagraph(first.text, second.text) };
}

function lengthOf(text: RichText): number {
  return text.reduce((sum, span) => sum + span.text.length, 0);
}
