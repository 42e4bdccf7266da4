import type { LanguageGrammar } from "./grammar.ts";
import { isSure } from "./intents/intent-model.ts";
import { offTopic } from "./intents/same-answer.ts";
import { holdsListed } from "./read-witness.ts";
import { type Token, tokensOf, wordsOf } from "./tokens.ts";
import { piecesOf } from "./typed-pieces.ts";

/**
 * Returns a text with commas where clauses end without a sign, as people dictate: "Facebook is done
 * insta not yet remind me Sunday" becomes three clauses. Nothing else of it changes.
 */
export function withSigns(text: string, reading: LanguageGrammar | undefined): string {
  const tokens = tokensOf(text);
  const missing = reading?.missingSigns(tokens);
  if (reading === undefined || missing === undefined || missing.size === 0) return text;
  if (isOne(tokens, reading)) return text;
  const pieces = piecesOf(text.trim());
  let at = 0;
  return text.replace(/\S+/g, (typed) => {
    const { from = 0, to = 0 } = pieces[at++] ?? {};
    return to > from && missing.has(to) ? `${typed},` : typed;
  });
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
