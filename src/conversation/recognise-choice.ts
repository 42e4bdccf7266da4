import type { AccountId } from "../campaigns/schema.ts";
import { closest } from "./closest.ts";
import { isSameEvent, type Vocabulary, withoutCourtesies } from "./compile-words.ts";
import { fold, tokensOf } from "./fold.ts";
import { isReport } from "./is-report.ts";
import type { Choice, ConversationEvent, Question, QuestionId } from "./vocabulary.ts";

/** What means a choice of the open question, in any language. */
export type Labels = readonly (readonly [key: string, event: ConversationEvent])[];

/** The questions that a typed date answers. */
export const datedQuestions: ReadonlySet<QuestionId> = new Set([
  "next",
  "remind",
  "remind-quiet",
  "remind-set",
]);

const isNumber = /^[0-9]{1,3}$/;
const isSeparator = /^[.,;()+&#°-]$/;

/** Lists all that means a choice or a way out of this question. */
export function labelsOf(asked: Question | undefined, vocabulary: Vocabulary): Labels {
  if (!asked) return [];
  return [...asked.choices, ...asked.ways].flatMap((choice) =>
    wordsOf(choice, vocabulary).map((key) => [key, choice.event] as const),
  );
}

function wordsOf({ label, event }: Choice, vocabulary: Vocabulary): readonly string[] {
  return [
    ...vocabulary.languages.map((language) => vocabulary.labelKey(label, language)),
    ...(vocabulary.answers.get(label.key) ?? []),
    ...(event.type === "service" ? (vocabulary.services.get(event.campaign) ?? []) : []),
  ];
}

/** Finds the choice whose label or accepted words these are. */
export function readLabel(key: string, labels: Labels): ConversationEvent | undefined {
  const found = labels.filter(([label]) => label === key).map(([, event]) => event);
  const [first, ...others] = found;
  return first && others.every((other) => isSameEvent(first, other)) ? first : undefined;
}

/** Finds the choice that was meant where it is mistyped, or wrapped in courtesies. */
export function readNearLabel(
  key: string,
  labels: Labels,
  vocabulary: Vocabulary,
): ConversationEvent | undefined {
  // What cannot be taken back is never read from a mistyped word: "envoyer" is not "envoyé".
  const harmless = labels.filter(
    ([, event]) => !isReport(event) && event.type !== "sent" && event.type !== "yes",
  );
  const near = closest(key, harmless, isSameEvent);
  if (near) return near;
  const bare = withoutCourtesies(key, vocabulary.courtesies);
  if (bare === "" || bare === key) return undefined;
  const bareLabels = harmless.map(
    ([label, event]) => [withoutCourtesies(label, vocabulary.courtesies), event] as const,
  );
  return readLabel(bare, bareLabels);
}

/** Reads one number or several as choices, counted from 1. */
export function readNumbers(text: string, asked: Question): ConversationEvent | undefined {
  const { numbers, around } = numbersIn(text);
  return around.length === 0 ? chosen(numbers, asked) : undefined;
}

/** Reads "number 2" and "the 1 and the 3"; "the two" can mean two of the choices and is not for us to read. */
export function readWordedNumbers(
  text: string,
  asked: Question,
  vocabulary: Vocabulary,
): ConversationEvent | undefined {
  // "le 20" may be the twentieth.
  if (datedQuestions.has(asked.id)) return undefined;
  const { numbers, around } = numbersIn(text);
  // "Lé 2" is a way to write "les 2": an accent too many makes another word.
  const isAccented = wordsIn(text).some((word) => !vocabulary.aroundNumber.has(word));
  if (isAccented || !around.every((token) => vocabulary.aroundNumber.has(token))) return undefined;
  return chosen(numbers, asked);
}

function wordsIn(text: string): readonly string[] {
  return (
    text
      .toLowerCase()
      .normalize("NFC")
      .match(/\p{L}+/gu) ?? []
  );
}

function numbersIn(text: string): {
  readonly numbers: readonly number[];
  readonly around: readonly string[];
} {
  const tokens = tokensOf(fold(text));
  return {
    numbers: tokens.filter((token) => isNumber.test(token)).map(Number),
    around: tokens.filter((token) => !isNumber.test(token) && !isSeparator.test(token)),
  };
}

function chosen(numbers: readonly number[], asked: Question): ConversationEvent | undefined {
  // "1-2" may be the first of February.
  if (datedQuestions.has(asked.id) && numbers.length > 1) return undefined;
  const inOrder = [...numbers].sort((one, other) => one - other);
  const events = inOrder.map((number) => asked.choices[number - 1]?.event);
  return events.length > 1 ? combine(events) : events[0];
}

/** Makes one answer of several, where they are of a kind that can be given together. */
export function combine(events: readonly (ConversationEvent | undefined)[]): ConversationEvent | undefined {
  const accounts = events.map(accountsOf);
  if (accounts.every(isSome)) return { type: "accounts", accounts: [...new Set(accounts.flat())] };
  const steps = events.map((event) => (event?.type === "sent" ? event.steps : []));
  return steps.every(isSome) ? { type: "sent", steps: [...new Set(steps.flat())] } : undefined;
}

function accountsOf(event: ConversationEvent | undefined): readonly AccountId[] {
  if (event?.type === "tick") return [event.account];
  return event?.type === "accounts" ? event.accounts : [];
}

function isSome(list: readonly unknown[]): boolean {
  return list.length > 0;
}
