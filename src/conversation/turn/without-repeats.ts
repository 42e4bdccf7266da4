import type { Effect, Phrase, Saying } from "../vocabulary.ts";

/** Returns the effects without the texts that were said before. A question itself is always asked. */
export function withoutRepeats(said: readonly Effect[], effects: readonly Effect[]): readonly Effect[] {
  const known = new Set(said.flatMap(textsOf).map(nameOf));
  const isNew = (phrase: Phrase) => !known.has(nameOf(phrase));
  return effects.flatMap((effect): readonly Effect[] => {
    if (effect.type === "say")
      return sayingNews(effect.saying, isNew).map((saying) => ({ ...effect, saying }));
    if (effect.type !== "ask") return [effect];
    const { text } = effect.saying;
    const asked = text.filter((phrase, index) => index === text.length - 1 || isNew(phrase));
    return [{ ...effect, saying: { ...effect.saying, text: asked } }];
  });
}

/** The message without the texts that were said before; nothing if all of them were. */
function sayingNews(saying: Saying, isNew: (phrase: Phrase) => boolean): readonly Saying[] {
  const text = saying.text.filter(isNew);
  return text.length === 0 ? [] : [{ ...saying, text }];
}

function textsOf(effect: Effect): readonly Phrase[] {
  return "saying" in effect ? effect.saying.text : [];
}

function nameOf(phrase: Phrase): string {
  return JSON.stringify([phrase.key, phrase.campaign, phrase.params, phrase.language]);
}
