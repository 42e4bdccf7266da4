import { mailtoFor } from "../campaigns/mailto-for.ts";
import { encodeTap } from "../conversation/tap.ts";
import type {
  Choice,
  Effect,
  Instant,
  Language,
  Phrase,
  Question,
  Saying,
  TextFile,
} from "../conversation/vocabulary.ts";
import type { Button, OutgoingMessage, RichText, Wording } from "./ports.ts";

/** Messages aim to stay below this: a text that fits is joined to the next one. */
const longestText = 1024;
const point = "• ";

/** Renders what is to be said. A text without buttons joins the message after it where both fit into one; what comes with links stands alone. */
export function compose(
  effects: readonly Effect[],
  wording: Wording,
  language: Language,
  now: Instant,
): readonly OutgoingMessage[] {
  const has = (type: Effect["type"]) => effects.some((effect) => effect.type === type);
  const marks = {
    ...(has("erase-person") && ({ farewell: true } as const)),
    ...(has("unsubscribe") && ({ unsubscribed: true } as const)),
  };
  const messages = effects
    .filter((effect) => effect.type === "say" || effect.type === "ask")
    .map((effect) => render(effect, wording, language, now))
    .reduce<readonly OutgoingMessage[]>(withMessage, []);
  return messages.map((message) => ({ ...message, ...marks }));
}

function withMessage(
  messages: readonly OutgoingMessage[],
  message: OutgoingMessage,
): readonly OutgoingMessage[] {
  const previous = messages.at(-1);
  if (previous === undefined || !canJoin(previous, message)) return [...messages, message];
  return [...messages.slice(0, -1), { ...message, text: withParagraph(previous.text, message.text) }];
}

function render(
  effect: Extract<Effect, { readonly saying: Saying }>,
  wording: Wording,
  language: Language,
  now: Instant,
): OutgoingMessage {
  const { text, links, copy, calendar, mail, document } = effect.saying;
  const question = effect.type === "ask" ? effect.question : undefined;
  const plain = (phrase: Phrase) => wording.plain(phrase, language);
  return {
    text: text.map((phrase) => wording.render(phrase, language)).reduce<RichText>(withParagraph, []),
    language,
    links: links?.map(({ label, url }) => ({ label: plain(label), url })),
    copy: copy && { label: plain({ key: "navigation.copy" }), text: plain(copy) },
    mail: mail && { label: plain({ key: "letter.open" }), url: mailtoFor(mail, plain(mail.body)) },
    file: calendar ? wording.calendar(calendar, language, now) : document && fileOf(document, plain),
    choices: question && buttons(question, question.choices, plain),
    navigation: question && buttons(question, question.navigation, plain),
  };
}

function fileOf({ name, text }: TextFile, plain: (phrase: Phrase) => string) {
  return { name: plain(name), mimeType: "text/plain", content: `${text.map(plain).join("\n\n")}\n` };
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
  if (first.choices ?? first.links ?? second.links ?? first.copy ?? first.mail ?? first.file) return false;
  return lengthOf(first.text) + lengthOf(second.text) + 2 <= longestText;
}

function lengthOf(text: RichText): number {
  return text.reduce((sum, span) => sum + span.text.length, 0);
}
