import type { Fact } from "../campaigns/schema.ts";
import type { Context } from "./context.ts";
import type { Effect, Phrase, Saying } from "./vocabulary.ts";

/** A text that was said, without what was put into it. */
export type SaidText = Pick<Phrase, "key" | "campaign">;

/** Returns the facts that a text states: those of its campaign; without one, those of the general answers and of the current campaign. */
export function factsBehind({ key, campaign }: SaidText, { facts, dialogue }: Context): readonly Fact[] {
  const own = facts.campaigns.get(campaign ?? dialogue.campaign ?? "")?.facts ?? {};
  const general = campaign === undefined ? facts.generalFacts : {};
  return [...Object.values(general), ...Object.values(own)].filter(({ told }) => told.includes(key));
}

/** Returns those of the texts in these effects that state a fact. */
export function sourcedTexts(effects: readonly Effect[], context: Context): readonly SaidText[] {
  return effects
    .flatMap((effect) => ("saying" in effect ? phrasesOf(effect.saying) : []))
    .filter((phrase) => factsBehind(phrase, context).length > 0)
    .map(({ key, campaign }) => (campaign === undefined ? { key } : { key, campaign }));
}

function phrasesOf({ text, links = [], copy }: Saying): readonly Phrase[] {
  return [...text, ...links.map(({ label }) => label), ...(copy ? [copy] : [])];
}
