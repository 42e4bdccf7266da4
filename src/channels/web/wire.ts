import type { AlertPreview, OperatorReport } from "../../app/operator-report.ts";
import type { Instant, Stage } from "../../conversation/vocabulary.ts";
import type { OutboxRow, OutgoingMessage, PushNotice } from "../../ports.ts";

/** The preview's clock, and the conversation's next reminder. */
export interface TimeDto {
  /** How far the clock is ahead of the real one, in milliseconds; negative if it is behind. */
  readonly ahead: number;
  readonly nextReminder?: Instant;
}

/** A message as it is sent to a page. */
export interface MessageDto {
  readonly type: "message";
  /** Stays the same if the message is sent again. */
  readonly id: string;
  readonly kind: OutboxRow["kind"];
  readonly message: OutgoingMessage;
  /** Proves in a handover that the bot has sent the message. */
  readonly signature: string;
}

/** The content of a push message. */
export interface NoticeDto extends PushNotice {
  readonly title: string;
}

/** The server-sent events of a page. */
export type PageEvent =
  | { readonly type: "time"; readonly time: TimeDto }
  /** Another page has taken over the conversation. */
  | { readonly type: "moved" }
  /** The page has lost its place to another one; it retries after `askedMs`. */
  | { readonly type: "full"; readonly askedMs: number }
  | MessageDto;

/** A person's action, as the page posts it. */
export type UserInput = (
  | { readonly text: string }
  | { readonly tapped: string }
  | { readonly unreadable: true }
) & {
  /** The article's `data-source`, with the words by which the person begins. */
  readonly source?: string | undefined;
};

/** How far a person has come: the page tells it to the site that embeds it. */
export type StageDto = Stage;

/** A button of a message. */
export type ChoiceDto = NonNullable<OutgoingMessage["choices"]>[number];

/** The problem in a response if there is no place for the page. */
export const fullProblem = "full";

/** The problem in a response if the page's address sends too many requests. */
export const tooManyProblem = "too-many";

/** The header that carries a page's session. */
export const sessionHeader = "x-session";

/** The page's texts in one language, by name; the page fills in `{{name}}`. */
export type PageTexts = Readonly<Record<string, string>>;

/** The times to which the preview's clock can be set for one campaign; texts are by language. */
export interface Moments {
  readonly title: Readonly<Record<string, string>>;
  readonly moments: readonly { readonly at: Instant; readonly label: Readonly<Record<string, string>> }[];
}

/** The settings that the server writes into the page. */
export interface PageSettings {
  readonly mode: "public" | "preview";
  /** The page's texts by language, the operator's language first. */
  readonly texts: Readonly<Record<string, PageTexts>>;
  /** The campaigns' names, by language and id. */
  readonly names: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The key to which a browser subscribes; absent if nothing is pushed. */
  readonly pushKey?: string | undefined;
  /** Who answers for people's data; absent if only the operator can write. */
  readonly operator?: { readonly name: string; readonly privacyUrl?: string | undefined } | undefined;
  /** The address of the operator's logo. */
  readonly logo?: string | undefined;
  /** Only in the preview. */
  readonly moments: readonly Moments[];
}

/** The report that the operator's page polls. */
export type ReportDto = OperatorReport;
export type PreviewDto = AlertPreview;
