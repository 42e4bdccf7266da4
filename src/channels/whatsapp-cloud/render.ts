import type { Button, OutgoingMessage } from "../../app/ports.ts";
import { joinBlocks, plain, renderText, shorten, splitText } from "../whatsapp-text.ts";

/** A call of the Cloud API that sends one message, without whom it is for. */
export type CloudCall =
  | { readonly type: "text"; readonly text: { readonly body: string; readonly preview_url: false } }
  | { readonly type: "interactive"; readonly interactive: Interactive };

type Interactive =
  | { readonly type: "button"; readonly body: Body; readonly action: { readonly buttons: readonly Reply[] } }
  | {
      readonly type: "list";
      readonly body: Body;
      readonly action: {
        readonly button: string;
        readonly sections: readonly [{ readonly rows: readonly Row[] }];
      };
    };
interface Body {
  readonly text: string;
}
interface Reply {
  readonly type: "reply";
  readonly reply: { readonly id: string; readonly title: string };
}
interface Row {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
}

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
  if (copy)
    return withButtons(
      [...splitText(joinBlocks([all, `*${copy.label}*`])), copy.text],
      copy.label,
      buttons,
      labels,
    );
  if (buttons.length === 0) return { calls: splitText(all).map(textCall), rest: [] };
  if (all.length <= bodyCap) return withButtons([], all, buttons, labels);
  const question = written.slice(endOf(written));
  return withButtons(
    splitText(joinBlocks([written.slice(0, endOf(written)).trimEnd(), ...addresses])),
    question,
    buttons,
    labels,
  );
}

/** Where the last paragraph begins, or what of it has room above the buttons. */
function endOf(text: string): number {
  const from = text.lastIndexOf("\n\n") + 1;
  if (text.length - from <= bodyCap) return from && from + 1;
  return text.indexOf(" ", text.length - bodyCap) + 1;
}

/** The list of the buttons for which an earlier one had no room. */
export function renderRest(rest: readonly Button[], labels: ListLabels): RenderedMessage {
  return withButtons([], labels.more, rest, labels);
}

function withButtons(
  texts: readonly string[],
  body: string,
  buttons: readonly Button[],
  labels: ListLabels,
): RenderedMessage {
  const before = texts.map(textCall);
  if (buttons.length === 0) return { calls: before, rest: [] };
  const shown = buttons.length <= mostRows ? buttons : buttons.slice(0, mostRows - 1);
  const rest = buttons.slice(shown.length);
  return { calls: [...before, ask(body || "…", shown, rest.length > 0, labels)], rest };
}

function ask(
  text: string,
  buttons: readonly Button[],
  hasMore: boolean,
  { choose, more }: ListLabels,
): CloudCall {
  const body = { text };
  const titles = buttons.map(({ label, short = label }) => short.trim());
  const areShort = buttons.length <= mostButtons && titles.every((title) => title.length <= buttonTitleCap);
  if (areShort && new Set(titles).size === titles.length) {
    const replies = buttons.map(({ id }, index): Reply => {
      return { type: "reply", reply: { id, title: titles[index] ?? "" } };
    });
    return { type: "interactive", interactive: { type: "button", body, action: { buttons: replies } } };
  }
  const rows = [
    ...buttons.map(rowOf),
    ...(hasMore ? [{ id: moreTap, title: shorten(more, rowTitleCap) }] : []),
  ];
  const action = { button: shorten(choose, buttonTitleCap), sections: [{ rows }] as const };
  return { type: "interactive", interactive: { type: "list", body, action } };
}

/** A label that is too long for a title stands whole in the description: below "Meta", "Meta (Facebook, Instagram)". */
function rowOf({ id, label, short }: Button): Row {
  if (label.length <= rowTitleCap) return { id, title: label };
  const title = short ?? shorten(label.replace(/ \(.+\)$/, ""), rowTitleCap);
  return { id, title, description: shorten(label, rowDescriptionCap) };
}

function textCall(body: string): CloudCall {
  return { type: "text", text: { body, preview_url: false } };
}
