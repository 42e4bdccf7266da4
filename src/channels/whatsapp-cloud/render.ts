import type { Button, OutgoingMessage } from "../../ports.ts";
import { joinBlocks, plain, renderText, shorten, splitText } from "../message-text.ts";

/** A call of the Cloud API that sends one message, without whom it is for. */
export type CloudCall = ReturnType<typeof callWithText | typeof callWithReplies | typeof callWithList>;

/** What a list is labelled with, in the person's language. */
export interface ListLabels {
  /** Opens the list. */
  readonly choose: string;
  /** Shows the choices for which the list has no room. */
  readonly more: string;
}

/** A message, to be sent in this order, and the buttons for which its list has no room. */
export interface RenderedMessage {
  readonly calls: readonly CloudCall[];
  readonly rest: readonly Button[];
}

/** The id of the row that shows the rest. No question's button has it. */
export const moreTap = "more";

/** Of a text with buttons; the platform takes 4,096 characters above a list, several of its resellers only these. */
const bodyCap = 1_024;
const mostButtons = 3;
const buttonTitleCap = 20;
const mostRows = 10;
const rowTitleCap = 24;
const rowDescriptionCap = 72;

/** Turns a message into calls, one wherever it fits. `fileUrl` is where its file is served. */
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

/** Where the last paragraph begins, or what of it has room above the buttons. */
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

/** A label that is too long for a title stands whole in the description: below "Meta", "Meta (Facebook, Instagram)". */
function rowOf({ id, label, short }: Button) {
  if (label.length <= rowTitleCap) return { id, title: label };
  const title = short ?? shorten(label.replace(/ \(.+\)$/, ""), rowTitleCap);
  return { id, title, description: shorten(label, rowDescriptionCap) };
}

function callWithText(body: string) {
  return { type: "text", text: { body, preview_url: false } } as const;
}
