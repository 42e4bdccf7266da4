import type { CampaignId } from "../../campaigns/schema.ts";
import { addDays, localDay, nameOf } from "../calendar-day.ts";
import type { Experience, Facts, OutcomeGroup, Phrase } from "../vocabulary.ts";

/** The everyday questions about when, and whether, a service answers. */
const topics: ReadonlySet<string> = new Set(["how-long", "no-confirmation"]);

/**
 * Says what became of others' objections to this service, if the question is about that and enough of
 * them have told it in the last months.
 */
export function experienceTold(topic: string, campaign: CampaignId, facts: Facts): Phrase | undefined {
  const last = facts.experiences?.findLast((each) => each.campaign === campaign);
  if (last === undefined || !topics.has(topic) || isOld(last, facts)) return undefined;
  const list = last.groups.filter(({ outcome }) => outcome !== "confirmed").map(failurePhrase);
  return {
    key: "experience.told",
    params: { months: monthsOf(last), what: { list: [halfPhrase(last), ...list] } },
  };
}

/** Names the months in which the objections were sent. */
export function monthsOf({ from, to }: Pick<Experience, "from" | "to">): Phrase {
  const params = { from: { month: from }, to: { month: to } };
  return { key: from === to ? "experience.month" : "experience.months", params };
}

/** Says by when half of the confirmations had been told. */
export function halfPhrase({ halfWithin, groups }: Experience): Phrase {
  if (groups.some(({ outcome, people }) => outcome === "confirmed" && people === undefined))
    return { key: "experience.few.confirmed" };
  if (halfWithin === undefined) return { key: "experience.half.later" };
  if (halfWithin === 0) return { key: "experience.half.same-day" };
  return { key: "experience.half.within", params: { count: halfWithin } };
}

/** Says how many were refused or heard nothing. */
function failurePhrase({ outcome, people, percent }: OutcomeGroup): Phrase {
  if (people === undefined) return { key: "experience.few.failed" };
  const share: Phrase =
    percent === undefined
      ? { key: "experience.people", params: { people } }
      : { key: "experience.percent", params: { percent } };
  return { key: `experience.${outcome === "confirmed" ? "failed" : outcome}`, params: { share } };
}

/** Says nothing of services of which nobody has told for a year. */
function isOld({ to }: Experience, { now, defaultZone }: Facts): boolean {
  return to < nameOf(addDays(localDay(now, defaultZone), -365));
}
