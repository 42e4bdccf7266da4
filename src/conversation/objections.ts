import { addDays, atMinute, localDay } from "./calendar-day.ts";
import { type Context, currentFollowing, followingWith, requiredStepsNow, zoneOf } from "./context.ts";
import type { RequiredStep } from "./required-steps.ts";
import type { Instant, Outcome, Person, StepId, Zone } from "./vocabulary.ts";

/** A form or an e-mail that a person needs, with how far its objection has come. A setting is changed at once: no one answers it. */
export interface Objection extends RequiredStep {
  /** Absent while it is to do. */
  readonly sentAt?: Instant;
  readonly outcome?: Outcome;
}

/** An objection that was sent. */
export type SentObjection = Objection & { readonly sentAt: Instant };

const daysToAnswer = 31;

/** Returns the objections of the current campaign by form, in the campaign's order, without optional steps. */
export function objectionsOf(context: Context): readonly Objection[] {
  const following = currentFollowing(context);
  return requiredStepsNow(context)
    .filter(({ kind, optional }) => kind !== "setting" && !optional)
    .map((step): Objection => {
      const sent = step.covers.map((covered) => following.sent[covered]).filter((at) => at !== undefined);
      const [outcome] = step.covers.flatMap((covered) => following.outcomes[covered] ?? []);
      const isSent = sent.length === step.covers.length;
      return { ...step, ...(isSent && { sentAt: Math.max(...sent) }), ...(outcome && { outcome }) };
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

/** Returns those of them whose month to answer has passed. */
export function overdueObjections(context: Context): readonly SentObjection[] {
  const { now } = context.facts;
  return openObjections(context).filter(({ sentAt }) => answerDueOn(sentAt, zoneOf(context)) <= now);
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

/** Returns what these steps are done for. */
export function coveredBy(steps: readonly RequiredStep[]): readonly StepId[] {
  return steps.flatMap(({ covers }) => covers);
}

/** Returns the person, with this outcome of these steps as of now; they count as sent. */
export function withOutcome(context: Context, steps: readonly StepId[], kind: Outcome["kind"]): Person {
  const { now: at } = context.facts;
  const { sent, outcomes } = currentFollowing(context);
  const all = <Value>(value: Value) => Object.fromEntries(steps.map((step) => [step, value]));
  return followingWith(context, {
    sent: { ...all(at), ...sent },
    outcomes: { ...outcomes, ...all({ kind, at }) },
  });
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
