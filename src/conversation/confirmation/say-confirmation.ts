import { type Context, ofCampaign, zoneOf } from "../context.ts";
import { otherLinks } from "../form-links.ts";
import { openObjections } from "../objections.ts";
import { withAnswerTime } from "../places.ts";
import { onlyIf } from "../question-view.ts";
import { nextFollowUp } from "../reminders/reminders.ts";
import { calendarEntry } from "../reminders/say-reminder.ts";
import type { Phrase, Saying } from "../vocabulary.ts";

/** Says what the confirmation looks like and what to do if it does not come, with other addresses. */
export function adviceSaying(context: Context): Saying {
  const open = openObjections(context);
  const isConfirmed = open.some((objection) => objection.isConfirmed);
  const hasUndated = open.some(({ sentAt }) => sentAt === null);
  return {
    text: [
      ...onlyIf(isConfirmed, ofCampaign("confirmation.look", context)),
      { key: "confirmation.advice", params: withAnswerTime(context) },
      ...onlyIf<Phrase>(hasUndated, { key: "confirmation.which-day" }),
    ],
    links: otherLinks(context, open),
  };
}

/** Promises to ask, with the hour and a file for the calendar. */
export function askedLaterSaying(context: Context): Saying {
  const reminder = nextFollowUp(context);
  if (reminder === undefined) throw new Error("there is nothing to ask about later");
  const when = { instant: reminder.dueAt, zone: zoneOf(context) };
  return {
    text: [{ key: "confirmation.asked-later", params: { when } }],
    calendar: calendarEntry(context, reminder),
  };
}
