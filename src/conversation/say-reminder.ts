import {
  type Context,
  currentCampaign,
  currentFollowing,
  inCampaign,
  isFollowing,
  nameCampaign,
} from "./context.ts";
import { phaseOf } from "./due.ts";
import { awaitingConfirmation } from "./objections.ts";
import { asksForConfirmation } from "./reminders.ts";
import { namesOf, stepsLeft } from "./required-steps.ts";
import { mainLinks } from "./say-links.ts";
import { dateParams } from "./say-steps.ts";
import type { TextKey } from "./text-key.ts";
import {
  type Choice,
  confirmationAnswers,
  type Effect,
  type Reminder,
  reminderAnswers,
  type Saying,
} from "./vocabulary.ts";

type Answer = (typeof reminderAnswers | typeof confirmationAnswers)[number];

/** Asks what a due reminder asks, with answers that always count. */
export function reminderEffect(context: Context, reminder: Reminder): Effect {
  const { campaign } = reminder;
  const about = inCampaign(context, campaign);
  const ofConfirmation = asksForConfirmation(reminder);
  const answer = (type: Answer, key: TextKey): Choice => {
    return { id: type, label: { key }, event: { type, campaign } };
  };
  const navigation = ofConfirmation
    ? confirmationAnswers.map((type) => answer(type, `due.confirmation-choices.${type}`))
    : reminderAnswers.map((type) => answer(type, `due.choices.${type}`));
  return {
    type: "ask",
    // No choices: without buttons they would be numbered, and numbers belong to the question that is open.
    question: { id: "reminder", campaign, choices: [], navigation },
    saying: ofConfirmation ? confirmationSaying(about) : dateSaying(about, reminder),
  };
}

/** Asks whether the confirmation has come. */
function confirmationSaying(context: Context): Saying {
  const { id } = currentCampaign(context);
  const campaign = nameCampaign(id);
  const steps = awaitingConfirmation(context);
  if (steps.length <= 1) return { text: [{ key: "due.confirmation", params: { campaign } }] };
  return { text: [{ key: "due.confirmation-several", params: { campaign, forms: namesOf(id, steps) } }] };
}

/** Says what is true for the current phase, with the links. */
function dateSaying(context: Context, { dueAt }: Reminder): Saying {
  const { now } = context.facts;
  const campaign = currentCampaign(context);
  const phase = phaseOf(campaign, now);
  const isMissed = phase === "after" && campaign.instants !== undefined && dueAt < campaign.instants.starts;
  const params = { campaign: nameCampaign(campaign.id), ...dateParams(campaign, now) };
  const steps = isFollowing(context) ? stepsLeft(campaign, currentFollowing(context)) : [];
  return {
    text: [{ key: `due.${isMissed ? "missed" : phase}`, params }, { key: "due.question" }],
    links: mainLinks(context, steps),
  };
}
