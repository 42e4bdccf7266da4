import type { CampaignId } from "../../campaigns/schema.ts";
import { nameCampaign, zoneOf } from "../context.ts";
import { reportedObjections } from "../objections.ts";
import { withAnswerTime } from "../places.ts";
import { type Offer, type Questions, stepChoices } from "../question-view.ts";
import { nextFollowUp } from "../reminders/reminders.ts";
import { isReport, type ReplyKind } from "../vocabulary.ts";
import { campaignUnconfirmed } from "../what-is-meant.ts";

/** What is offered after a reply. Each report has an id of its own: an old button notes nothing else. */
const afterReply: Readonly<Record<ReplyKind, readonly Offer[]>> = {
  accepted: [{ id: "accepted", event: { type: "confirmed" } }, { event: { type: "no" } }],
  refused: [{ id: "refused", event: { type: "refused" } }, { event: { type: "no" } }],
  "asks-more": [
    { event: { type: "grounds" } },
    { event: { type: "ready-text" } },
    { event: { type: "go-on" } },
  ],
  "asks-identity": [{ event: { type: "go-on" } }],
  automatic: [{ event: { type: "go-on" } }],
  unclear: [
    { id: "says-yes", event: { type: "confirmed" } },
    { id: "says-no", event: { type: "refused" } },
    { event: { type: "go-on" } },
  ],
};

/** A report is about the campaign that waits for one. */
function reportedOf(offer: Offer, campaign: CampaignId | undefined): Offer {
  const { event } = offer;
  return campaign !== undefined && isReport(event) ? { ...offer, event: { ...event, campaign } } : offer;
}

/** The questions about whether the confirmation has come, and what a reply says. */
export const confirmationQuestions = {
  "ask-later": (context) => {
    const day = { dayOf: nextFollowUp(context)?.dueAt ?? context.facts.now, zone: zoneOf(context) };
    return {
      text: [{ key: "ask-later.text", params: { day } }],
      choices: [
        { event: { type: "yes" } },
        { id: "here", event: { type: "confirmed" } },
        { event: { type: "no" } },
      ],
      // "Not yet" is about the e-mail, not about the form.
      hiddenChoices: [{ label: { key: "next.choices.not-confirmed" }, event: { type: "not-confirmed" } }],
    };
  },

  "which-answered": (context) => {
    const { report = "confirmed" } = context.dialogue;
    return {
      text: [{ key: `which-answered.${report}` }],
      choices: stepChoices(context, reportedObjections(context)),
    };
  },

  reply: (context) => {
    const { reply = "unclear" } = context.dialogue;
    const campaign = campaignUnconfirmed(context);
    const service = campaign === undefined ? { key: "reply.service" as const } : nameCampaign(campaign);
    return {
      text: [
        { key: `reply.${reply}`, params: withAnswerTime(context) },
        { key: `reply.ask.${reply}`, params: { service } },
      ],
      choices: afterReply[reply].map((offer) => reportedOf(offer, campaign)),
      ofAnyCampaign: true,
    };
  },
} satisfies Questions;
