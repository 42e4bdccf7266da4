import { type Context, currentCampaign, currentFollowing, stepsToDoNow } from "../context.ts";
import { awaitingConfirmation, failedObjections } from "../objections.ts";
import { hasNothingToDo, requiredSteps } from "../required-steps.ts";
import { ofOperator } from "../say-about.ts";
import type { Choice, EventOf } from "../vocabulary.ts";
import { choice, navigate, type Questions, stepChoices } from "./asked.ts";

/** How many questions the help menu shows; the others are reached by typing. */
const mostTopicsShown = 11;

/** What now, and which of the steps are done. */
export const stepsQuestions = {
  next: (context) => {
    const { facts } = context;
    const campaign = currentCampaign(context);
    const hasSteps = requiredSteps(campaign, currentFollowing(context)).length > 0;
    const isDone = hasSteps && stepsToDoNow(context).length === 0;
    const again = isDone ? ([...aftercareOf(context), "steps"] as const) : [];
    const offered = [
      ...(isDone || !hasSteps ? again : (["done", "remind", "ready-text", "link-broken"] as const)),
      "what-is-used",
      ...(hasNothingToDo(campaign) ? (["sources"] as const) : (["for-a-friend"] as const)),
      ...(facts.campaigns.size > 1 ? (["another-service"] as const) : []),
      ...(facts.community.length > 0 ? (["community"] as const) : []),
    ] as const;
    return {
      text: [{ key: isDone ? "next.text-done" : "next.text" }],
      choices: offered.map((type) => choice("next", type, { type })),
      ofCampaign: true,
    };
  },

  "which-done": (context) => {
    return {
      text: [{ key: "which-done.text" }],
      choices: stepChoices("which-done", context, stepsToDoNow(context)),
      ofCampaign: true,
    };
  },

  help: ({ dialogue, facts }) => {
    const campaign = facts.campaigns.get(dialogue.campaign ?? "") ?? [...facts.campaigns.values()][0];
    if (campaign === undefined) throw new Error("there is no campaign to help with");
    const own = campaign.help.map((topic) => topicChoice({ type: "topic", campaign: campaign.id, topic }));
    const general = facts.generalTopics
      .filter((topic) => !campaign.help.includes(topic))
      .map((topic) => topicChoice({ type: "topic", topic }));
    return {
      text: [{ key: "help.text" }, ...(facts.operator ? [ofOperator("help.operator", facts.operator)] : [])],
      choices: [
        ...own.slice(0, mostTopicsShown),
        ...(dialogue.campaign === undefined ? [] : [choice("help", "sources", { type: "sources" })]),
      ],
      hiddenChoices: [...own.slice(mostTopicsShown), ...general],
      navigation: [navigate.goOn, navigate.menu],
      ofCampaign: true,
    };
  },
} satisfies Questions;

function topicChoice(event: EventOf<"topic">): Choice {
  const { topic, campaign } = event;
  return {
    id: topic,
    label: { key: `help.${topic}.label`, ...(campaign !== undefined && { campaign }) },
    event,
  };
}

/** What can be told of an objection that was sent. */
function aftercareOf(context: Context): readonly ("confirmed" | "not-confirmed" | "complain")[] {
  return [
    ...(awaitingConfirmation(context).length > 0 ? (["confirmed", "not-confirmed"] as const) : []),
    ...(failedObjections(context).length > 0 ? (["complain"] as const) : []),
  ];
}
