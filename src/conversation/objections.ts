import { addDays, atMinute, dayNamed, localDay } from "./calendar-day.ts";
import {
  type Context,
  currentFollowing,
  followingWith,
  requiredStepsNow,
  stepsToDoNow,
  zoneOf,
} from "./context.ts";
import type { RequiredStep } from "./required-steps.ts";
import type { Instant, Outcome, Person, StepId, Zone } from "./vocabulary.ts";

/** A form or an e-mail that a person needs, with how far its objection has come. A setting is changed at once: no one answers it. */
export interface Objection extends RequiredStep {
  /** Null if the person has told no day; absent while it is to do. */
  readonly sentAt?: Instant | null;
  readonly outcome?: Outcome;
}

/** An objection that was sent. */
export type SentObjection = Objection & { readonly sentAt: Instant | null };

const daysToAnswer = 31;
/** In minutes: another zone's clocks do not make another day of it. */
const noon = 12 * 60;

/** Returns the objections of the current campaign by form, in the campaign's order, without optional steps. */
export function objectionsOf(context: Context): readonly Objection[] {
  const following = currentFollowing(context);
  return requiredStepsNow(context)
    .filter(({ kind, optional }) => kind !== "setting" && !optional)
    .map((step): Objection => {
      const sent = step.covers.map((covered) => following.sent[covered]).filter((at) => at !== undefined);
      const [outcome] = step.covers.flatMap((covered) => following.outcomes[covered] ?? []);
      const isSent = sent.length === step.covers.length;
      return { ...step, ...(isSent && { sentAt: latestOf(sent) }), ...(outcome && { outcome }) };
    });
}

/** Returns those that were sent and have no outcome yet. */
export function openObjections(context: Context): readonly SentObjection[] {
  return sentObjections(context).filter(({ outcome }) => outcome === undefined);
}

/** Returns those of them that an e-mail is still to confirm. */
export function awaitingConfirmation(context: Context): readonly SentObjection[] {
  return openObjections(context).filter(({ isConfirmed }) => isConfirmed);
}

/** Returns those of them whose month to answer has surely passed: of one without a day it is not known. */
export function overdueObjections(context: Context): readonly SentObjection[] {
  const { now } = context.facts;
  return openObjections(context).filter(
    ({ sentAt }) => sentAt !== null && answerDueOn(sentAt, zoneOf(context)) <= now,
  );
}

/** Returns those that were refused or left without an answer. */
export function failedObjections(context: Context): readonly SentObjection[] {
  return sentObjections(context).filter(
    ({ outcome }) => outcome !== undefined && outcome.kind !== "confirmed",
  );
}

/**
 * Returns those that the report of this step can be about: those of the accounts that were named; else the open ones before those that
 * have an outcome already, and both before those still to do.
 */
export function reportedObjections(context: Context): readonly Objection[] {
  const { report = "confirmed" } = context.dialogue;
  const all = objectionsOf(context);
  const named = all.filter((objection) => isNamed(objection, context));
  if (named.length > 0) return named;
  const others = all.filter(({ outcome }) => outcome?.kind !== report);
  const sent = others.filter(isSent);
  const open = sent.filter(({ outcome }) => outcome === undefined);
  return [open, sent].find((objections) => objections.length > 0) ?? others;
}

/** True if the report may be about several, and not all of them were named. */
export function isAmbiguous(context: Context): boolean {
  const objections = reportedObjections(context);
  return objections.length > 1 && !objections.every((objection) => isNamed(objection, context));
}

/** Returns the day until which a service may take to answer: a month after the objection was sent. */
export function answerDueOn(sentAt: Instant, zone: Zone): Instant {
  return atMinute(addDays(localDay(sentAt, zone), daysToAnswer), 0, zone);
}

/**
 * Returns when that was done of which one says now that it is done: on the day that is told; or today if its steps were given today.
 * Else no day is known: null.
 */
export function doneAt(context: Context): Instant | null {
  const { campaign, gaveSteps, doneWhen } = context.dialogue;
  const { now } = context.facts;
  const zone = zoneOf(context);
  if (doneWhen === "some-time-ago") return null;
  if (doneWhen !== undefined) return atMinute(dayNamed(doneWhen.day), noon, zone);
  const isShownToday =
    gaveSteps?.campaign === campaign && localDay(gaveSteps?.at ?? 0, zone) === localDay(now, zone);
  return isShownToday ? now : null;
}

/**
 * Returns those of the steps that were sent of which a day that is told now is the day: those of the accounts that are named; else, with
 * nothing left to do, those without a day, or the only form.
 */
export function datedNow(context: Context): readonly StepId[] {
  const { sent } = currentFollowing(context);
  const { accounts } = context.turn;
  const forms = requiredStepsNow(context).filter(({ optional }) => !optional);
  if (typeof context.dialogue.doneWhen !== "object") return [];
  if (accounts !== undefined) {
    const named = coveredBy(forms.filter(({ covers }) => covers.some((id) => accounts.includes(id))));
    return named.every((step) => sent[step] !== undefined) ? named : [];
  }
  if (stepsToDoNow(context).length > 0) return [];
  const undated = Object.keys(sent).filter((step) => sent[step] === null);
  return undated.length === 0 && forms.length === 1 ? coveredBy(forms) : undated;
}

/** Returns what these steps are done for. */
export function coveredBy(steps: readonly RequiredStep[]): readonly StepId[] {
  return steps.flatMap(({ covers }) => covers);
}

/** Returns the person, with this outcome of these steps as of now; they count as sent, on a day that was not told if none was. */
export function withOutcome(context: Context, steps: readonly StepId[], kind: Outcome["kind"]): Person {
  const { now: at } = context.facts;
  const { sent, outcomes } = currentFollowing(context);
  const all = <Value>(value: Value) => Object.fromEntries(steps.map((step) => [step, value]));
  return followingWith(context, {
    sent: { ...all(null), ...sent },
    outcomes: { ...outcomes, ...all({ kind, at }) },
  });
}

/** One form is sent for all that it covers: when the last of them was. */
function latestOf(sent: readonly (Instant | null)[]): Instant | null {
  const told = sent.filter((at) => at !== null);
  return told.length === sent.length ? Math.max(...told) : null;
}

function sentObjections(context: Context): readonly SentObjection[] {
  return objectionsOf(context).filter(isSent);
}

function isSent(objection: Objection): objection is SentObjection {
  return objection.sentAt !== undefined;
}

function isNamed({ covers }: Objection, { turn: { accounts = [] } }: Context): boolean {
  return covers.some((covered) => accounts.includes(covered));
}
