import { authorityFor } from "../campaigns/authorities/authority-for.ts";
import { localDay, nameOf } from "./calendar-day.ts";
import { type Context, currentCampaign, zoneOf } from "./context.ts";
import { failedObjections, type SentObjection } from "./objections.ts";
import { nameStep } from "./required-steps.ts";
import type { Instant, Param, Phrase, Saying } from "./vocabulary.ts";

/** Says how to complain to the authority of the person's country, with its page and a text to copy. Throws if there is none. */
export function complaintSaying(context: Context): Saying {
  const authority = authorityFor(context.person.country ?? "", context.facts.authorities);
  if (authority === undefined) throw new Error("there is no authority to complain to");
  const campaign: Phrase = { key: "short", campaign: currentCampaign(context).id };
  const failed = failedObjections(context);
  return {
    text: [
      { key: "complaint.how", params: { authority: authority.authority, campaign } },
      { key: `complaint.page.${authority.page}` },
      { key: "complaint.add" },
    ],
    links: [{ label: { key: `complaint.open.${authority.page}` }, url: authority.link }],
    copy: {
      key: `complaint.copy.${reasonOf(failed)}`,
      params: {
        campaign,
        forms: { list: failed.map((objection) => sentForm(objection, context)) },
        today: day(context.facts.now, context),
      },
    },
  };
}

function reasonOf(failed: readonly SentObjection[]): "unanswered" | "refused" | "both" {
  const kinds = new Set(failed.map(({ outcome }) => outcome?.kind));
  if (kinds.size > 1) return "both";
  return kinds.has("refused") ? "refused" : "unanswered";
}

function sentForm({ step, sentAt }: SentObjection, context: Context): Phrase {
  const form = nameStep(currentCampaign(context).id, step.id);
  return { key: "complaint.sent", params: { form, day: day(sentAt, context) } };
}

function day(at: Instant, context: Context): Param {
  return { day: nameOf(localDay(at, zoneOf(context))) };
}
