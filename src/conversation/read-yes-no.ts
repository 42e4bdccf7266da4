import { compileLexicon, type Lexicon, type Piece, piecesOf } from "./lexicon.ts";
import type { Words } from "./words.ts";

/** What a word means in an answer to a question of yes or no. */
export type YesNoSign = "yes" | "no" | "unknown" | "linked" | "apart" | "not" | "around" | "pause" | "doubt";

type Answer = "yes" | "no" | "unknown";

/** The words for a yes and a no, in all languages at once. */
export type YesNoWords = Lexicon<YesNoSign>;

/** Compiles the words for yes and no to the question whether accounts are linked, where a doubtful yes will do. */
export function compileLinkedWords(languages: readonly Words[]): YesNoWords {
  return compileLexicon([
    ...answersOf(languages),
    ...languages.flatMap(({ linked }) => [...listed("linked", linked.yes), ...listed("apart", linked.no)]),
    ...aroundOf(languages),
    ...doubtsOf(languages),
    // "Yes, I think" is a yes.
    ...languages.flatMap(({ sets }) => listed("around", sets.unsure)),
  ]);
}

/** Compiles the words for a yes that cannot be taken back: "yes, I think" and "yes, but" are none. */
export function compileFirmWords(languages: readonly Words[]): YesNoWords {
  const choices = languages.map(({ answers }) => answers["forget"]?.choices ?? {});
  return compileLexicon([
    ...answersOf(languages),
    ...choices.flatMap(({ yes = [], no = [] }) => [...listed("yes", yes), ...listed("no", no)]),
    ...doubtsOf(languages),
    ...languages.flatMap(({ sets }) => listed("doubt", sets.unsure)),
    ...aroundOf(languages),
  ]);
}

type Known = readonly (readonly [phrase: string, sign: YesNoSign])[];

function listed(sign: YesNoSign, words: readonly string[]): Known {
  return words.map((word) => [word, sign]);
}

function answersOf(languages: readonly Words[]): Known {
  return [
    ...listed("pause", [",", ".", ";", "!", ":", "(", ")", "-"]),
    ...languages.flatMap(({ unknown }) => listed("unknown", unknown)),
    ...languages.flatMap(({ yes, no }) => [...listed("no", no), ...listed("yes", yes)]),
  ];
}

function aroundOf(languages: readonly Words[]): Known {
  return languages.flatMap(({ aroundYesNo }) => listed("around", aroundYesNo));
}

function doubtsOf(languages: readonly Words[]): Known {
  return languages.flatMap(({ sets }) => [
    ...listed("not", sets.not),
    ...listed("doubt", [...sets.or, ...sets.asks, ...sets.but]),
  ]);
}

/** Reads a yes, a no or "I don't know"; nothing where the words say anything else besides. */
export function readYesNo(text: string, words: YesNoWords): Answer | undefined {
  const pieces = piecesOf(text, words);
  const isAsking = pieces.some((piece) => piece.text === "?");
  const said = pieces.filter((piece) => piece.text !== "?");
  if (said.some((piece) => piece.meaning === undefined || piece.meaning === "doubt")) return undefined;
  const answers = answersIn(said);
  const [answer] = answers;
  if (answers.size !== 1 || (isAsking && answer !== "unknown")) return undefined;
  return answer;
}

function answersIn(pieces: readonly Piece<YesNoSign>[]): ReadonlySet<Answer> {
  const answers = new Set<Answer>();
  let isDenied = false;
  for (const [index, { meaning }] of pieces.entries()) {
    const answer = answerOf(meaning, isDenied, pieces[index + 1]?.meaning);
    if (answer) answers.add(answer);
    isDenied = denies(meaning, isDenied, answer);
  }
  if (isDenied) answers.add("no");
  return answers;
}

function answerOf(
  meaning: YesNoSign | undefined,
  isDenied: boolean,
  next: YesNoSign | undefined,
): Answer | undefined {
  switch (meaning) {
    case "yes":
    case "unknown":
      return meaning;
    case "no":
      // "Not at all linked" denies what follows at once; "no, they are linked" does not.
      return next === "linked" ? undefined : "no";
    case "linked":
    case "apart":
      return (meaning === "linked") === isDenied ? "no" : "yes";
    case "pause":
      return isDenied ? "no" : undefined;
    default:
      return undefined;
  }
}

/** Whether what comes next stands under a denial. */
function denies(meaning: YesNoSign | undefined, isDenied: boolean, answer: Answer | undefined): boolean {
  if (meaning === "not") return true;
  if (meaning === "no") return isDenied || answer === undefined;
  return isDenied && !(meaning === "linked" || meaning === "apart" || meaning === "pause");
}
