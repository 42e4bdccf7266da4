import type { OutboxRow, OutgoingMessage } from "../../app/ports.ts";
import type { Instant } from "../../conversation/vocabulary.ts";

/** The clock of one conversation, where it can be moved. */
export interface ToldTime {
  /** How far it is ahead of the real one, in milliseconds; negative in the past. */
  readonly ahead: number;
  readonly nextReminder?: Instant;
}

/** A message as a page gets it. */
export interface ToldMessage {
  readonly type: "message";
  /** The same when the message comes again. */
  readonly id: string;
  readonly kind: OutboxRow["kind"];
  readonly message: OutgoingMessage;
}

/** What a page is told, each as one event. */
export type PageEvent =
  /** The stream is open. */
  { readonly type: "hello" } | { readonly type: "time"; readonly time: ToldTime } | ToldMessage;

/** The header that carries a page's session. */
export const sessionHeader = "x-session";
