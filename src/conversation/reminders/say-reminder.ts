import {
  type Context,
  currentCampaign,
  currentFollowing,
  hasDoneAll,
  inCampaign,
  isFollowing,
  nameCampaign,
  zoneOf,
} from "../context.ts";
import { chatLinks, mainLinks } from "../form-links.ts";
import { awaitingConfirmation } from "../objections.ts";
import { askBeside } from "../question-view.ts";
import { hasNothingToDo, nameStep, namesOf, type RequiredStep, stepsLeft } from "../required-steps.ts";
import { phaseOf } from "../schedule.ts";
import { dateParams } from "../steps/say-steps.ts";
import type { TextKey } from "../text-key.ts";
import {
  type CalendarEntry,
  type Choice,
  confirmationAnswers,
  type Effect,
  type Phrase,
  type Reminded,
  type Reminder,
  reminderAnswers,
  type Saying,
} from "../vocabulary.ts";
import { asksForConfirmation } from "./reminders.ts";

type Answer = (typeof reminderAnswers | typeof confirmationAnswers)[number];

/** Returns the question of a due reminder, with buttons that never expire. */
export function reminderEffect(context: Context, reminder: Reminder): Effect {
  const { campaign } = reminder;
  const about = inCampaign(context, campaign);
  const ofConfirmation = asksForConfirmation(reminder);
  const isDone = !ofConfirmation && hasDoneAll(about);
  const answer = (type: Answer, key: TextKey): Choice => {
    return { id: type, label: { key }, event: { type, campaign } };
  };
  const choices = ofConfirmation
    ? confirmationAnswers.map((type) => answer(type, `due.confirmation-choices.${type}`))
    : reminderAnswers
        .filter((type) => !(isDone && type === "done"))
        .map((type) => answer(type, `due.choices.${type}`));
  return askBeside(
    { id: "reminder", campaign, choices },
    ofConfirmation ? confirmationSaying(about) : dateSaying(about, reminder),
  );
}

/** The events that "yes" and "no" mean in answer to a reminder. */
export function remindedBy(reminder: Reminder): Reminded {
  const { campaign } = reminder;
  return asksForConfirmation(reminder)
    ? { campaign, yes: "confirmed", no: "not-confirmed" }
    : { campaign, yes: "done", no: "later" };
}

/** The calendar entry of a reminder, with the links: a calendar is at hand when the chat is not. */
export function calendarEntry(context: Context, reminder: Reminder): CalendarEntry {
  const { campaign } = reminder;
  const about = inCampaign(context, campaign);
  const texts = calendarTexts(about, reminder);
  return { reminder, ...texts, links: [...chatLinks(about), ...mainLinks(about, stepsLeftNow(about))] };
}

function calendarTexts(about: Context, reminder: Reminder): Pick<CalendarEntry, "title" | "text"> {
  const { campaign } = reminder;
  const params = { campaign: nameCampaign(campaign) };
  if (asksForConfirmation(reminder))
    return {
      title: { key: "confirmation.calendar-title", params },
      text: { key: "confirmation.calendar-text" },
    };
  if (hasDoneAll(about))
    return { title: { key: "done.calendar-title", params }, text: { key: "done.calendar-text" } };
  return { title: { key: "calendar.title", campaign }, text: { key: "calendar.text", campaign } };
}

/** Says that a reminder is cancelled, with a file that does the same in a calendar. */
export function cancelledSaying(context: Context, reminder: Reminder): Saying {
  const when = { instant: reminder.dueAt, zone: zoneOf(context) };
  const text = [{ key: "remind.cancelled", params: { when } }] as const;
  const campaign = context.facts.campaigns.get(reminder.campaign);
  // The campaign may be gone, or have nothing to do any more: then it has no texts for calendars.
  if (campaign === undefined || hasNothingToDo(campaign)) return { text };
  return { text, calendar: { ...calendarEntry(context, reminder), isCancelled: true } };
}

/** Asks whether the confirmation has come. */
function confirmationSaying(context: Context): Saying {
  const { id } = currentCampaign(context);
  const campaign = nameCampaign(id);
  const steps = awaitingConfirmation(context);
  if (steps.length <= 1) return { text: [{ key: "due.confirmation", params: { campaign } }] };
  return { text: [{ key: "due.confirmation-several", params: { campaign, forms: namesOf(id, steps) } }] };
}

/** Names the service that a reminder is about; and the account if only one of several is left. */
export function nameReminded(reminder: Reminder, context: Context): Phrase {
  const about = inCampaign(context, reminder.campaign);
  const [only, ...others] = stepsLeftNow(about);
  const isOneOfSeveral =
    only !== undefined && others.length === 0 && currentFollowing(about).accounts.length > 1;
  if (asksForConfirmation(reminder) || !isOneOfSeveral) return nameCampaign(reminder.campaign);
  const params = { campaign: nameCampaign(reminder.campaign), form: nameStep(reminder.campaign, only.id) };
  return { key: "remind.one-account", params };
}

/** Says what is true for the current phase, with the links; of what is done, only that it is. */
function dateSaying(context: Context, reminder: Reminder): Saying {
  const { dueAt } = reminder;
  if (hasDoneAll(context))
    return { text: [{ key: "due.all-done", params: { campaign: nameCampaign(reminder.campaign) } }] };
  const { now } = context.facts;
  const campaign = currentCampaign(context);
  const phase = phaseOf(campaign, now);
  const isMissed = phase === "after" && campaign.instants !== undefined && dueAt < campaign.instants.starts;
  const params = { campaign: nameReminded(reminder, context), ...dateParams(campaign, now) };
  return {
    text: [{ key: `due.${isMissed ? "missed" : phase}`, params }, { key: "due.question" }],
    links: mainLinks(context, stepsLeftNow(context)),
  };
}

function stepsLeftNow(context: Context): readonly RequiredStep[] {
  return isFollowing(context) ? stepsLeft(currentCampaign(context), currentFollowing(context)) : [];
}
