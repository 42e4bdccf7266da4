import type { Campaign, CampaignId } from "../campaigns/schema.ts";
import type { ConversationEvent, Instant, Language, Question, Zone } from "../conversation/vocabulary.ts";
import type { Grammar, Reading } from "./grammar.ts";
import type { Heard } from "./hear.ts";
import type { Token } from "./tokens.ts";

/** Whose words are read, and when. */
export interface Reader {
  readonly language: Language;
  readonly zone: Zone;
  readonly now: Instant;
  readonly campaigns: ReadonlyMap<CampaignId, Campaign>;
}

/** A message, cut into tokens once, and how one language reads it. */
export interface Said {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly words: readonly string[];
  readonly isQuestion: boolean;
  readonly asked: Question | undefined;
  /** The language of the words, if they tell it. */
  readonly language: Language | undefined;
  readonly reading: Reading;
  readonly heard: Heard;
  readonly grammar: Grammar;
  readonly reader: Reader;
  /** How the person's own language reads it, if this is another. */
  readonly own: Said | undefined;
}

/** Reads a message in one way; nothing if it does not mean that. */
export type Read = (said: Said) => ConversationEvent | undefined;
