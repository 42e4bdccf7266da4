import { navigate, onlyIf, type Questions } from "../question-view.ts";
import { ofOperator } from "../say-about.ts";
import type { Choice, EventOf } from "../vocabulary.ts";

/** How many questions the help menu shows; the others are reached by typing. */
const mostTopicsShown = 11;
/** The page of the help. */
export const helpQuestions = {
  help: ({ dialogue, facts }) => {
    const campaign = facts.campaigns.get(dialogue.campaign ?? "") ?? [...facts.campaigns.values()][0];
    if (campaign === undefined) throw new Error("there is no campaign to help with");
    const ofCampaign = campaign.help.map((topic) =>
      topicChoice({ type: "topic", campaign: campaign.id, topic }),
    );
    const general = facts.generalTopics
      .filter((topic) => !campaign.help.includes(topic))
      .map((topic) => topicChoice({ type: "topic", topic }));
    return {
      brief: { key: "help.brief" },
      text: [{ key: "help.text" }, ...(facts.operator ? [ofOperator("help.operator", facts.operator)] : [])],
      choices: [
        ...ofCampaign.slice(0, mostTopicsShown),
        ...onlyIf(dialogue.campaign !== undefined, { event: { type: "sources" } }),
      ],
      hiddenChoices: [...ofCampaign.slice(mostTopicsShown), ...general],
      navigation: [navigate.goOn, navigate.menu],
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
