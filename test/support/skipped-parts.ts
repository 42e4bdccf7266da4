import type { Template } from "../../src/understanding/parse-template.ts";

/**
 * Looks for alternatives of skip words alone that stand beside others: they make optional what was written as required.
 * Each part of a template is looked at once, and so each rule.
 */
export function createSkipCheck(skip: ReadonlySet<string>): (template: Template) => readonly string[] {
  const known = new Map<Template, boolean>();
  const seen = new Set<Template>();

  function canBeSkipped(template: Template): boolean {
    const skipped = known.get(template) ?? leavesNothing(template, (word) => skip.has(word), canBeSkipped);
    known.set(template, skipped);
    return skipped;
  }

  function mistakesIn(template: Template, isOptional: boolean): readonly string[] {
    if (template.type === "slot" || seen.has(template)) return [];
    if (!isOptional) seen.add(template);
    if (template.type !== "all") return mistakesInChoice(alternativesIn(template), isOptional);
    const { parts } = template;
    // What stands alone between square brackets may be left out anyway.
    return parts.flatMap((part) => mistakesIn(part, isOptional && parts.length === 1));
  }

  function mistakesInChoice(parts: readonly Template[], isWithinOptional: boolean): readonly string[] {
    if (parts.length === 1) return [];
    const isOptional = isWithinOptional || parts.some(isEmpty);
    const within = parts.flatMap((part) => mistakesIn(part, isOptional));
    return isOptional ? within : [...skippedAmong(parts), ...within];
  }

  function skippedAmong(parts: readonly Template[]): readonly string[] {
    const skipped = parts.filter(canBeSkipped);
    // Spelling out the words of a large rule takes long.
    if (skipped.length === 0) return [];
    const isMistake = skipped.length < parts.length && !areSpellings(parts);
    return isMistake ? skipped.map((part) => wordsIn(part).join(" ")) : [];
  }

  // A template of skip words alone keeps them.
  return (template) => (canBeSkipped(template) ? [] : mistakesIn(template, false));
}

function leavesNothing(
  template: Template,
  isSkipped: (word: string) => boolean,
  leaves: (part: Template) => boolean,
): boolean {
  switch (template.type) {
    case "words":
      return !template.isKept && [...template.words].some(isSkipped);
    case "all":
      return template.parts.every(leaves);
    case "any":
      return template.parts.some(leaves);
    case "slot":
      return false;
  }
}

/** Whether there is nothing in it to begin with. */
function isEmpty(template: Template): boolean {
  return leavesNothing(template, () => false, isEmpty);
}

/** "j'ai" and "jai" are one word. */
function areSpellings(parts: readonly Template[]): boolean {
  return new Set(parts.map((part) => wordsIn(part).join(""))).size === 1;
}

function wordsIn(template: Template): readonly string[] {
  if (template.type === "words") return [...template.words];
  return template.type === "slot" ? [] : template.parts.flatMap(wordsIn);
}

/** The parts of a choice, each word apart. */
function alternativesIn(template: Template): readonly Template[] {
  if (template.type === "any") return template.parts.flatMap(alternativesIn);
  if (template.type !== "words") return [template];
  return [...template.words].map((word) => ({ ...template, words: new Set([word]) }));
}
