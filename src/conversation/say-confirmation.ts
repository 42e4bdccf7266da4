import { authorityFor, type CountryCode } from "../campaigns/authorities/authorities.ts";
import type { CampaignId } from "../campaigns/schema.ts";
import { type Context, currentCampaign, dayOf, nameCampaign, ofCampaign, zoneOf } from "./context.ts";
import { failedObjections, openObjections, type SentObjection } from "./objections.ts";
import { authorityNow, knownCountry, nameAuthority, pageOfAuthority } from "./places.ts";
import { nextAsk } from "./reminders.ts";
import { nameStep } from "./required-steps.ts";
import { otherLinks } from "./say-links.ts";
import { calendarEntry } from "./say-reminder.ts";
import type { Phrase, Saying } from "./vocabulary.ts";

/** Says what the confirmation looks like and what to do if it does not come, with other addresses. */
export function adviceSaying(context: Context): Saying {
  const open = openObjections(context);
  const isConfirmed = open.some((objection) => objection.isConfirmed);
  return {
    text: [
      ...(isConfirmed ? [ofCampaign("confirmation.look", context)] : []),
      { key: "confirmation.advice" },
      ...(open.some(({ sentAt }) => sentAt === null) ? [{ key: "confirmation.which-day" } as const] : []),
    ],
    links: otherLinks(context, open),
  };
}

/** Promises to ask, with the hour and a file for the calendar. */
export function askedLaterSaying(context: Context): Saying {
  const reminder = nextAsk(context);
  if (reminder === undefined) throw new Error("there is nothing to ask about later");
  const when = { instant: reminder.dueAt, zone: zoneOf(context) };
  return {
    text: [{ key: "confirmation.asked-later", params: { when } }],
    calendar: calendarEntry(context, reminder),
  };
}

/** Says who takes a complaint once there is a reason, or that no authority is known for the country. */
export function complaintLaterSaying(context: Context): Saying {
  const country = knownCountry(context);
  const { campaign } = context.dialogue;
  const isCovered = country === undefined || authorityFor(country, context.facts.authorities) !== undefined;
  if (isCovered || campaign === undefined)
    return { text: [{ key: "complaint.first", params: { authority: authorityNow(context) } }] };
  return { text: [notCovered(campaign, country)] };
}

function notCovered(campaign: CampaignId, country: CountryCode): Phrase {
  return { key: "complaint.not-covered", params: { campaign: nameCampaign(campaign), country: { country } } };
}

/**
 * Says how to complain to the authority of the person's country, with its page and a text to copy; or
 * that the country has none.
 */
export function complaintSaying(context: Context): Saying {
  const { country = "" } = context.person;
  const { id } = currentCampaign(context);
  const authority = authorityFor(country, context.facts.authorities, id);
  if (authority === undefined) return { text: [notCovered(id, country)] };
  const campaign = nameCampaign(id);
  const failed = failedObjections(context);
  const { kind, link } = pageOfAuthority(authority);
  return {
    text: [
      { key: "complaint.how", params: { authority: nameAuthority(authority), campaign } },
      { key: `complaint.page.${kind}` },
      {
        key: failed.some(({ sentAt }) => sentAt === null) ? "complaint.add-day" : "complaint.add",
        params: { account: ofCampaign("letter.account", context) },
      },
    ],
    links: [link],
    copy: {
      key: `complaint.copy.${reasonOf(failed)}`,
      params: {
        campaign,
        forms: { list: failed.map((objection) => sentForm(objection, context)) },
        today: dayOf(context.facts.now, context),
      },
    },
  };
}

function reasonOf(failed: readonly SentObjection[]): "unanswered" | "refused" | "both" {
  const kinds = new Set(failed.map(({ outcome }) => outcome?.kind));
  if (kinds.size > 1) return "both";
  return kinds.has("refused") ? "refused" : "unanswered";
}

function sentForm({ id, sentAt }: SentObjection, context: Context): Phrase {
  const form = nameStep(currentCampaign(context).id, id);
  return { key: "complaint.sent", params: { form, day: dayOf(sentAt, context) } };
}
