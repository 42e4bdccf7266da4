import type { Effect, Param, Phrase, Question, Saying } from "../../src/conversation/vocabulary.ts";

/** All phrases of which an effect says or names something, those within others too. */
export function phrasesOfEffect(effect: Effect): readonly Phrase[] {
  if (effect.type === "say") return phrasesOfSaying(effect.saying);
  return effect.type === "ask" ? [...phrasesOfSaying(effect.saying), ...labelsOf(effect.question)] : [];
}

/** All phrases of a saying, with its links, files and what stands to be copied. */
export function phrasesOfSaying({
  text,
  links = [],
  copy,
  calendar,
  mail,
  document,
}: Saying): readonly Phrase[] {
  const written = [
    ...(copy ? [copy] : []),
    ...(calendar ? [calendar.title, calendar.text, ...calendar.links.map(({ label }) => label)] : []),
    ...(mail ? [mail.body] : []),
    ...(document ? [document.name, ...document.text] : []),
  ];
  return [...text, ...links.map(({ label }) => label), ...written].flatMap(withInner);
}

function labelsOf({ choices, hiddenChoices = [], navigation }: Question): readonly Phrase[] {
  return [...choices, ...hiddenChoices, ...navigation].flatMap(({ label }) => withInner(label));
}

/** A phrase, and those that fill its placeholders. */
export function withInner(phrase: Phrase): readonly Phrase[] {
  return [phrase, ...Object.values(phrase.params ?? {}).flatMap(phrasesOfParam)];
}

function phrasesOfParam(param: Param): readonly Phrase[] {
  if (typeof param !== "object") return [];
  if ("key" in param) return withInner(param);
  return "list" in param ? param.list.flatMap(phrasesOfParam) : [];
}
