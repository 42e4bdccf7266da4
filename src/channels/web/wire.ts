import type { AlertPreview, OperatorReport } from "../../app/operator-report.ts";
import type { Instant } from "../../conversation/vocabulary.ts";
import type { OutboxRow, OutgoingMessage, PushNotice } from "../../ports.ts";

/** The preview's clock, and the conversation's next reminder. */
export interface ToldTime {
  /** How far it is ahead of the real one, in milliseconds; negative in the past. */
  readonly ahead: number;
  readonly nextReminder?: Instant;
}

/** A message as it is sent to a page. */
export interface ToldMessage {
  readonly type: "message";
  /** Stays the same if the message is sent again. */
  readonly id: string;
  readonly kind: OutboxRow["kind"];
  readonly message: OutgoingMessage;
  /** Proves in a handover that the bot has sent the message. */
  readonly signature: string;
}

/** What a page's service worker is pushed. */
export interface ToldNotice extends PushNotice {
  readonly title: string;
}

/** The server-sent events of a page. */
export type PageEvent =
  | { readonly type: "time"; readonly time: ToldTime }
  /** The conversation goes on in another page, which has taken it over. */
  | { readonly type: "moved" }
  /** The page has lost its place to another one; it retries after `askedMs`. */
  | { readonly type: "full"; readonly askedMs: number }
  | ToldMessage;

/** A person's action, as the page posts it. */
export type UserInput =
  | { readonly text: string }
  | { readonly tapped: string }
  | { readonly unreadable: true };

/** A button, as a message offers it. */
export type ToldChoice = NonNullable<OutgoingMessage["choices"]>[number];

/** The problem that a page is told of when there is no place for it. */
export const fullProblem = "full";

/** The problem that a page is told of when too much comes from its address. */
export const tooManyProblem = "too-many";

/** The header that carries a page's session. */
export const sessionHeader = "x-session";

/** What a page says in one language, each text by its name; `{{name}}` in it is for the page to fill. */
export type PageTexts = Readonly<Record<string, string>>;

/** The moments worth travelling to for one campaign; every text is by language. */
export interface Moments {
  readonly title: Readonly<Record<string, string>>;
  readonly moments: readonly { readonly at: Instant; readonly label: Readonly<Record<string, string>> }[];
}

/** What a page knows from the start; it comes with the page. */
export interface PageSettings {
  readonly mode: "public" | "preview";
  /** By language, the operator's own first. */
  readonly texts: Readonly<Record<string, PageTexts>>;
  /** The campaigns' names, by language and id. */
  readonly names: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The key to which a browser subscribes; absent if nothing is pushed. */
  readonly pushKey?: string | undefined;
  /** Only in the preview. */
  readonly moments: readonly Moments[];
}

/** What the operator's page is told each time it asks. */
export type ToldReport = OperatorReport;
export type ToldPreview = AlertPreview;
