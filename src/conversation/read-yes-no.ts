import { compileLexicon, type Lexicon, type Piece, piecesOf } from "./lexicon.ts";
import type { Words } from "./words.ts";

/** What a word means in an answer to a question of yes or no. */
export type YesNoSign = "yes" | "no" | "unknown" | "linked" | "apart" | "not" | "around" | "pause" | "doubt";

type Answer = "yes" | "no" | "unknown";

/** The words for a yes and a no, in all languages at once. */
export type YesNoWords = Lexicon<YesNoSign>;

/** Compiles the words for yes and no; `aboutLinks` where the question is whether accounts are linked. */
export function compileYesNoWords(languages: readonly Words[], aboutLinks: boolean): YesNoWords {
  const of = (sign: YesNoSign, words: readonly string[]) => words.map((word) => [word, sign] as const);
  return compileLexicon([
    ...of("pause", [",", ".", ";", "!", ":", "(", ")", "-"]),
    ...languages.flatMap((words) => of("unknown", words.unknown)),
    ...languages.flatMap((words) => [...of("no", words.no), ...of("yes", words.yes)]),
    ...languages.flatMap((words) =>
      aboutLinks ? [...of("linked", words.linked.yes), ...of("apart", words.linked.no)] : [],
    ),
    ...languages.flatMap((words) => of("around", words.aroundYesNo)),
    ...languages.flatMap(({ sets }) => [
      ...of("not", sets.not),
      ...of("doubt", [...sets.or, ...sets.asks, ...sets.but]),
      // "Yes, I think" is a yes.
      ...of("around", sets.unsure),
    ]),
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
