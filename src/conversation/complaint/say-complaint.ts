import { type Authority, authorityFor, type CountryCode } from "../../campaigns/authorities/authorities.ts";
import {
  type Context,
  currentCampaign,
  currentFollowing,
  dayOf,
  nameCampaign,
  ofCampaign,
  zoneOf,
} from "../context.ts";
import {
  answerDueOn,
  failedObjections,
  isRefusedBeside,
  openObjections,
  overdueObjections,
} from "../objections.ts";
import { lawOfComplaint, nameAuthority, pageOfAuthority, pagesOfParts } from "../places.ts";
import { onlyIf } from "../question-view.ts";
import { nameStep } from "../required-steps.ts";
import type { Instant, Phrase, Saying, StepId } from "../vocabulary.ts";

/**
 * Says how to complain to the authority of the person's country, with its page and a text to copy; or
 * that the country has none.
 */
export function complaintSaying(context: Context): Saying {
  const { country = "" } = context.person;
  const { id } = currentCampaign(context);
  const authority = authorityFor(country, context.facts.authorities, id);
  if (authority === undefined) return { text: [notCovered(context, country)] };
  const { kind, link } = pageOfAuthority(authority);
  const ofParts = pagesOfParts(authority);
  const page = ofParts.length > 0 ? "parts" : kind;
  return {
    text: [...howTo(context, authority), { key: `complaint.page.${page}` }, whatToAdd(context)],
    links: [link, ...ofParts],
    copy: complaintText(context, authority),
  };
}

function notCovered(context: Context, country: CountryCode): Phrase {
  const campaign = nameCampaign(currentCampaign(context).id);
  return { key: "complaint.not-covered", params: { campaign, country: { country } } };
}

function howTo(context: Context, authority: Authority): readonly Phrase[] {
  const law = lawOfComplaint(authority);
  const campaign = nameCampaign(currentCampaign(context).id);
  const company = ofCampaign("company", context);
  const isOverdue = overdueObjections(context).length > 0;
  const params = { authority: nameAuthority(authority), campaign, company, law: authority.law ?? "" };
  return [
    { key: `complaint.${law}.how`, params },
    ...onlyIf<Phrase>(authority.leads !== undefined, { key: "complaint.land" }),
    ...onlyIf<Phrase>(outcomeOf(context) === "open", { key: `complaint.${law}.first`, params }),
    ...onlyIf(givesAMonth(law) && !isOverdue, ...answerDue(context)),
    ...onlyIf<Phrase>(isOverdue, {
      key: "complaint.if-silent",
      params: { company, unanswered: { key: `complaint.${law}.unanswered`, params: { company } } },
    }),
  ];
}

/** True if a service has to answer an objection within a month. */
function givesAMonth(law: ReturnType<typeof lawOfComplaint>): boolean {
  return law === "gdpr" || law === "uk";
}

/** What the text to copy leaves open, above all the days that were not told. */
function whatToAdd(context: Context): Phrase {
  const days = objections(context).map(([, at]) => at);
  const known = days.length > 0 ? "complaint.add" : "complaint.add-all";
  const params = { account: ofCampaign("letter.account", context) };
  return { key: days.includes(null) ? "complaint.add-day" : known, params };
}

/** Until when the first of the open objections is to be answered, if any was sent on a known day. */
function answerDue(context: Context): readonly Phrase[] {
  const zone = zoneOf(context);
  const [firstSent] = openObjections(context)
    .flatMap(({ sentAt }) => sentAt ?? [])
    .sort((one, other) => one - other);
  if (firstSent === undefined) return [];
  return [{ key: "complaint.due", params: { day: { dayOf: answerDueOn(firstSent, zone), zone } } }];
}

/** The complaint: against whom, under which law, what was done and answered, and what is asked for. */
function complaintText(context: Context, authority: Authority): Phrase {
  const law = lawOfComplaint(authority);
  const outcome = outcomeOf(context);
  const company = ofCampaign("company", context);
  const forms = { list: objections(context).map(([step, at]) => sentForm(step, at, context)) };
  const campaign = nameCampaign(currentCampaign(context).id);
  const params = {
    title: {
      key: `complaint.${law}.title`,
      params: { controller: controllerOf(context, authority), campaign, law: authority.law ?? "" },
    },
    objected: { key: `complaint.${law}.${forms.list.length > 0 ? "objected" : "object"}`, params: { forms } },
    request: { key: `complaint.${law}.request` },
    today: dayOf(context.facts.now, context),
  } as const;
  if (outcome === "open") return { key: "complaint.copy-open", params };
  const key =
    outcome === "unanswered" ? (`complaint.${law}.unanswered` as const) : (`complaint.${outcome}` as const);
  return { key: "complaint.copy", params: { ...params, outcome: { key, params: { company } } } };
}

/**
 * Who answers for the data, with the address if it is known. Outside of the European Economic Area and
 * Switzerland that is often another company of the same name, such as LinkedIn Corporation.
 */
function controllerOf(context: Context, { country, law }: Authority): Phrase {
  const company = ofCampaign("company", context);
  const { postal, postalUk } = currentCampaign(context).contact ?? {};
  const elsewhere: Readonly<Record<string, string | undefined>> = { GB: postalUk, CA: undefined };
  const known = country in elsewhere ? elsewhere[country] : postal;
  const address = law === undefined ? known : undefined;
  return address === undefined ? company : { key: "complaint.controller", params: { company, address } };
}

/** What became of the objections; "open" if nothing has failed so far. */
function outcomeOf(context: Context): "unanswered" | "refused" | "both" | "open" {
  const kinds = new Set(failedObjections(context).map(({ outcome }) => outcome?.kind));
  if (kinds.size > 1) return "both";
  if (kinds.has("unanswered")) return "unanswered";
  return kinds.has("refused") || isRefusedBeside(context) ? "refused" : "open";
}

/**
 * The steps that a complaint names, with their days: those that failed, else all that were done but not
 * confirmed; all of them if everything was. What was refused without a step to note, such as a letter,
 * has none.
 */
function objections(context: Context): readonly (readonly [StepId | undefined, Instant | null])[] {
  const failed = failedObjections(context);
  if (failed.length > 0) return failed.map(({ id, sentAt }) => [id, sentAt]);
  const { sent, outcomes } = currentFollowing(context);
  const done = Object.entries(sent);
  const isLeft = ([step]: (typeof done)[number]) => outcomes[step]?.kind !== "confirmed";
  if (done.length === 0 && isRefusedBeside(context)) return [[undefined, null]];
  return done.some(isLeft) ? done.filter(isLeft) : done;
}

function sentForm(step: StepId | undefined, at: Instant | null, context: Context): Phrase {
  const { id } = currentCampaign(context);
  const form = step === undefined ? nameCampaign(id) : nameStep(id, step);
  return { key: "complaint.sent", params: { form, day: dayOf(at, context) } };
}
