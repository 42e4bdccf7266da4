import type { GroupAnswer, GroupCall } from "../ports.ts";
import { matchLanguage } from "../support/match-language.ts";
import { findServices } from "../understanding/entities/find-services.ts";
import { valuesOf } from "../understanding/entities/span.ts";
import { firstWords } from "../understanding/first-words.ts";
import { keyOf } from "../understanding/tokens.ts";
import type { InboxDependencies } from "./inbox-dependencies.ts";

/** The start parameter of the deep link if no campaign was named; it only starts the chat. */
const fromGroup = "group";

/**
 * Writes the answer to a group, in the language of the person who spoke. The link opens the campaign
 * that they named; it carries no language, since others press it too.
 */
export function answerGroup(
  { words, languageHint }: GroupCall,
  { wording, grammar, world }: Pick<InboxDependencies, "wording" | "grammar" | "world">,
): GroupAnswer {
  const language = matchLanguage(languageHint ?? "", world.languages) ?? world.defaultLanguage;
  const named = findServices(keyOf(firstWords(words).text).split(" "), grammar.services)?.spans ?? [];
  const [campaign, ...others] = valuesOf(named).filter((id) => world.campaigns.has(id));
  return {
    text: wording.render({ key: "group.text" }, language),
    label: wording.plain({ key: "group.open" }, language),
    start: campaign !== undefined && others.length === 0 ? campaign : fromGroup,
  };
}
