import type { ConversationEvent } from "../conversation/vocabulary.ts";
import { cutClauses, cutSentences } from "./cut-parts.ts";
import type { Dates } from "./entities/read-date-words.ts";
import type { Frame } from "./frame.ts";
import type { LanguageGrammar } from "./grammar.ts";
import { type Given, readingOf } from "./read-passage.ts";
import { holdsListed } from "./read-witness.ts";
import { holds, keyOf } from "./tokens.ts";

/** Acts that say nothing beside the complaint. */
const saysNothing: ReadonlySet<string> = new Set<ConversationEvent["type"]>(["not-understood", "courtesy"]);

/**
 * Reads the complaint that a reminder did not come, and what else the message says: it wishes for none, and is
 * answered with those that wait. "You never reminded me yesterday at 6 as promised."
 */
export function readMissedReminder(given: Given, readRest: (rest: Given) => Frame): Frame | undefined {
  const reading = readingOf(given);
  const dates = reading?.dates();
  if (reading === undefined || dates === undefined) return undefined;
  const sentences = cutSentences(given.text);
  const rest = sentences.map((sentence) => withoutMissed(sentence, reading, dates));
  if (rest.every((text, at) => text === sentences[at])) return undefined;
  const text = rest.join(" ").trim();
  const frame = keyOf(text) === "" ? undefined : readRest({ ...given, text });
  const others = (frame?.acts ?? []).filter(({ type }) => !saysNothing.has(type));
  const [first = { type: "my-reminders" } as const, ...more] = others;
  const isWish = others.some((act) => "date" in act && act.date !== undefined);
  return {
    unread: [],
    ...frame,
    acts: isWish ? [first, ...more] : [{ type: "my-reminders" }, ...others],
  };
}

/** Leaves out the clause that complains, and what follows it up to a wish. */
function withoutMissed(sentence: string, reading: LanguageGrammar, dates: Dates): string {
  const { witnesses } = reading;
  const clauses = cutClauses(sentence, witnesses.joins).flat();
  const at = clauses.findIndex((clause) => isMissed(keyOf(clause).split(" "), reading, dates));
  if (at < 0) return sentence;
  const behind = clauses.slice(at + 1);
  const wish = behind.findIndex((clause) => holdsListed(keyOf(clause).split(" "), "wishes", witnesses));
  return [...clauses.slice(0, at), ...(wish < 0 ? [] : behind.slice(wish))].join(" ");
}

function isMissed(words: readonly string[], { witnesses }: LanguageGrammar, dates: Dates): boolean {
  if (holdsListed(words, "conditions", witnesses)) return false;
  return (
    holds(words, dates.missed) ||
    (holdsListed(words, "reminders", witnesses) && holds(words, dates.neverCame))
  );
}
