import { matchLanguage, withoutRegion } from "../../support/match-language.ts";
import { type Context, currentCampaign, inCampaign, ofCampaign } from "../context.ts";
import { lawNow } from "../places.ts";
import { askBeside, onlyIf } from "../question-view.ts";
import { hasNothingToDo } from "../required-steps.ts";
import {
  type Choice,
  type Effect,
  type EventOf,
  type Ground,
  type Grounds,
  groundIds,
  type Language,
  type Phrase,
} from "../vocabulary.ts";
import { groundsId } from "./grounds-id.ts";

/** Returns English, in which some services ask for the grounds; undefined if we do not speak it. */
function englishOf({ facts }: Context): Language | undefined {
  return matchLanguage("en", facts.languages);
}

/** True if the current service takes an objection with grounds: not where an owner writes, or nothing is to do. */
export function takesGrounds(context: Context): boolean {
  const campaign = currentCampaign(context);
  return !hasNothingToDo(campaign) && campaign.accounts.every(({ step }) => step.kind !== "email");
}

/** Gives the text with the grounds that were chosen, and offers all grounds beside the open question. */
export function groundsEffects(event: EventOf<"grounds">, context: Context): readonly Effect[] {
  const { campaign = currentCampaign(context).id, grounds = [] } = event;
  const within = inCampaign(context, campaign);
  const choices = groundChoices({ ...event, campaign }, context);
  const question = { id: "grounds", campaign, about: campaign } as const;
  // There is no text yet to be made a letter of, or English.
  const few = choices.slice(0, groundIds.length);
  if (grounds.length === 0)
    return [askBeside({ ...question, choices: few }, { text: [{ key: "grounds.text" }] })];
  const copy = withGrounds([ofCampaign("ready-text.copy", within)], event, within);
  return [
    { type: "say", saying: { text: [{ key: "grounds.chosen" }], copy } },
    askBeside({ ...question, choices }, { text: [{ key: "grounds.further" }] }),
  ];
}

/** Returns a choice for each ground, ticked if it was chosen, and those of a letter and of English. */
export function groundChoices(chosen: Grounds, context: Context): readonly Choice[] {
  const { grounds = [], inEnglish } = chosen;
  const english = englishOf(context);
  const isOffered =
    english !== undefined && withoutRegion(context.person.language ?? "") !== withoutRegion(english);
  const choice = (event: EventOf<"grounds" | "write">, label: Phrase): Choice => ({
    id: groundsId(event),
    label,
    event,
  });
  const toggled = (ground: Ground) =>
    groundIds.filter((each) => grounds.includes(each) !== (each === ground));
  return [
    ...groundIds.map((ground) => {
      const label: Phrase = { key: `grounds.choices.${ground}` };
      const event = { ...chosen, type: "grounds", grounds: toggled(ground) } as const;
      return choice(
        event,
        grounds.includes(ground) ? { key: "accounts.ticked", params: { account: label } } : label,
      );
    }),
    choice({ ...chosen, type: "write" }, { key: "grounds.choices.letter" }),
    ...(isOffered && !inEnglish
      ? [choice({ ...chosen, type: "grounds", inEnglish: true }, { key: "grounds.choices.english" })]
      : []),
  ];
}

/** Puts the law of where the person lives, and the grounds, after an objection; what it demands comes last. */
export function withGrounds(
  [objection, ...demands]: readonly [Phrase, ...Phrase[]],
  { grounds = [], inEnglish }: Grounds,
  context: Context,
): Phrase {
  const law = lawNow(context);
  const english = inEnglish ? englishOf(context) : undefined;
  const added: readonly Phrase[] = [
    ...(law === "gdpr" ? [] : [{ key: `grounds.laws.${law}` } as const]),
    ...onlyIf<Phrase>(grounds.length > 0, { key: "grounds.of-mine" }),
    ...grounds.map((ground): Phrase => ({ key: `grounds.reasons.${ground}` })),
  ];
  return [objection, ...added, ...demands].map(inLanguage).reduce(joined);

  function inLanguage(phrase: Phrase): Phrase {
    return english === undefined ? phrase : { ...phrase, language: english };
  }
}

/** Writes one text after the other. */
function joined(first: Phrase, second: Phrase): Phrase {
  return { key: "grounds.joined", params: { first, second } };
}
