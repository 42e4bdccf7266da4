import { asksForConfirmation } from "./confirmation-asks.ts";
import { type Context, currentCampaign, inCampaign, zoneOf } from "./context.ts";
import { phaseOf } from "./due.ts";
import { nameStep, stepsLeft } from "./required-steps.ts";
import { confirmationEffect } from "./say-confirmation.ts";
import { dateParams, mainLinks } from "./say-steps.ts";
import {
  type Effect,
  type Link,
  outcomeKinds,
  type Phrase,
  type Reminder,
  reminderAnswers,
  type Saying,
} from "./vocabulary.ts";

/** Says everything that is stored about this person, in plain words. */
export function myDataSaying(context: Context): Saying {
  const { person, facts } = context;
  const zone = zoneOf(context);
  return {
    text: [
      { key: "my-data.text" },
      { key: "my-data.language", params: { language: { key: "language.name" } } },
      { key: person.zone ? "my-data.zone" : "my-data.no-zone", params: { zone: { timeIn: zone } } },
      ...(person.country
        ? [{ key: "my-data.country", params: { country: { country: person.country } } } as const]
        : []),
      ...Object.keys(person.following).flatMap((campaign) => followingPhrases(context, campaign)),
      ...facts.reminders.map(
        ({ campaign, dueAt }): Phrase => ({
          key: "my-data.reminder",
          params: { campaign: { key: "short", campaign }, when: { instant: dueAt, zone } },
        }),
      ),
      ...(person.stopped ? [{ key: "my-data.stopped" } as const] : []),
      { key: "my-data.kept", params: { count: facts.retentionDays } },
    ],
  };
}

function followingPhrases({ person, facts }: Context, campaign: string): readonly Phrase[] {
  const following = person.following[campaign];
  if (following === undefined || !facts.campaigns.has(campaign)) return [];
  const name: Phrase = { key: "short", campaign };
  const label = (account: string): Phrase => ({ key: `accounts.choices.${account}`, campaign });
  const accounts = { list: following.accounts.map(label) };
  const forms = (steps: readonly string[]) => ({ list: steps.map((step) => nameStep(campaign, step)) });
  const sent = Object.keys(following.sent);
  return [
    following.accounts.length === 0
      ? { key: "my-data.no-accounts", params: { campaign: name } }
      : { key: "my-data.accounts", params: { campaign: name, accounts } },
    ...Object.values(following.linked).map((linked): Phrase => ({ key: `my-data.linked.${linked}` })),
    ...(sent.length > 0 ? [{ key: "my-data.sent", params: { forms: forms(sent) } } as const] : []),
    ...outcomeKinds.flatMap((kind) => {
      const steps = Object.keys(following.outcomes).filter((step) => following.outcomes[step]?.kind === kind);
      return steps.length > 0 ? [{ key: `my-data.${kind}`, params: { forms: forms(steps) } } as const] : [];
    }),
  ];
}

/** Asks what a due reminder asks: true for the current phase, with the links and with answers that always count. */
export function reminderEffect(context: Context, reminder: Reminder): Effect {
  if (asksForConfirmation(reminder)) return confirmationEffect(context, reminder);
  const { facts, person } = context;
  const about = inCampaign(context, reminder.campaign);
  const campaign = currentCampaign(about);
  const following = person.following[reminder.campaign];
  const phase = phaseOf(campaign, facts.now);
  const deadlinePassed =
    phase === "after" && campaign.instants !== undefined && reminder.dueAt < campaign.instants.starts;
  const steps = following ? stepsLeft(campaign, following) : [];
  return {
    type: "ask",
    question: {
      id: "reminder",
      campaign: campaign.id,
      // No choices: without buttons they would be numbered, and numbers belong to the question that is open.
      choices: [],
      navigation: reminderAnswers.map((type) => ({
        id: type,
        label: { key: `due.choices.${type}` },
        event: { type, campaign: campaign.id },
      })),
    },
    saying: {
      text: [
        {
          key: `due.${deadlinePassed ? "missed" : phase}`,
          params: { campaign: { key: "short", campaign: campaign.id }, ...dateParams(campaign, facts.now) },
        },
      ],
      links: mainLinks(about, campaign, steps),
    },
  };
}

/** Says how to reach the community, the person's own messenger first. */
export function communitySaying({ facts }: Context): Saying {
  return {
    text: [{ key: "community.text" }],
    links: facts.community.map(({ id, url }): Link => ({ label: { key: `community.join.${id}` }, url })),
  };
}

/** Says how to reach a human being. */
export function humanSaying({ facts: { operator } }: Context): Saying {
  if (operator === undefined) return { text: [{ key: "human.none" }] };
  const { name, contact } = operator;
  return { text: [{ key: "human.text", params: { name, contact } }] };
}
