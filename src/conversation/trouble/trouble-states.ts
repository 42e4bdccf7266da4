import { and } from "xstate";
import { noteCountry } from "../assigns.ts";
import type { Context } from "../context.ts";
import { askBriefly, asking, inDialogue, perform, say, statechart, tell, when } from "../statechart.ts";
import { type Effect, type EventOf, type Saying, troubleIn } from "../vocabulary.ts";
import { heirSaying, helpersSaying, mayWriteAsHeir, saidIn, troubleSaying } from "./say-trouble.ts";

function isTrouble(_: Context, topic: EventOf<"topic">): boolean {
  return troubleIn(topic) !== undefined;
}

function isOfDeath(_: Context, topic: EventOf<"topic">): boolean {
  return troubleIn(topic) === "deceased";
}

/** Says what to do first in a trouble, and who helps: in every language as long as none is known. */
export const sayHelp = perform<EventOf<"topic">>((context, event) => {
  const topic = troubleIn(event);
  return topic === undefined ? [] : inEveryLanguage(troubleSaying(topic, event, context), context);
});

function inEveryLanguage({ text, ...others }: Saying, { person, facts }: Context): readonly Effect[] {
  if (person.language !== undefined) return [{ type: "say", saying: { text, ...others } }];
  return facts.languages.map((language) => {
    return { type: "say", saying: { ...others, text: text.map((phrase) => ({ ...phrase, language })) } };
  });
}

/** Who is in trouble hears what to do, and is asked nothing but whether to go on. */
export function helpAt<Target extends string>(target: Target) {
  return {
    guard: when(isTrouble),
    target,
    reenter: true,
    actions: [sayHelp, inDialogue<EventOf<"topic">>((_, topic) => saidIn(topic))],
  } as const;
}

/** Gives an heir the letter; whether to go on is asked again, in one line. */
const giveLetter = { target: "trouble", reenter: true, actions: [askBriefly, say(heirSaying)] } as const;

/** The state of someone in trouble, who is asked only whether to go on. */
export const inTrouble = statechart.createStateConfig({
  ...asking("trouble"),
  on: {
    no: { actions: tell("trouble.later") },
    write: { guard: when(mayWriteAsHeir), ...giveLetter },
    // Who tells of the death once more needs the letter, not the same words again.
    topic: { guard: and([when(isOfDeath), when(mayWriteAsHeir)]), ...giveLetter },
    // Without the question: it has just been asked.
    country: [
      { guard: when(mayWriteAsHeir), actions: [noteCountry, say(heirSaying)] },
      { actions: [noteCountry, say((context, { country }) => helpersSaying(country, context))] },
    ],
  },
});
