import type { Button, OutgoingMessage } from "../../ports.ts";
import { joinBlocks, plain, renderText, shorten, splitText } from "../message-text.ts";

/** The body of a Cloud API call that sends one message, without the recipient. */
export type CloudCall = ReturnType<typeof callWithText | typeof callWithReplies | typeof callWithList>;

/** The labels of a list, in the person's language. */
export interface ListLabels {
  /** The label of the button that opens the list. */
  readonly choose: string;
  /** The label of the row that shows the choices for which the list has no room. */
  readonly more: string;
}

/** The calls of a message, in order, and the buttons for which its list has no room. */
export interface RenderedMessage {
  readonly calls: readonly CloudCall[];
  readonly rest: readonly Button[];
}

/** The id of the row that shows the rest; no question has a button with this id. */
export const moreTap = "more";

/**
 * For a text with buttons. The platform takes 4,096 characters above a list, but several of its
 * resellers only 1,024.
 */
const bodyCap = 1_024;
const mostButtons = 3;
const buttonTitleCap = 20;
const mostRows = 10;
const rowTitleCap = 24;
const rowDescriptionCap = 72;

/** Turns a message into calls, one if it fits. `fileUrl`: the link to its file. */
export function renderMessage(
  { text, links = [], copy, choices = [], navigation = [], file }: OutgoingMessage,
  labels: ListLabels,
  fileUrl?: string,
): RenderedMessage {
  const written = renderText(text);
  const addresses = [
    ...links.map(({ label, url }) => `${plain(label)}\n${url}`),
    ...(file && fileUrl !== undefined ? [`${plain(file.name)}\n${fileUrl}`] : []),
  ];
  const buttons = [...choices, ...navigation];
  const all = joinBlocks([written, ...addresses]);
  const withButtons = (texts: readonly string[], body: string) =>
    renderButtons(texts.map(callWithText), body, buttons, labels);
  if (copy) return withButtons([...splitText(joinBlocks([all, `*${copy.label}*`])), copy.text], copy.label);
  if (buttons.length === 0) return withButtons(splitText(all), "");
  if (all.length <= bodyCap) return withButtons([], all);
  const end = endOf(written);
  const before = joinBlocks([written.slice(0, end).trimEnd(), ...addresses]);
  return withButtons(splitText(before), written.slice(end));
}

/** Returns where the last paragraph begins, or the part of it that fits above the buttons. */
function endOf(text: string): number {
  const from = text.lastIndexOf("\n\n") + 1;
  if (text.length - from <= bodyCap) return from && from + 1;
  return text.indexOf(" ", text.length - bodyCap) + 1;
}

function renderButtons(
  before: readonly CloudCall[],
  body: string,
  buttons: readonly Button[],
  labels: ListLabels,
): RenderedMessage {
  if (buttons.length === 0) return { calls: before, rest: [] };
  const shown = buttons.length <= mostRows ? buttons : buttons.slice(0, mostRows - 1);
  const rest = buttons.slice(shown.length);
  const titles = buttons.map(({ label, short = label }) => short.trim());
  const areShort = buttons.length <= mostButtons && titles.every((title) => title.length <= buttonTitleCap);
  const areDistinct = new Set(titles).size === titles.length;
  const call = areShort && areDistinct ? callWithReplies : callWithList;
  return { calls: [...before, call(body || "…", shown, labels, rest.length > 0)], rest };
}

function callWithReplies(text: string, buttons: readonly Button[]) {
  const replies = buttons.map(({ id, label, short = label }) => ({
    type: "reply",
    reply: { id, title: short.trim() },
  }));
  return {
    type: "interactive",
    interactive: { type: "button", body: { text }, action: { buttons: replies } },
  } as const;
}

function callWithList(
  text: string,
  buttons: readonly Button[],
  { choose, more }: ListLabels,
  hasMore: boolean,
) {
  const rows = [
    ...buttons.map(rowOf),
    ...(hasMore ? [{ id: moreTap, title: shorten(more, rowTitleCap) }] : []),
  ];
  const action = { button: shorten(choose, buttonTitleCap), sections: [{ rows }] } as const;
  return { type: "interactive", interactive: { type: "list", body: { text }, action } } as const;
}

/**
 * Puts a label that is too long for a title into the description: below "Meta", "Meta (Facebook,
 * Instagram)".
 */
function rowOf({ id, label, short }: Button) {
  if (label.length <= rowTitleCap) return { id, title: label };
  const title = short ?? shorten(label.replace(/ \(.+\)$/, ""), rowTitleCap);
  return { id, title, description: shorten(label, rowDescriptionCap) };
}

function callWithText(body: string) {
  return { type: "text", text: { body, preview_url: false } } as const;
}
