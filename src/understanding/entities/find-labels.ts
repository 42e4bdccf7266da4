import type { Choice, QuestionId } from "../../conversation/vocabulary.ts";
import type { LanguageGrammar, OpenLabels } from "../grammar.ts";
import type { Utterance } from "../hear.ts";
import { type Match, matchWhole } from "../match.ts";
import { compileTemplates } from "../template-set.ts";
import { keyOf } from "../tokens.ts";

/** Returns the choices whose label was typed: word for word, else apart from skip words and mistakes. */
export function findLabels(
  { words, grammar: { label }, reading }: Pick<Utterance, "words" | "grammar" | "reading">,
  question: QuestionId,
  choices: readonly Choice[],
): readonly Pick<Match<Choice>, "meaning" | "mistakes">[] {
  const texts = choices.map((choice) => label(choice.label, reading.language));
  const { keys, templates } = compiledLabels(texts, question, reading);
  const exact = choices.filter((_, at) => keys[at] === words.join(" "));
  if (exact.length > 0) return exact.map((meaning) => ({ meaning, mistakes: 0 }));
  return matchWhole(words, templates).flatMap(({ meaning: at, mistakes }) => {
    const choice = choices[at];
    return choice === undefined ? [] : [{ meaning: choice, mistakes }];
  });
}

/**
 * Compiling labels takes longer than matching them: they are cached for the next person who is
 * asked the same.
 */
function compiledLabels(
  texts: readonly string[],
  question: QuestionId,
  { openLabels, sentences }: LanguageGrammar,
): OpenLabels {
  const id = JSON.stringify([question, texts]);
  const known = openLabels.get(id);
  if (known !== undefined) return known;
  // No skip words here: "one of the two" is not "the two".
  const skip = question === "accounts" ? [] : sentences.skip;
  const compiled = {
    keys: texts.map(keyOf),
    templates: compileTemplates({ templates: texts.map((text, at) => [text, at]), skip }),
  };
  openLabels.set(id, compiled);
  return compiled;
}
