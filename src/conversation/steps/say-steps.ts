import { isInEuropeanArea } from "../../campaigns/authorities/authorities.ts";
import { isLongAgo } from "../../campaigns/facts.ts";
import type { Campaign } from "../../campaigns/schema.ts";
import {
  type Context,
  currentCampaign,
  currentFollowing,
  ofCampaign,
  requiredStepsNow,
  stepsToDoNow,
} from "../context.ts";
import { mainLinks, otherLinks } from "../form-links.ts";
import { countryOfPlace, placeNow, withAnswerTime } from "../places.ts";
import { onlyIf } from "../question-view.ts";
import {
  hasNothingToDo,
  nameStep,
  namesOf,
  type RequiredStep,
  requiredSteps,
  stepNamed,
} from "../required-steps.ts";
import { daysLeft, phaseOf } from "../schedule.ts";
import type { TextKey } from "../text-key.ts";
import type { Param, Phrase, Saying } from "../vocabulary.ts";

/**
 * Says which forms are the right ones, in short: the date, what each one needs, one line of limits,
 * and the region if it is unknown or not covered. {@link limitsSaying} and the functions after it say
 * the rest on request. If there is no form at all, says why, and what helps instead.
 */
export function stepsSaying(context: Context): Saying {
  const campaign = currentCampaign(context);
  const text = (key: TextKey) => ofCampaign(key, context);
  const old = oldChecks(campaign, context.facts.now);
  if (hasNothingToDo(campaign))
    return { text: [text("nothing-to-do.why"), text("nothing-to-do.helps"), ...old] };
  const steps = stepsToGive(context);
  const isWithoutAccount = currentFollowing(context).accounts.length === 0;
  const intro = text(`steps.intro.${introOf(campaign, steps, isWithoutAccount)}`);
  if (steps.length === 0) return { text: [intro, text("steps.conditions-without-account")] };
  const named = (isOptional: boolean) => {
    return namesOf(
      campaign.id,
      steps.filter(({ optional }) => optional === isOptional),
    );
  };
  const [email] = steps.map(({ id }) => stepNamed(campaign, id)).filter((step) => step.kind === "email");
  return {
    text: [
      // Without an account there are no posts for which a date could matter.
      ...onlyIf(!isWithoutAccount, shortDate(campaign, context)),
      { ...intro, params: { forms: named(false), others: named(true) } },
      ...pathPhrases(context, steps, false),
      ...[
        text(isWithoutAccount ? "steps.conditions-without-account" : "steps.conditions"),
        text("steps.limit"),
        ...onlyIf(!isCovered(campaign, context), text("steps.region")),
        ...old,
      ].map((phrase): Phrase => ({ ...phrase, layout: { as: "below-links" } })),
    ],
    links: mainLinks(context, steps),
    ...(email && { mail: { ...email, body: text("ready-text.copy") } }),
  };
}

/** Says when the part of what is known that was checked first was checked, if that was long ago. */
function oldChecks({ facts }: Campaign, now: number): readonly Phrase[] {
  const [day] = Object.values(facts)
    .map(({ checked }) => checked)
    .sort();
  return day !== undefined && isLongAgo(day, now) ? [{ key: "steps.checked", params: { day: { day } } }] : [];
}

function shortDate(campaign: Campaign, context: Context): Phrase {
  const [date] = datePhrases(campaign, context.facts.now);
  return isDateElsewhere(campaign, context) ? { key: "places.no-date" } : date;
}

/** True if the campaign is known to cover the place asked about last, else the person's country. */
function isCovered({ coveredIn }: Campaign, { dialogue: { place }, person, facts }: Context): boolean {
  if (coveredIn === undefined) return true;
  const country = place === undefined ? person.country : countryOfPlace(place);
  if (country === undefined) return false;
  const isInArea = isInEuropeanArea(country, facts.authorities);
  return coveredIn.includes(country) || (isInArea && coveredIn.includes("EEA"));
}

/** The steps of the accounts with something left to do; of all accounts if nothing is left. */
function stepsToGive(context: Context): readonly RequiredStep[] {
  const campaign = currentCampaign(context);
  const following = currentFollowing(context);
  const left = stepsToDoNow(context);
  const accounts = campaign.accounts.filter(({ id, further }) => {
    const steps = [id, ...further.map((step) => step.id)];
    return (
      following.accounts.includes(id) && left.some(({ covers }) => steps.some((one) => covers.includes(one)))
    );
  });
  if (accounts.length === 0) return requiredStepsNow(context);
  return requiredSteps(campaign, { ...following, accounts: accounts.map(({ id }) => id) });
}

/** Says that all steps are noted as done, and what comes next. */
export function doneSaying(context: Context): Saying {
  const text = ofCampaign(isForNoAccount(context) ? "done.text-without-account" : "done.text", context);
  return { text: [{ ...text, params: withAnswerTime(context) }] };
}

/** True if the person's form is the one for people without an account. */
function isForNoAccount(context: Context): boolean {
  return requiredStepsNow(context).some(({ id }) => id === "without-account");
}

/** Says which forms are noted as sent, and which are still to be sent. */
export function remainingSaying(context: Context): Saying {
  const { id: campaign } = currentCampaign(context);
  const steps = stepsToDoNow(context);
  const noted = { list: Object.keys(currentFollowing(context).sent).map((step) => nameStep(campaign, step)) };
  const params = { noted, forms: namesOf(campaign, steps) };
  return { text: [{ key: "done.remaining", params }], links: mainLinks(context, steps) };
}

/** Says what else to do, and all limits: the short answer leaves them out. */
export function limitsSaying(context: Context): Saying {
  const isWithoutAccount = isForNoAccount(context);
  const keys: readonly TextKey[] = isWithoutAccount
    ? ["details.steps-without-account", "steps.limits-without-account"]
    : ["details.steps", "steps.limits"];
  return { text: keys.map((key) => ofCampaign(key, context)) };
}

/** Says where the right holds, and what else the short answer leaves out. */
export function detailsSaying(context: Context): Saying {
  return { text: [ofCampaign("details.region", context), ofCampaign("details.limits", context)] };
}

/** Says what the date changes, the other way to each form that has a link, and how we know. */
export function waysSaying(context: Context): Saying {
  const campaign = currentCampaign(context);
  const [, ...date] = isDateElsewhere(campaign, context) ? [] : datePhrases(campaign, context.facts.now);
  return {
    text: [...date, ...pathPhrases(context, requiredStepsNow(context), true), { key: "sources.how" }],
  };
}

/** Says the other addresses of each form, and the way to it through the app's menus. */
export function brokenLinkSaying(context: Context): Saying {
  const steps = requiredStepsNow(context);
  return {
    text: [
      ofCampaign("link-broken.text", context),
      ...steps.map((step) => pathPhrase(context, step)),
      { key: "letter.offer" },
    ],
    links: otherLinks(context, steps),
  };
}

/** Says the way to a step: through the menus, or to whom an e-mail is written. */
export function pathPhrase(context: Context, { id }: RequiredStep): Phrase {
  const step = stepNamed(currentCampaign(context), id);
  const params = step.kind === "email" ? { address: step.address, subject: step.subject } : undefined;
  return { ...ofCampaign(`steps.${id}.path`, context), ...(params && { params }) };
}

/** Says the way to each of these steps that has a link, or to each that has none. */
function pathPhrases(context: Context, steps: readonly RequiredStep[], isLinked: boolean): readonly Phrase[] {
  return steps
    .filter((step) => mainLinks(context, [step]).length > 0 === isLinked)
    .map((step) => pathPhrase(context, step));
}

/** Returns what a text about the campaign's date may name. */
export function dateParams(campaign: Campaign, now: number): Record<string, Param> {
  const { dates } = campaign;
  if (dates === undefined) return {};
  return { count: daysLeft(campaign, now), lastDay: { day: dates.lastDay }, starts: { day: dates.starts } };
}

function introOf(
  { linkGroups }: Campaign,
  steps: readonly RequiredStep[],
  isWithoutAccount: boolean,
): string {
  if (isWithoutAccount) return "without-account";
  const optional = steps.filter((step) => step.optional).length;
  const required = steps.length - optional;
  if (optional === 0) return required === 1 ? "one" : "several";
  // A campaign has only one reason for optional steps: linked accounts, or steps instead of others.
  const reason = linkGroups.length > 0 ? "linked" : "either";
  return required === 1 ? reason : `several-${reason}`;
}

/**
 * True if the date is ahead and does not hold in the place asked about last, or where the person
 * lives.
 */
export function isDateElsewhere(campaign: Campaign, context: Context): boolean {
  const isAhead = ["before", "last-day"].includes(phaseOf(campaign, context.facts.now));
  const place = placeNow(context);
  return isAhead && place !== undefined && campaign.dates?.notIn?.includes(place) === true;
}

/** Returns the texts about the campaign's date, short and then full, or that it has none. */
export function datePhrases(campaign: Campaign, now: number): readonly [Phrase, ...Phrase[]] {
  const phase = phaseOf(campaign, now);
  const key = `date.${phase}` as const;
  const about = { campaign: campaign.id, params: dateParams(campaign, now) };
  const inFull: readonly Phrase[] = campaign.dates ? [{ key: `details.${key}`, ...about }] : [];
  const isAhead = phase === "before" || phase === "last-day";
  const layout = { as: "deadline", daysLeft: daysLeft(campaign, now) } as const;
  return [{ key, ...about, ...(isAhead && { layout }) }, ...inFull];
}
