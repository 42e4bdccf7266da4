import { countMisunderstood } from "../assigns.ts";
import { type Context, ofCampaign } from "../context.ts";
import { hasCampaign } from "../guards.ts";
import { answer, askBriefly, asking, inTurn, perform, say, statechart, tell, when } from "../statechart.ts";
import type { TextKey } from "../text-key.ts";
import { accountsFirst } from "../transitions.ts";
import { helpAt } from "../trouble/trouble-states.ts";
import type { EventOf, Saying } from "../vocabulary.ts";
import { answeredOffers, findAnswer, suggestionsEffect } from "./find-answer.ts";
import { isFirstMisunderstanding, otherReplies, saysSoAgain, tellWithNote } from "./not-understood.ts";
import { communitySaying, humanSaying } from "./say-whom-to-ask.ts";

function hasAnswer(context: Context, topic: EventOf<"topic">): boolean {
  return findAnswer(topic, context) !== undefined;
}

function hasAnsweredOffer(context: Context, { offers }: EventOf<"suggest">): boolean {
  return answeredOffers(offers, context).length > 0;
}

function hasCommunity({ facts }: Context): boolean {
  return facts.community.length > 0;
}

/** Says the answer to an everyday question, if there is one. */
export const answerTopic = perform<EventOf<"topic">>((context, event) => {
  const saying = findAnswer(event, context);
  return saying === undefined ? [] : [{ type: "say", saying }];
});

/** Says that there is no answer; the page of help follows, unless another question is open. */
function noAnswerSaying({ turn }: Context): Saying {
  return { text: [{ key: turn.isBeside ? "help.none-beside" : "help.none" }] };
}

/** Grounds for a text are offered beside the answer which reason to give. */
const offerGrounds = inTurn<EventOf<"topic">>((_, { topic }) =>
  topic === "reason" ? { offers: ["grounds"] } : {},
);

const helpBriefly = { target: "help", reenter: true } as const;
const notUnderstoodIn = (key: TextKey) => [countMisunderstood, askBriefly, tellWithNote(key)] as const;

export const helpAsides = {
  help: statechart.createStateConfig({
    ...asking("help"),
    on: {
      // The question in one line, since its long text has just been read.
      "not-understood": [
        {
          guard: when(isFirstMisunderstanding),
          ...helpBriefly,
          actions: notUnderstoodIn("not-understood.text"),
        },
        { guard: when(saysSoAgain), ...helpBriefly, actions: notUnderstoodIn("not-understood.again") },
      ],
    },
  }),
};

/** The transitions to answers beside the question that is open. */
export const helpAnywhere = statechart.createStateConfig({
  on: {
    // The question that is open stays open, with its buttons.
    courtesy: { actions: say((_, { courtesy }) => ({ text: [{ key: `courtesy.${courtesy}` }] })) },
    suggest: {
      guard: when(hasAnsweredOffer),
      actions: [perform((context, event) => [suggestionsEffect(event.offers, context)]), countMisunderstood],
    },
    "something-else": [
      ...otherReplies,
      { target: "#question", actions: [countMisunderstood, askBriefly, tell("suggestions.none")] },
    ],
    human: answer(humanSaying),
    help: { target: ".aside.help" },
    topic: [
      helpAt(".aside.trouble"),
      { guard: when(hasAnswer), target: "#question", actions: [askBriefly, answerTopic, offerGrounds] },
      { target: ".aside.help", actions: say(noAnswerSaying) },
    ],
    "what-is-used": [
      {
        guard: when(hasCampaign),
        ...answer((context) => ({
          text: [
            ofCampaign("uses.used", context),
            ofCampaign("uses.not-used", context),
            { key: "letter.access.offer", params: { company: ofCampaign("company", context) } },
            { key: "sources.how" },
          ],
        })),
      },
      accountsFirst,
    ],
    community: [
      { guard: when(hasCommunity), ...answer(communitySaying) },
      { target: "#question", actions: tell("community.none") },
    ],
  },
});
