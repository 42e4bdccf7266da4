import type { Button, OutgoingMessage } from "../../ports.ts";
import { joinBlocks, plain, renderText, shorten, splitText } from "../message-text.ts";

/** One WhatsApp message. */
export type WhatsAppPart =
  | { readonly type: "text"; readonly text: string; readonly buttons?: readonly Button[] | undefined }
  | { readonly type: "file"; readonly name: string; readonly mimeType: string; readonly content: string }
  | WhatsAppPoll;

/** A question to be answered by a tap. `options` are the labels of `buttons`, in their order. */
export interface WhatsAppPoll {
  readonly type: "poll";
  readonly question: string;
  readonly options: readonly string[];
  readonly buttons: readonly Button[];
  readonly several: boolean;
  /** The poll as a text, sent if WhatsApp rejects the poll. */
  readonly instead: string;
}

const questionCap = 255;
const optionCap = 100;
const fewestOptions = 2;
const mostOptions = 12;

/**
 * Returns the WhatsApp messages for a message, in order. Its choices become a poll, or a numbered
 * list in the text. A text has `buttons` if a reply to it with a number presses one of them, even
 * after later questions.
 */
export function renderMessage(message: OutgoingMessage, polls: boolean): readonly WhatsAppPart[] {
  const { copy, file } = message;
  const written = renderText(message.text);
  // A vote is noted, and so are the buttons of a poll.
  const offered = polls && !message.isUnnoted ? optionsOf(message) : [];
  const { said, poll } =
    offered.length > 0 ? renderPoll(written, message, offered) : { said: written, poll: undefined };
  const before = [said, ...(message.links?.map(({ label, url }) => `${plain(label)}\n${url}`) ?? [])];
  const answers = renderAnswers(message, offered);
  // A message of its own, so that one long press copies it.
  const texts = copy
    ? [...splitText(joinBlocks([...before, `*${copy.label}*`])), copy.text, ...splitText(joinBlocks(answers))]
    : splitText(joinBlocks([...before, ...answers]));
  const buttons = poll === undefined ? quotable(message) : undefined;
  return [
    ...texts.map((text): WhatsAppPart => ({ type: "text", text, buttons })),
    ...(file ? [{ type: "file", ...file } as const] : []),
    ...(poll ? [poll] : []),
  ];
}

/**
 * The buttons that a reply with a number can press: a lasting message's choices, or the navigation
 * of one without choices.
 */
function quotable({
  isLasting,
  isUnnoted,
  choices,
  navigation,
}: OutgoingMessage): readonly Button[] | undefined {
  if (isUnnoted) return undefined;
  if (isLasting) return choices;
  return choices?.length ? undefined : navigation;
}

/**
 * Returns the poll's options: the choices and, if there is room, the navigation; the navigation
 * alone if there are no choices. Empty if their number does not fit a poll.
 */
function optionsOf({ choices = [], navigation = [] }: OutgoingMessage): readonly Button[] {
  const all = [...choices, ...navigation];
  const options = all.length <= mostOptions ? all : choices;
  return options.length < fewestOptions || options.length > mostOptions ? [] : options;
}

/** Renders the buttons that are not poll options: all of them if there is no poll. */
function renderAnswers(
  { choices = [], navigation = [] }: OutgoingMessage,
  options: readonly Button[],
): readonly string[] {
  const left = (buttons: readonly Button[]) => buttons.filter((button) => !options.includes(button));
  const answers = left(choices).map(({ label }, index) => `*${index + 1}.* ${plain(label)}`);
  const waysOut = left(navigation).map(({ label }) => plain(label));
  return [answers.join("\n"), waysOut.join(" · ")];
}

/**
 * Makes the poll. Its title is the end of the text, which is the question: the last paragraph, or
 * the last line of a long one. `said` is the text without it.
 */
function renderPoll(written: string, message: OutgoingMessage, buttons: readonly Button[]) {
  const { choices = [], text } = message;
  const plain = text.reduce((before, span) => before + span.text, "").trim();
  const paragraph = plain.slice(plain.lastIndexOf("\n\n") + 1).trim();
  const isShort = paragraph.length <= questionCap && !paragraph.includes("\n• ");
  const title = isShort ? paragraph : plain.slice(plain.lastIndexOf("\n") + 1);
  const lines = written.split("\n");
  const end = lines.slice(-title.split("\n").length).join("\n");
  const said = title.length <= questionCap ? written.slice(0, written.length - end.length).trim() : written;
  const poll: WhatsAppPoll = {
    type: "poll",
    question: shorten(title.replaceAll("\n", " ") || "?", questionCap),
    options: buttons.map((button) => shorten(numbered(button, choices), optionCap)),
    buttons,
    several: choices.some(({ ticks }) => ticks === true),
    instead: joinBlocks([end, ...renderAnswers(message, [])]),
  };
  return { said, poll };
}

function numbered(button: Button, choices: readonly Button[]): string {
  const place = choices.indexOf(button);
  return `${place < 0 ? "" : `${place + 1}. `}${button.label.trim()}`;
}
