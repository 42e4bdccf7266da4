import type { AccountId } from "../../campaigns/schema.ts";
import {
  asksForConfirmation,
  awaitingConfirmation,
  confirmationSlots,
  nextAsk,
  openNow,
  overdueNow,
} from "../confirmation-asks.ts";
import { type Context, currentCampaign, currentFollowing, followingWith, isFollowing } from "../context.ts";
import { nameStep } from "../name-step.ts";
import {
  failedObjections,
  isOf,
  type Objection,
  reportable,
  type SentObjection,
  withOutcome,
} from "../objections.ts";
import { adviceSaying, askedLaterSaying } from "../say-confirmation.ts";
import { asking, type Given, note, perform, say, situate, statechart, tell } from "../statechart.ts";
import type { Effect, Outcome } from "../vocabulary.ts";
import { mostReminders, setting } from "./dates.ts";
import { nothingHere } from "./steps.ts";

/** What a report leads to once one knows what it is about. */
const refused = {
  guard: (given: Given) => reportOf(given) === "refused",
  target: "complain",
  actions: [note(noteReport), endAsking(), tell("confirmation.refused")],
} as const;
const oneConfirmed = {
  guard: (given: Given) => openAfter(given).length > 0,
  target: "aftercare",
  actions: [
    note(noteReport),
    tell("confirmation.remaining", ({ context }) => ({
      forms: { list: namesOf(openNow(context), context) },
    })),
  ],
} as const;
const confirmed = {
  target: "next",
  actions: [note(noteReport), endAsking(), tell("confirmation.confirmed")],
} as const;

/** Whether the confirmation has come, from the sending to the answer. */
export const confirmationStates = {
  /** What was sent is to be confirmed: is the person to be asked about it? */
  aftercare: statechart.createStateConfig({
    always: [{ guard: ({ context }) => canBeAskedLater(context), target: "ask-later" }, { target: "next" }],
  }),

  "ask-later": statechart.createStateConfig({
    ...asking("ask-later"),
    on: {
      yes: {
        target: "next",
        actions: [
          perform(({ context }) => setting(nextAsk(context))),
          // Asking to be asked is asking to be written to.
          note(({ context }) => ({ ...context.person, stopped: false })),
          say(({ context }) => askedLaterSaying(context)),
        ],
      },
      no: { target: "next", actions: tell("confirmation.not-asked") },
      back: { target: "next" },
    },
  }),

  /** A report came in: about which objection, and what follows from it? */
  reported: statechart.createStateConfig({
    always: [
      nothingHere,
      { guard: ({ context }) => !isFollowing(context), target: "route", actions: tell("done.nothing-yet") },
      { guard: ({ event }) => event.type === "not-confirmed", target: "unconfirmed" },
      { guard: (given) => meant(given).length === 0, target: "next", actions: tell("confirmation.none") },
      {
        guard: isAmbiguous,
        target: "which-answered",
        actions: situate(({ event }) => ({ report: event.type === "refused" ? "refused" : "confirmed" })),
      },
      refused,
      oneConfirmed,
      confirmed,
    ],
  }),

  "which-answered": statechart.createStateConfig({
    ...asking("which-answered"),
    on: {
      sent: [refused, oneConfirmed, confirmed],
      back: { target: "next" },
    },
  }),

  /** Nothing has come: too early to say, or a month has passed? */
  unconfirmed: statechart.createStateConfig({
    always: [
      {
        guard: ({ context }) => overdueNow(context).length > 0,
        target: "complain",
        actions: [note(noteUnanswered), endAsking(), tell("confirmation.unanswered")],
      },
      {
        guard: ({ context }) => openNow(context).length > 0,
        target: "aftercare",
        actions: say(({ context }) => adviceSaying(context, openNow(context))),
      },
      {
        guard: ({ context }) =>
          failedObjections(currentCampaign(context), currentFollowing(context)).length > 0,
        target: "complain",
      },
      {
        guard: ({ context }) =>
          reportable(currentCampaign(context), currentFollowing(context), "confirmed").length > 0,
        target: "next",
        actions: tell("confirmation.not-sent"),
      },
      { target: "next", actions: tell("confirmation.none") },
    ],
  }),
};

/** Notes that a month has passed without an answer. */
export function noteUnanswered({ context }: Given): Context["person"] {
  return noted(context, coveredBy(overdueNow(context)), "unanswered");
}

/** Once nothing is open any more, nobody is asked about it. */
export function endAsking() {
  return perform(({ context }): readonly Effect[] => {
    if (openNow(context).length > 0) return [];
    const campaign = currentCampaign(context).id;
    return confirmationSlots.map((slot) => ({ type: "cancel-reminders", campaign, slot }));
  });
}

function canBeAskedLater(context: Context): boolean {
  const campaign = currentCampaign(context).id;
  const { reminders } = context.facts;
  const isAsked = reminders.some(
    (reminder) => reminder.campaign === campaign && asksForConfirmation(reminder),
  );
  const isWaiting = awaitingConfirmation(context).length > overdueNow(context).length;
  return isWaiting && !isAsked && reminders.length < mostReminders;
}

/** What was said to have happened: told just now, or before the question which of them is meant. */
function reportOf({ context, event }: Given): Outcome["kind"] {
  if (event.type === "confirmed" || event.type === "refused") return event.type;
  return context.dialogue.report ?? "confirmed";
}

/** The objections that a report may be about. */
function meant(given: Given): readonly Objection[] {
  const { context } = given;
  return reportable(currentCampaign(context), currentFollowing(context), reportOf(given), namedIn(given));
}

/** Several may be meant, and not all of them were named. */
function isAmbiguous(given: Given): boolean {
  const objections = meant(given);
  return objections.length > 1 && !objections.every((objection) => isOf(objection, namedIn(given)));
}

function namedIn({ event }: Given): readonly AccountId[] {
  return event.type === "confirmed" || event.type === "refused" ? (event.accounts ?? []) : [];
}

function noteReport(given: Given): Context["person"] {
  const { context, event } = given;
  const steps = event.type === "sent" ? event.steps : coveredBy(meant(given));
  return noted(context, steps, reportOf(given));
}

function noted(context: Context, steps: readonly string[], kind: Outcome["kind"]): Context["person"] {
  const outcome = { kind, at: context.facts.now };
  return followingWith(context, withOutcome(currentFollowing(context), steps, outcome));
}

function openAfter(given: Given): readonly SentObjection[] {
  return openNow({ ...given.context, person: noteReport(given) });
}

function coveredBy(objections: readonly Objection[]): readonly string[] {
  return objections.flatMap(({ step }) => step.covers);
}

function namesOf(objections: readonly Objection[], context: Context) {
  const campaign = currentCampaign(context).id;
  return objections.map(({ step }) => nameStep(campaign, step.id));
}
