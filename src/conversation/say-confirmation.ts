import { nextAsk } from "./confirmation-asks.ts";
import { type Context, currentCampaign, inCampaign, zoneOf } from "./context.ts";
import { awaitingConfirmation, type SentObjection } from "./objections.ts";
import { nameStep } from "./required-steps.ts";
import { otherLinks } from "./say-steps.ts";
import { confirmationAnswers, type Effect, type Phrase, type Reminder, type Saying } from "./vocabulary.ts";

/** Says what the e-mail looks like and what to do if it does not come, with the other addresses of the forms. */
export function adviceSaying(context: Context, open: readonly SentObjection[]): Saying {
  const campaign = currentCampaign(context);
  const isConfirmed = open.some(({ step }) => step.isConfirmed);
  return {
    text: [
      ...(isConfirmed ? [{ key: "confirmation.look", campaign: campaign.id } as const] : []),
      { key: "confirmation.advice" },
    ],
    links: otherLinks(
      context,
      open.map(({ step }) => step),
    ),
  };
}

/** Promises to ask, with the hour and a file for the calendar. */
export function askedLaterSaying(context: Context): Saying {
  const reminder = nextAsk(context);
  if (reminder === undefined) throw new Error("there is nothing to ask about later");
  const campaign: Phrase = { key: "short", campaign: reminder.campaign };
  const when = { instant: reminder.dueAt, zone: zoneOf(context) };
  return {
    text: [{ key: "confirmation.asked-later", params: { when } }],
    calendar: {
      reminder,
      title: { key: "confirmation.calendar-title", params: { campaign } },
      text: { key: "confirmation.calendar-text" },
    },
  };
}

/** Asks whether the confirmation has come, with answers that always count. */
export function confirmationEffect(context: Context, { campaign }: Reminder): Effect {
  const forms = awaitingConfirmation(inCampaign(context, campaign)).map(({ step }) =>
    nameStep(campaign, step.id),
  );
  const name: Phrase = { key: "short", campaign };
  return {
    type: "ask",
    question: {
      id: "reminder",
      campaign,
      choices: [],
      navigation: confirmationAnswers.map((type) => ({
        id: type,
        label: { key: `due.confirmation-choices.${type}` },
        event: { type, campaign },
      })),
    },
    saying: {
      text: [
        forms.length > 1
          ? { key: "due.confirmation-several", params: { campaign: name, forms: { list: forms } } }
          : { key: "due.confirmation", params: { campaign: name } },
      ],
    },
  };
}
