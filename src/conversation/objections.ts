import type { AccountId, Campaign } from "../campaigns/schema.ts";
import { addDays, atMinute, dayNamed, localDay } from "./calendar-day.ts";
import {
  type Context,
  currentCampaign,
  currentFollowing,
  followingWith,
  isFollowing,
  requiredStepsNow,
  stepsToDoNow,
  zoneOf,
} from "./context.ts";
import { membersOf, type RequiredStep, requiredSteps } from "./required-steps.ts";
import type { Following, Instant, Outcome, Person, ReportEvent, StepId, Zone } from "./vocabulary.ts";

/**
 * A form or an e-mail that a person needs, and how far its objection has come. A setting is none: it
 * takes effect at once, and no one answers it.
 */
export interface Objection extends RequiredStep {
  /** Null if the person has told no day; absent while it is to do. */
  readonly sentAt?: Instant | null;
  readonly outcome?: Outcome;
}

export type SentObjection = Objection & { readonly sentAt: Instant | null };

const daysToAnswer = 31;
/** In minutes since midnight. A told day is stored as noon, so that most other zones show the same day. */
const noon = 12 * 60;

/** Returns the current campaign's objections, one per form, in its order, without optional steps. */
export function objectionsOf(context: Context): readonly Objection[] {
  return objectionsIn(currentCampaign(context), currentFollowing(context));
}

/** Returns the objections of someone who follows this campaign, in the same way. */
export function objectionsIn(campaign: Campaign, following: Following): readonly Objection[] {
  return requiredSteps(campaign, following)
    .filter(({ kind, optional }) => kind !== "setting" && !optional)
    .map((step): Objection => {
      const sent = step.covers.map((covered) => following.sent[covered]).filter((at) => at !== undefined);
      const [outcome] = step.covers.flatMap((covered) => following.outcomes[covered] ?? []);
      const isSent = sent.length > 0;
      return { ...step, ...(isSent && { sentAt: latestOf(sent) }), ...(outcome && { outcome }) };
    });
}

/** Returns the objections that were sent and have no outcome yet. */
export function openObjections(context: Context): readonly SentObjection[] {
  return sentObjections(context).filter(({ outcome }) => outcome === undefined);
}

/** Returns the open objections that an e-mail is still to confirm. */
export function awaitingConfirmation(context: Context): readonly SentObjection[] {
  return openObjections(context).filter(({ isConfirmed }) => isConfirmed);
}

/**
 * Returns the open objections whose month to answer has surely passed: not those sent on an unknown
 * day.
 */
export function overdueObjections(context: Context): readonly SentObjection[] {
  const { now } = context.facts;
  return openObjections(context).filter(
    ({ sentAt }) => sentAt !== null && answerDueOn(sentAt, zoneOf(context)) <= now,
  );
}

/** Returns the objections that were refused or left without an answer. */
export function failedObjections(context: Context): readonly SentObjection[] {
  return sentObjections(context).filter(
    ({ outcome }) => outcome !== undefined && outcome.kind !== "confirmed",
  );
}

/** True if the service refused what has no form to be noted, such as a letter. */
export function isRefusedBeside({ dialogue }: Context): boolean {
  return dialogue.campaign !== undefined && dialogue.refusedBy === dialogue.campaign;
}

/**
 * Returns the objections that a report can be about: those of the accounts that it names; else, of
 * those without that outcome, the open ones, or all that were sent, or those still to do. A refusal
 * that is told again takes back no confirmation.
 */
export function reportedObjections(context: Context): readonly Objection[] {
  const { report = "confirmed" } = context.dialogue;
  const all = objectionsOf(context);
  const named = all.filter((objection) => isNamed(objection, context));
  if (named.length > 0) return named;
  const others = all.filter(({ outcome }) => outcome?.kind !== report);
  const sent = others.filter(isSent);
  const open = sent.filter(({ outcome }) => outcome === undefined);
  const again = report === "refused" ? all.filter(({ outcome }) => outcome?.kind === report) : [];
  return [open, again, sent].find((objections) => objections.length > 0) ?? others;
}

/** True if the report may be about several objections, and not all of them were named. */
export function isAmbiguous(context: Context): boolean {
  const objections = reportedObjections(context);
  return objections.length > 1 && !objections.every((objection) => isNamed(objection, context));
}

/** Returns the day by which a service must answer: 31 days after the objection was sent. */
export function answerDueOn(sentAt: Instant, zone: Zone): Instant {
  return atMinute(addDays(localDay(sentAt, zone), daysToAnswer), 0, zone);
}

/**
 * Returns when the step that is reported now was done: on the day that is told, or today if its steps
 * were given today. Null if no day is known.
 */
export function doneAt(context: Context): Instant | null {
  const { campaign, gaveSteps, doneWhen } = context.dialogue;
  const { now } = context.facts;
  const zone = zoneOf(context);
  if (typeof doneWhen === "string") return null;
  if (doneWhen !== undefined) return atMinute(dayNamed(doneWhen.day), noon, zone);
  const isShownToday =
    gaveSteps?.campaign === campaign && localDay(gaveSteps?.at ?? 0, zone) === localDay(now, zone);
  return isShownToday ? now : null;
}

/** True if what is reported now was done so long ago that no confirmation is still to come. */
export function wasLongAgo(context: Context): boolean {
  const { doneWhen } = context.dialogue;
  if (typeof doneWhen !== "object") return doneWhen === "long-ago";
  const sentAt = doneAt(context);
  return sentAt !== null && answerDueOn(sentAt, zoneOf(context)) <= context.facts.now;
}

/** Returns the steps that were reported as done for one of these accounts, with all that they cover. */
export function sentFor(accounts: readonly AccountId[], context: Context): readonly StepId[] {
  const { sent } = currentFollowing(context);
  return coveredBy(formsFor(accounts, context)).filter((step) => sent[step] !== undefined);
}

function formsNow(context: Context): readonly RequiredStep[] {
  return requiredStepsNow(context).filter(({ optional }) => !optional);
}

/** Returns the required forms that cover one of these accounts. */
function formsFor(accounts: readonly AccountId[], context: Context): readonly RequiredStep[] {
  return formsNow(context).filter(({ covers }) => covers.some((id) => accounts.includes(id)));
}

/**
 * Returns the steps, reported before, to which a day told now belongs: those of the accounts that are
 * named; else what failed and has no day; else, if nothing is left to do, those without a day, or the
 * only form.
 */
export function datedNow(context: Context): readonly StepId[] {
  const { sent } = currentFollowing(context);
  const { accounts } = context.turn;
  const forms = formsNow(context);
  if (typeof context.dialogue.doneWhen !== "object") return [];
  if (accounts !== undefined) {
    const named = coveredBy(formsFor(accounts, context));
    return named.every((step) => sent[step] !== undefined) ? named : [];
  }
  const failed = coveredBy(failedObjections(context)).filter((step) => sent[step] === null);
  if (failed.length > 0 || stepsToDoNow(context).length > 0) return failed;
  const undated = Object.keys(sent).filter((step) => sent[step] === null);
  return undated.length === 0 && forms.length === 1 ? coveredBy(forms) : undated;
}

/** Returns the ids of all that these steps cover. */
export function coveredBy(steps: readonly RequiredStep[]): readonly StepId[] {
  return steps.flatMap(({ covers }) => covers);
}

/**
 * Returns the person with this outcome of these steps as of now. Steps not noted as sent count as sent
 * on an unknown day.
 */
export function withOutcome(context: Context, steps: readonly StepId[], kind: Outcome["kind"]): Person {
  const { now: at } = context.facts;
  const { sent, outcomes } = currentFollowing(context);
  const all = <Value>(value: Value) => Object.fromEntries(steps.map((step) => [step, value]));
  return followingWith(context, {
    sent: { ...all(null), ...sent },
    outcomes: { ...outcomes, ...all({ kind, at }) },
  });
}

/**
 * Returns the person with each account of a report on its own, if the report does not hold of those that
 * are linked with it. `areSent`: the same objection was sent for all of them.
 */
export function withAccountsApart(
  context: Context,
  { accounts = [], isApart }: ReportEvent,
  areSent: boolean,
): Person {
  if (!isApart || !isFollowing(context)) return context.person;
  const following = currentFollowing(context);
  const { linked, sent } = following;
  const groups = currentCampaign(context).linkGroups.filter(
    (group) => linked[group.id] === "yes" && group.accounts.some((account) => accounts.includes(account)),
  );
  const members = (areSent ? groups : []).flatMap((group) =>
    membersOf(currentCampaign(context), group, following),
  );
  return followingWith(context, {
    linked: { ...linked, ...Object.fromEntries(groups.map(({ id }) => [id, "unsure" as const])) },
    sent: { ...Object.fromEntries(members.map((account) => [account, null])), ...sent },
  });
}

/** A form that covers several accounts was sent when the last of them was; null if any day is unknown. */
function latestOf(sent: readonly (Instant | null)[]): Instant | null {
  const knownDays = sent.filter((at) => at !== null);
  return knownDays.length === sent.length ? Math.max(...knownDays) : null;
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
