import type { Instant, Zone } from "../../src/conversation/vocabulary.ts";
import type { ConversationId, OutboxRow, OutgoingMessage, Receipt } from "../../src/ports.ts";

/** What a person wants with what they write, as the person means it. */
export type Meaning =
  | "start"
  | "accounts"
  | "remind"
  | "move"
  | "cancel"
  | "done"
  | "stop"
  | "forget"
  | "yes"
  | "no"
  | "alerts-on"
  | "alerts-off"
  | "look"
  | "courtesy"
  | "tap";

/** How the platform took a message. `lost`: it took it, and its answer never arrived. */
export type SendOutcome = "taken" | "lost" | "refused" | "unavailable" | "gone" | "moved" | "away";

/** One thing that happened, as seen from outside the program. */
export type Happening =
  /** A person wrote, or pressed; the update waits at the platform. */
  | {
      readonly what: "wrote";
      readonly update: string;
      readonly chat: ConversationId;
      readonly meaning: Meaning;
      readonly text: string;
      readonly zone: Zone;
    }
  | { readonly what: "blocked" | "unblocked" | "left" | "came"; readonly chat: ConversationId }
  | { readonly what: "moved"; readonly chat: ConversationId; readonly to: ConversationId }
  /** The platform handed an update to a process. */
  | {
      readonly what: "handed-over";
      /** Counts all times that an update was handed over. */
      readonly handing: number;
      readonly update: string;
      readonly chat: ConversationId;
      readonly process: number;
    }
  /** The process says what became of it; only then does the platform forget it. */
  | {
      readonly what: "receipt";
      readonly handing: number;
      readonly update: string;
      readonly chat: ConversationId;
      readonly process: number;
      readonly receipt: Receipt | "failed";
    }
  /** A process has committed that a message waits to be sent; `createdAt` is the same for all messages of one commit. */
  | {
      readonly what: "queued";
      readonly process: number;
      readonly chat: ConversationId;
      readonly kind: OutboxRow["kind"];
      readonly createdAt: Instant;
      readonly message: OutgoingMessage;
    }
  /** The platform got a message. `key` is the same when it is sent again. */
  | {
      readonly what: "sent";
      readonly process: number;
      readonly chat: ConversationId;
      readonly kind: OutboxRow["kind"];
      readonly key: string;
      /** When the process began to send it; `at` is when the platform got it. */
      readonly asked: Instant;
      readonly outcome: SendOutcome;
      /** For how long nothing more is to be sent there, in milliseconds, if the platform said so. */
      readonly waitMs?: number;
      readonly message: OutgoingMessage;
    }
  | { readonly what: "process"; readonly process: number; readonly is: ProcessChange }
  | { readonly what: "trouble"; readonly kind: TroubleKind; readonly is: "begins" | "ends" }
  | { readonly what: "clock"; readonly byMs: number }
  /** What waited meanwhile was passed over. */
  | { readonly what: "leap"; readonly byMs: number }
  /** An operator tries to publish one, by the number -1, before the store says what came of it, which may get lost. */
  | {
      readonly what: "alert";
      readonly alert: number;
      readonly campaign: string;
      readonly news: string;
      readonly is: "tried" | "published" | "paused" | "running" | "cancelled" | "refused";
    }
  | { readonly what: "campaign"; readonly campaign: string; readonly is: "added" | "removed" }
  /** Other words are said of campaigns, by the processes that are started from now on. */
  | { readonly what: "reworded" }
  /** What stands in the store, looked at while nothing was under way. */
  | { readonly what: "store"; readonly rows: readonly StoreRow[] }
  /** What processes have in memory although they were at rest for minutes: only what is more than the documents name. */
  | { readonly what: "memory"; readonly holdings: readonly Holding[] }
  /** A process has logged an error that is not the world's fault. */
  | { readonly what: "erred"; readonly process: number; readonly error: string }
  /** Faults stop; everything has to settle. */
  | { readonly what: "peace" }
  /** The world has waited long enough after that. */
  | {
      readonly what: "end";
      readonly outbox: number;
      readonly due: number;
      readonly leases: number;
      readonly leaders: number;
      readonly ready: readonly Readiness[];
    };

export type ProcessChange =
  | "starts"
  | "up"
  | "refuses to start"
  | "killed"
  | "stops"
  | "stopped"
  | "frozen"
  | "woken";
export type TroubleKind = "disk-full" | "store-away" | "platform";

/** One row of the store that belongs to a person. */
export interface StoreRow {
  readonly table: string;
  readonly chat: string;
}

/** What a process answers when it is asked whether it is ready. */
export interface Readiness {
  readonly process: number;
  readonly isReady: boolean;
  readonly said: string;
}

/** A map or a set in the memory of a process. */
export interface Holding {
  /** The file that made it. */
  readonly file: string;
  /** How many entries it has. */
  readonly size: number;
  /** The chats that they name. */
  readonly chats: readonly string[];
}

export type Event = { readonly at: number } & Happening;

/** All that happened, in order. */
export type History = readonly Event[];

/** One line for each event: the log of a run, which the same seed gives again, byte for byte. */
export function describeEvent({ at, ...event }: Event): string {
  const time = new Date(at).toISOString();
  const { what, ...rest } = event;
  const shown = "message" in rest ? { ...rest, message: textOf(rest.message) } : rest;
  return `${time} ${what} ${JSON.stringify(shown)}`;
}

function textOf({ text }: OutgoingMessage): string {
  return text
    .map((span) => span.text)
    .join("")
    .replace(/\s+/g, " ");
}
