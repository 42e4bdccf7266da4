import { slotOfInstant } from "../calendar-day.ts";
import { type Context, currentCampaign, zoneOf } from "../context.ts";
import { nearestHours } from "../due.ts";
import { slotsNow } from "../reminder-wish.ts";
import type { TextKey } from "../text-key.ts";
import type { Choice, Param, Phrase, Reminder } from "../vocabulary.ts";
import { choice, navigate, type Questions } from "./asked.ts";

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

/** When to remind, in which zone, and which reminders there are. */
export const remindersQuestions = {
  remind: (context) => {
    return {
      text: [{ key: "remind.text" }],
      brief: { key: "remind.brief" },
      choices: [
        ...slotsNow(context).map(({ id, slot, at }): Choice => {
          const day = { dayOf: at, zone: zoneOf(context) };
          return { id: slot, label: slotLabel(id, day), event: { type: "slot", slot, at } };
        }),
        choice("remind", "another-zone", { type: "another-zone" }),
      ],
      ofCampaign: true,
    };
  },

  "remind-quiet": (context) => {
    const { dialogue, facts } = context;
    const zone = zoneOf(context);
    const hours =
      dialogue.quietAt === undefined
        ? []
        : nearestHours(dialogue.quietAt, currentCampaign(context), facts.now, zone);
    return {
      text: [{ key: "remind-quiet.text" }],
      choices: hours.map((at) => ({
        id: slotOfInstant(at, zone),
        label: moment("remind-quiet.hour", at, context),
        event: { type: "date", date: { kind: "at", at } },
      })),
      ofCampaign: true,
    };
  },

  "remind-set": (context) => {
    const { reminder } = context.dialogue;
    if (reminder === undefined) throw new Error("there is no reminder to speak of");
    return {
      text: [moment("remind-set.text", reminder.dueAt, context)],
      brief: moment("remind-set.brief", reminder.dueAt, context),
      choices: [
        choice("remind-set", "keep", { type: "go-on" }),
        ofReminder(choice("remind-set", "change", { type: "change" }), reminder),
        ofReminder(choice("remind-set", "zone", { type: "another-zone" }), reminder),
        ofReminder(choice("remind-set", "cancel", { type: "cancel-reminder", reminder }), reminder),
      ],
      calendar: {
        reminder,
        title: { key: "calendar.title", campaign: reminder.campaign },
        text: { key: "calendar.text", campaign: reminder.campaign },
      },
      ofCampaign: true,
    };
  },

  zone: () => ({
    text: [{ key: "zone.text" }],
    choices: offeredZones.map((zone) => choice("zone", zone, { type: "zone", zone })),
  }),

  "my-reminders": (context) => ({
    text: [{ key: "my-reminders.text" }],
    choices: context.facts.reminders.slice(0, 10).map((reminder) => ({
      id: `${reminder.slot}.${reminder.campaign}`,
      label: cancelLabel(reminder, context),
      event: { type: "cancel-reminder", reminder },
    })),
    navigation: [navigate.goOn, navigate.menu],
  }),
} satisfies Questions;

/** The label of what cancels a reminder; it names the service if there are several. */
function cancelLabel({ campaign, dueAt }: Reminder, context: Context): Phrase {
  const label = moment("my-reminders.cancel", dueAt, context);
  if (context.facts.campaigns.size === 1) return label;
  const name: Phrase = { key: "short", campaign };
  return { key: "my-reminders.cancel-of", params: { ...label.params, campaign: name } };
}

function slotLabel(id: string, day: Param): Phrase {
  const count = /^days-(\d+)$/.exec(id)?.[1];
  if (count === undefined) return { key: `remind.choices.${id}`, params: { day } };
  if (count === "7") return { key: "remind.choices.week-before", params: { day } };
  return { key: "remind.choices.days-before", params: { day, count: Number(count) } };
}

/** An old button about one reminder must not change the next one. */
function ofReminder(choice: Choice, reminder: Reminder): Choice {
  return { ...choice, id: `${choice.id}.${reminder.slot}` };
}

function moment(key: TextKey, at: number, context: Context): Phrase {
  return { key, params: { when: { instant: at, zone: zoneOf(context) } } };
}
