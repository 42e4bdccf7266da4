import { mailtoFor } from "../campaigns/links-of.ts";
import { encodeTap } from "../conversation/tap.ts";
import {
  type Choice,
  type Effect,
  type Instant,
  type Language,
  type Phrase,
  type Question,
  reminderTemplates,
  type Saying,
  type TextFile,
} from "../conversation/vocabulary.ts";
import type { Button, OutgoingMessage, RichText, Wording } from "../ports.ts";

/** Texts are joined up to this many characters, unless the channel has a `mergedCap`. */
const longestText = 1024;
const point = "• ";

/**
 * Renders the messages of a step. A text without buttons is joined to the next message if both fit
 * into one; a text with links stands alone. With a `mergedCap`, up to so many characters, links and
 * files are joined as well: for a channel on which each message counts.
 */
export function compose(
  effects: readonly Effect[],
  wording: Wording,
  language: Language,
  now: Instant,
  mergedCap?: number,
): readonly OutgoingMessage[] {
  const has = (type: Effect["type"]) => effects.some((effect) => effect.type === type);
  const marks = {
    ...(has("erase-person") && ({ farewell: true } as const)),
    ...(has("unsubscribe") && ({ unsubscribed: true } as const)),
    ...(has("offer-push") && ({ offersPush: true } as const)),
  };
  const messages = effects
    .filter((effect) => effect.type === "say" || effect.type === "ask")
    .map((effect) => render(effect, wording, language, now))
    .reduce<readonly OutgoingMessage[]>((before, message) => withMessage(before, message, mergedCap), []);
  return messages.map((message) => ({ ...message, ...marks }));
}

function withMessage(
  messages: readonly OutgoingMessage[],
  message: OutgoingMessage,
  mergedCap?: number,
): readonly OutgoingMessage[] {
  const last = messages.at(-1);
  const previous = last && mergedCap !== undefined ? withLinksInText(last) : last;
  if (previous === undefined || !canJoin(previous, message, mergedCap)) return [...messages, message];
  const file = message.file ?? previous.file;
  return [...messages.slice(0, -1), { ...message, file, text: withParagraph(previous.text, message.text) }];
}

function withLinksInText({ links = [], ...message }: OutgoingMessage): OutgoingMessage {
  const written = links.map(({ label, url }): RichText => [{ type: "text", text: `${label}\n${url}` }]);
  return { ...message, text: written.reduce(withParagraph, message.text) };
}

function render(
  effect: Extract<Effect, { readonly saying: Saying }>,
  wording: Wording,
  language: Language,
  now: Instant,
): OutgoingMessage {
  const { text, links, copy, calendar, mail, document } = effect.saying;
  const plain = (phrase: Phrase) => wording.plain(phrase, language);
  const offered = effect.type === "ask" ? offeredBy(effect.question, wording, language) : undefined;
  return {
    text: text.map((phrase) => paragraphOf(phrase, wording, language)).reduce<RichText>(withParagraph, []),
    language,
    reminder: offered?.reminder,
    links: links?.map(({ label, ...link }) => ({ ...link, label: plain(label) })),
    copy: copy && { label: plain({ key: "navigation.copy" }), text: plain(copy) },
    mail: mail && { label: plain({ key: "letter.open" }), url: mailtoFor(mail, plain(mail.body)) },
    file: calendar ? wording.calendar(calendar, language, now) : document && fileOf(document, plain),
    choices: offered?.choices,
    isLasting: offered?.isLasting,
    isUnnoted: offered?.isUnnoted,
    navigation: offered?.navigation,
  };
}

/** Renders a paragraph; each of its spans carries its layout. */
function paragraphOf({ layout, ...phrase }: Phrase, wording: Wording, language: Language): RichText {
  const spans = wording.render(phrase, language);
  return layout === undefined ? spans : spans.map((span) => ({ ...span, layout }));
}

/** What a question adds to its text. */
function offeredBy(question: Question, wording: Wording, language: Language) {
  const { id, choices, navigation } = question;
  const isLasting = id === "reminder" || id === "suggestions" ? true : undefined;
  return {
    isUnnoted: id === "grounds" ? true : undefined,
    reminder: reminderOf(question, (phrase) => wording.plain(phrase, language)),
    choices: buttons(question, choices, wording, language),
    isLasting,
    navigation: buttons(question, navigation, wording, language),
  } as const;
}

function reminderOf(
  { id, campaign, choices }: Question,
  plain: (phrase: Phrase) => string,
): OutgoingMessage["reminder"] {
  if (id !== "reminder" || campaign === undefined) return undefined;
  const kind = templateOf(choices);
  const taps = reminderTemplates[kind].map((choice) => encodeTap(id, campaign, choice));
  return { kind, service: plain({ key: "short", campaign }), taps };
}

function templateOf(choices: readonly Choice[]): keyof typeof reminderTemplates {
  const has = (choice: string) => choices.some(({ id }) => id === choice);
  if (has("confirmed")) return "confirmation";
  return has("no-more-alerts") ? "alert" : "date";
}

function fileOf({ name, text }: TextFile, plain: (phrase: Phrase) => string) {
  return { name: plain(name), mimeType: "text/plain", content: `${text.map(plain).join("\n\n")}\n` };
}

function buttons(
  question: Question,
  choices: readonly Choice[],
  wording: Wording,
  language: Language,
): readonly Button[] {
  return choices.map((choice) => {
    const label = wording.plain(choice.label, language);
    const short = wording.short(label, language);
    return {
      id: encodeTap(question.id, question.campaign, choice.id),
      label,
      ...(short !== undefined && { short }),
      ...(choice.event.type === "tick" && { ticks: true }),
    };
  });
}

function withParagraph(before: RichText, paragraph: RichText): RichText {
  if (before.length === 0) return paragraph;
  // The points of a list follow each other without an empty line.
  const gap = paragraph[0]?.text.startsWith(point) ? "\n" : "\n\n";
  return [...before, { type: "text", text: gap }, ...paragraph];
}

function canJoin(first: OutgoingMessage, second: OutgoingMessage, mergedCap?: number): boolean {
  if (first.choices ?? first.links ?? first.copy ?? first.mail) return false;
  if (mergedCap === undefined ? (second.links ?? first.file) : first.file && second.file) return false;
  return lengthOf(first.text) + lengthOf(second.text) + 2 <= (mergedCap ?? longestText);
}

function lengthOf(text: RichText): number {
  return text.reduce((sum, span) => sum + span.text.length, 0);
}
