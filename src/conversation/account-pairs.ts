import type { AccountId } from "../campaigns/schema.ts";
import { typeOf } from "./account-clauses.ts";
import type { Mark, Sign } from "./account-words.ts";

const letters: Readonly<Partial<Record<Sign["type"], string>>> = {
  account: "a",
  yes: "y",
  no: "n",
  refusal: "n",
  not: "-",
  pause: ",",
  stop: ",",
  and: ",",
  but: ",",
  small: "",
  tail: "",
};

/** "Facebook yes Instagram no", and "yes to Facebook, no to Instagram". */
const answerBehind = /^,*a[yn](?:,*a[yn])+,*$/;
const answerAhead = /^,*[yn-]a(?:,*[yn-]a)+,*$/;

/** Reads accounts that stand each beside a yes or a no of its own; nothing where any word is left over. */
export function readPairs(marks: readonly Mark[]): ReadonlyMap<AccountId, boolean> | undefined {
  const text = marks.map((mark) => letters[typeOf(mark) ?? "question"] ?? "?").join("");
  if (!text.includes("y") || !(answerBehind.test(text) || answerAhead.test(text))) return undefined;
  const answers = text
    .replace(/[,a]/g, "")
    .split("")
    .map((letter) => letter === "y");
  const named = marks.flatMap(({ meaning }) => (meaning?.type === "account" ? [meaning.account] : []));
  const pairs = new Map(named.map((account, index) => [account, answers[index] ?? false]));
  return pairs.size === named.length ? pairs : undefined;
}
