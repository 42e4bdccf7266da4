import { and, not } from "xstate";
import type { CampaignId } from "../../campaigns/schema.ts";
import { type Context, inCampaign, ofCampaign, speaksOfNothingToDo } from "../context.ts";
import { hasCampaign } from "../guards.ts";
import { withAnswerTime } from "../places.ts";
import { answer, askBriefly, inTurn, perform, say, statechart, tell, when } from "../statechart.ts";
import { accountsFirst, ignoreIfCampaignGone, nothingToDo } from "../transitions.ts";
import type { EventOf } from "../vocabulary.ts";
import { groundsEffects, takesGrounds } from "./grounds.ts";
import { accessLetter, hasAddress, hasSomethingSent, objectionLetter, proofSaying } from "./say-letters.ts";

/** The service that an event names, else the current one. */
function campaignMeant(
  { dialogue }: Context,
  { campaign }: EventOf<"write" | "grounds" | "access">,
): CampaignId | undefined {
  return campaign ?? dialogue.campaign;
}

/** The context of the service that an event names. */
function inCampaignMeant(context: Context, event: EventOf<"write" | "grounds" | "access">): Context {
  const campaign = campaignMeant(context, event);
  return campaign === undefined ? context : inCampaign(context, campaign);
}

function speaksOfCampaign(context: Context, event: EventOf<"write" | "access">): boolean {
  return campaignMeant(context, event) !== undefined;
}

function speaksOfGrounds(context: Context, event: EventOf<"grounds">): boolean {
  return campaignMeant(context, event) !== undefined && takesGrounds(inCampaignMeant(context, event));
}

/** The transitions to texts to copy and letters, and to the file of what was sent. */
export const lettersAnywhere = statechart.createStateConfig({
  on: {
    "ready-text": [
      nothingToDo,
      {
        guard: when(hasCampaign),
        target: "#question",
        actions: [
          askBriefly,
          say((context) => ({
            text: [ofCampaign("ready-text.text", context)],
            copy: ofCampaign("ready-text.copy", context),
          })),
          inTurn(() => ({ offers: ["write", "grounds"] })),
        ],
      },
      accountsFirst,
    ],
    write: [
      ignoreIfCampaignGone,
      { ...nothingToDo, guard: and([when(speaksOfNothingToDo), not(when(hasAddress))]) },
      {
        guard: when(speaksOfCampaign),
        ...answer((context, event: EventOf<"write">) =>
          objectionLetter(inCampaignMeant(context, event), event),
        ),
      },
      accountsFirst,
    ],
    grounds: [
      ignoreIfCampaignGone,
      {
        guard: when(speaksOfGrounds),
        // The question that is open stays open, with its buttons.
        actions: perform((context, event) => groundsEffects(event, context)),
      },
      { guard: when(hasCampaign), ...answer((context) => objectionLetter(context)) },
      accountsFirst,
    ],
    access: [
      ignoreIfCampaignGone,
      {
        guard: when(speaksOfCampaign),
        ...answer((context, event: EventOf<"access">) => accessLetter(inCampaignMeant(context, event))),
      },
      accountsFirst,
    ],
    "letter-sent": {
      target: "#question",
      actions: [askBriefly, tell("letter.sent", withAnswerTime)],
    },
    proof: [
      { guard: when(hasSomethingSent), ...answer(proofSaying) },
      { target: "#question", actions: tell("proof.none") },
    ],
  },
});
