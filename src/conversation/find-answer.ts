import type { Campaign } from "../campaigns/schema.ts";
import { type Context, nameCampaign } from "./context.ts";
import { hasNothingToDo } from "./required-steps.ts";
import { datePhrases } from "./say-steps.ts";
import type { Choice, Effect, EventOf, Facts, Phrase, Saying } from "./vocabulary.ts";

/** The topic of the deadline: a campaign answers it with what it says about its date. */
const deadline = "deadline";
/** The topic of who runs the bot. */
const operatorTopic = "bot-operator";

/**
 * Finds the answer to an everyday question: the own one of the campaign that the question names, or that we speak of;
 * else the general one; else that of the first campaign that has one, after its name. Undefined if there is none.
 */
export function findAnswer({ topic, campaign }: EventOf<"topic">, context: Context): Saying | undefined {
  const { facts, dialogue } = context;
  const about = facts.campaigns.get(campaign ?? dialogue.campaign ?? "");
  const own = about && ownAnswer(topic, about, facts);
  if (own !== undefined) return own;
  if (facts.generalTopics.includes(topic)) return { text: [generalAnswer(topic, facts)] };
  const other = [...facts.campaigns.values()].find(({ help }) => help.includes(topic));
  if (other === undefined) return undefined;
  const answer = campaignAnswer(topic, other);
  const name: Phrase = { key: "help.of", params: { campaign: nameCampaign(other.id) } };
  return { ...answer, text: [name, ...answer.text] };
}

/** Offers the topics that may be meant. The open question stays open, and these buttons always count. */
export function suggestionsEffect(topics: readonly string[], context: Context): Effect {
  const offered = topics.map((topic): Choice => {
    return { id: topic, label: topicLabel(topic, context), event: { type: "topic", topic } };
  });
  const other: Choice = {
    id: "something-else",
    label: { key: "suggestions.something-else" },
    event: { type: "something-else" },
  };
  return {
    type: "ask",
    // No choices: without buttons they would be numbered, and numbers belong to the question that is open.
    question: { id: "suggestions", choices: [], navigation: [...offered, other] },
    saying: { text: [{ key: "suggestions.text" }] },
  };
}

/** The label of a topic: that of the campaign that answers it, or the general one. */
function topicLabel(topic: string, { facts, dialogue }: Context): Phrase {
  const about = facts.campaigns.get(dialogue.campaign ?? "");
  const has = ({ help }: Campaign) => help.includes(topic);
  const isGeneral = facts.generalTopics.includes(topic) && !(about && has(about));
  const campaign = isGeneral ? undefined : [...(about ? [about] : []), ...facts.campaigns.values()].find(has);
  return { key: `help.${topic}.label`, ...(campaign && { campaign: campaign.id }) };
}

function ownAnswer(topic: string, campaign: Campaign, { now }: Facts): Saying | undefined {
  if (topic === deadline && !hasNothingToDo(campaign)) return { text: datePhrases(campaign, now) };
  return campaign.help.includes(topic) ? campaignAnswer(topic, campaign) : undefined;
}

function campaignAnswer(topic: string, { id, helpLinks }: Campaign): Saying {
  const url = helpLinks[topic];
  return {
    text: [{ key: `help.${topic}.text`, campaign: id }],
    ...(url !== undefined && { links: [{ label: { key: "help.open" }, url }] }),
  };
}

/** The texts about the bot itself name who runs it, and for how many days it keeps what. */
function generalAnswer(topic: string, { operator, retentionDays }: Facts): Phrase {
  if (topic === operatorTopic && operator === undefined) return { key: "human.none" };
  const named = operator && { name: operator.name, contact: operator.contact };
  return { key: `help.${topic}.text`, params: { count: retentionDays, ...named } };
}
