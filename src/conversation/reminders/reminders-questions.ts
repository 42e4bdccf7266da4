import { slotOfInstant } from "../calendar-day.ts";
import { type Context, currentCampaign, nameCampaign, zoneOf } from "../context.ts";
import { navigate, type Offer, onlyIf, type Questions } from "../question-view.ts";
import { nearestHours } from "../schedule.ts";
import type { TextKey } from "../text-key.ts";
import type { ConversationEvent, Instant, Param, Phrase, Reminder } from "../vocabulary.ts";
import { datesNow, slotsNow } from "./reminders.ts";
import { calendarEntry, nameReminded } from "./say-reminder.ts";

/** Zones offered by button; any other can be typed. */
const offeredZones = [
  "Europe/Paris",
  "Europe/London",
  "Europe/Athens",
  "Africa/Casablanca",
  "Africa/Algiers",
  "America/Toronto",
  "Indian/Reunion",
] as const;

/** The questions about when to remind, in which zone, and which reminders there are. */
export const remindersQuestions = {
  remind: (context) => ({
    text: [{ key: "remind.text", params: { campaign: nameCampaign(currentCampaign(context).id) } }],
    brief: { key: "remind.brief" },
    choices: [
      ...slotsNow(context).map(({ id, slot, at }): Offer => {
        const day = { dayOf: at, zone: zoneOf(context) };
        return { id: slot, label: slotLabel(id, day), event: { type: "slot", slot, at } };
      }),
      { event: { type: "another-zone" } },
      ...(context.dialogue.replaces === undefined ? [] : [ofReminder("cancel", context.dialogue.replaces)]),
    ],
  }),

  "remind-then": (context) => {
    const { toldAt } = context.dialogue;
    if (toldAt === undefined) throw new Error("there is no moment to ask about");
    const when = { instant: toldAt, zone: zoneOf(context) };
    return {
      text: [{ key: "remind-then.text", params: { when } }],
      choices: [
        { id: "yes", event: { type: "date", date: { kind: "at", at: toldAt } } },
        { id: "no", event: { type: "back" } },
        { event: { type: "change" } },
      ],
      navigation: [navigate.menu],
    };
  },

  "remind-quiet": (context) => {
    const { quietAt, eitherAt } = context.dialogue;
    const zone = zoneOf(context);
    const near = (at: Instant) => nearestHours(at, datesNow(context), context.facts.now, zone);
    const hours = quietAt === undefined ? (eitherAt ?? []) : near(quietAt);
    return {
      ...(eitherAt && { text: [{ key: "remind-quiet.either" }] }),
      choices: hours.map((at) => ({
        id: slotOfInstant(at, zone),
        label: { key: "remind-quiet.hour", params: { when: { instant: at, zone } } },
        event: { type: "date", date: { kind: "at", at } },
      })),
    };
  },

  "remind-set": (context) => {
    const { reminder } = context.dialogue;
    if (reminder === undefined) throw new Error("there is no reminder to speak of");
    const isNew = context.turn.wish !== undefined;
    const set = isNew
      ? { text: [newMoment(reminder, context)], calendar: calendarEntry(context, reminder) }
      : { text: [momentOf("remind-set.brief", reminder, context)] };
    return {
      ...set,
      ...(isNew && { information: set }),
      choices: [
        { id: "keep", event: { type: "go-on" } },
        ofReminder("change", reminder, { type: "change" }),
        ofReminder("zone", reminder, { type: "another-zone" }),
        ofReminder("cancel", reminder),
      ],
    };
  },

  zone: () => ({
    choices: offeredZones.map((zone) => ({ id: zone, event: { type: "zone", zone } })),
    ofAnyCampaign: true,
  }),

  "my-reminders": (context) => ({
    information: { text: context.facts.reminders.map((one) => momentOf("remind-set.brief", one, context)) },
    choices: context.facts.reminders.slice(0, 10).map((reminder) => ({
      id: `${reminder.slot}.${reminder.campaign}`,
      label: momentOf("my-reminders.cancel", reminder, context, nameCampaign(reminder.campaign)),
      event: { type: "cancel-reminder", reminder },
    })),
    // "Cancel it" cancels the only one; of several, the person has to say which.
    hiddenChoices: onlyIf(context.facts.reminders.length > 1, {
      label: { key: "remind-set.choices.cancel" },
      event: { type: "my-reminders" },
    }),
    navigation: [navigate.goOn, navigate.menu],
    ofAnyCampaign: true,
  }),
} satisfies Questions;

/** Changes one reminder, or cancels it. An old button about one must not change the next one. */
function ofReminder(
  name: string,
  reminder: Reminder,
  event: ConversationEvent = { type: "cancel-reminder", reminder },
): Offer {
  return { id: `${name}.${reminder.slot}`, label: { key: `remind-set.choices.${name}` }, event };
}

function slotLabel(id: string, day: Param): Phrase {
  const count = /^days-(\d+)$/.exec(id)?.[1];
  if (count === undefined) return { key: `remind.choices.${id}`, params: { day } };
  if (count === "7") return { key: "remind.choices.week-before", params: { day } };
  return { key: "remind.choices.days-before", params: { day, count: Number(count) } };
}

/** Says the moment of the new reminder; if it was moved from another moment, both. */
function newMoment(reminder: Reminder, context: Context): Phrase {
  const { replaced } = context.turn;
  const zone = zoneOf(context);
  // Compared by the minute: "in two hours", said twice, is the same moment.
  if (replaced === undefined || slotOfInstant(replaced.dueAt, zone) === slotOfInstant(reminder.dueAt, zone))
    return momentOf("remind-set.text", reminder, context);
  const moved = momentOf("remind-set.moved", reminder, context);
  return { ...moved, params: { ...moved.params, before: { instant: replaced.dueAt, zone } } };
}

/** The moment of a reminder, and the service that it is about, with the account if only one is left. */
function momentOf(
  key: TextKey,
  reminder: Reminder,
  context: Context,
  campaign = nameReminded(reminder, context),
): Phrase {
  const when = { instant: reminder.dueAt, zone: zoneOf(context) };
  return { key, params: { when, campaign } };
}
