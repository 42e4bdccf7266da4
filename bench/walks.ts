/** What the person does before a step of the bot: writes, or presses a button of what came last. */
export type Move =
  | { readonly write: string }
  /** The end of the button's data, or the number of the button, from 1. */
  | { readonly press: string | number };

/** One message of the bot, measured: the yardsticks say as much. */
export interface MeasuredMessage {
  readonly characters: number;
  readonly buttons: number;
}

/** A move, and what the bot says to it. */
export interface MeasuredStep {
  readonly move: { readonly write: string } | { readonly press: number };
  readonly messages: readonly MeasuredMessage[];
}

const start: Move = { write: "/start meta" };

/** The ways through the dialogue that people take in turn: half of them press and half of them write. */
export const walks: readonly (readonly Move[])[] = [
  [start, { press: "|both" }, { press: "yes" }, { press: "|remind" }, { press: 1 }],
  [start, { write: "les deux" }, { write: "oui" }, { write: "rappel" }, { write: "demain" }],
  [start, { press: "|both" }, { press: "yes" }, { press: "|details" }, { press: "|done" }],
  [start, { write: "fb et insta" }, { write: "oui" }, { write: "menu" }, { write: "mes données" }],
];

/** The data of the button that is pressed. Throws if it is not among those offered. */
export function buttonOf(wanted: string | number, offered: readonly string[]): string {
  const button =
    typeof wanted === "number" ? offered[wanted - 1] : offered.find((other) => other.endsWith(wanted));
  if (button === undefined)
    throw new Error(`walks.ts: there is no button ${wanted}, only ${offered.join(", ")}`);
  return button;
}
