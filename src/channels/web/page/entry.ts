import type { ToldMessage } from "../wire.ts";

/** What a person does, as the server takes it. */
export type Said = { readonly text: string } | { readonly tapped: string } | { readonly unreadable: true };

interface Kept {
  readonly id: string;
  /** Its place in the chat. */
  readonly order: number;
  /** On the chat's own clock. */
  readonly at: number;
}

/** A message of the bot. */
export interface BotEntry extends Kept {
  readonly type: "bot";
  readonly told: ToldMessage;
  /** The button that was pressed. */
  readonly chosen?: string;
  /** It gives way to the next question, which is the same with another tick. */
  readonly ticked?: true;
}

/** Something that the person has said. */
export interface PersonEntry extends Kept {
  readonly type: "person";
  readonly words: string;
  readonly said: Said;
  readonly fate: "waiting" | "sent" | "failed";
}

/** Something that happened to the chat. */
export interface NoteEntry extends Kept {
  readonly type: "note";
  readonly words: string;
  /** The chat is over, and may begin again. */
  readonly isEnd?: true;
}

/** One line of the chat. */
export type Entry = BotEntry | PersonEntry | NoteEntry;
