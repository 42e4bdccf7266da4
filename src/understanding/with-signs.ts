import type { Language } from "../conversation/vocabulary.ts";
import type { Grammar, LanguageGrammar } from "./grammar.ts";
import { witnessed } from "./intent-event.ts";
import { isSure } from "./intents/intent-model.ts";
import { offTopic } from "./intents/same-answer.ts";
import type { WordIndex } from "./near-words.ts";
import { findWitness, holdsListed, type Witnesses } from "./read-witness.ts";
import { holds, type Token, tokensOf, wordsOf } from "./tokens.ts";
import { piecesOf } from "./typed-pieces.ts";

/**
 * Returns a text with commas where clauses end without a sign, as people dictate: "Facebook is done
 * insta not yet remind me Sunday" becomes three clauses. Nothing else of it changes.
 */
export function withSigns(text: string, { readings, services }: Grammar, language: Language): string {
  const reading = readings.get(language);
  if (reading === undefined) return text;
  const tokens = tokensOf(text);
  const second = secondReport(tokens, reading, services.names.words);
  const found = [...reading.missingSigns(tokens)];
  const missing = new Set(second === undefined ? found : [second, ...found.filter((at) => at > second + 1)]);
  if (missing.size === 0 || isOne(tokens, reading)) return text;
  const pieces = piecesOf(text.trim());
  let at = 0;
  return text.replace(/\S+/g, (typed) => {
    const { from = 0, to = 0 } = pieces[at++] ?? {};
    return to > from && missing.has(to) ? `${typed},` : typed;
  });
}

/**
 * Returns where the report of a second account begins, or that it has to wait, or comes next: "Facebook done
 * Instagram still to do", "Facebook done now Instagram".
 */
function secondReport(
  tokens: readonly Token[],
  { witnesses }: LanguageGrammar,
  names: WordIndex,
): number | undefined {
  const [first, second, ...others] = [...tokens.keys()].filter((at) => names.has(tokens[at]?.text ?? ""));
  if (first !== 0 || second === undefined || others.length > 0) return undefined;
  const [begun, rest] = [tokens.slice(0, second), tokens.slice(second)];
  if (wordsOf(begun).length < second) return undefined;
  const reportIn = (part: readonly Token[]) =>
    witnessed.find((report) => findWitness(report, part, witnesses) !== undefined);
  const report = reportIn(begun);
  if (report === undefined) return undefined;
  const words = wordsOf(rest);
  const waits = holdsListed(words, "waits", witnesses) || holds(words, witnesses.unless);
  const isOther = waits || (reportIn(rest) ?? report) !== report;
  return isOther ? second : placeOfNext(wordsOf(begun), witnesses);
}

/** Returns where the words begin that go on to what is named behind them. */
function placeOfNext(words: readonly string[], { words: lists }: Witnesses): number | undefined {
  const phrases = lists.get("goes-to") ?? [];
  const at = words.findIndex((_, from) => phrases.includes(words.slice(from).join(" ")));
  return at < 0 ? undefined : at;
}

/** « Dès que », "and if". */
const wordsOfCondition = 2;

/** Whether a text says a single thing: a question, something off topic, or what to do if it comes so. */
function isOne(tokens: readonly Token[], { classify, witnesses }: LanguageGrammar): boolean {
  if (holdsListed(wordsOf(tokens).slice(0, wordsOfCondition), "conditions", witnesses)) return true;
  const [best] = classify(tokens);
  return (
    best !== undefined && isSure(best) && (best.intent.startsWith("question.") || best.intent === offTopic)
  );
}
