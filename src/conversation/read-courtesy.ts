import { compileLexicon, type Lexicon, piecesOf } from "./lexicon.ts";
import type { ConversationEvent, Courtesy } from "./vocabulary.ts";
import type { Words } from "./words.ts";

/** What a piece of small talk says; "around" changes nothing. */
type SmallTalk = Courtesy | "around";

/** Where a text says several, the first of these is answered: "ok thanks" is thanked for. */
const weightiest: readonly Courtesy[] = ["thanks", "goodbye", "hello", "ok", "emoji"];
const punctuation = [",", ".", ";", "!", ":", "-"];
const isEmoji = /^\p{Extended_Pictographic}$/u;

/** Compiles what people say without asking for anything. */
export function compileSmallTalk(languages: readonly Words[]): Lexicon<SmallTalk> {
  const said = languages.flatMap(({ smallTalk }) =>
    (["thanks", "goodbye", "hello", "ok"] as const).flatMap((kind) =>
      smallTalk[kind].map((phrase) => [phrase, kind] as const),
    ),
  );
  const around = [...languages.flatMap(({ courtesies }) => courtesies), ...punctuation];
  return compileLexicon<SmallTalk>(
    [...said, ...around.map((word) => [word, "around"] as const)],
    () => false,
  );
}

/** Reads a text that is nothing but thanks, an ok, a greeting, a goodbye or an emoji. */
export function readCourtesy(text: string, smallTalk: Lexicon<SmallTalk>): ConversationEvent | undefined {
  const said = piecesOf(text, smallTalk).map(
    (piece) => piece.meaning ?? (isEmoji.test(piece.text) ? "emoji" : undefined),
  );
  if (said.includes(undefined)) return undefined;
  const courtesy = weightiest.find((kind) => said.includes(kind));
  return courtesy && { type: "courtesy", courtesy };
}
