import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { contradictionsIn } from "./contradictions.ts";

/** Names a campaign: its file, its texts, its deep link. */
export type CampaignId = string;
/** Names one kind of account within a campaign. */
export type AccountId = string;

const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,19}$/, "expected 1 to 20 of a-z, 0-9 and -, beginning with a letter");
const day = z.iso.date("expected a day such as 2025-05-26");
const https = z.url({ protocol: /^https$/, error: "expected an https:// address" });

/** Addresses of one form or setting, the main one first, the fallbacks after it. */
const addresses = z.array(https).min(1, "expected at least one address");
const links = z.union([addresses, z.strictObject({ before: addresses, after: addresses })], {
  error: 'expected a list of addresses, or { "before": [...], "after": [...] }',
});

const step = z.strictObject({ kind: z.enum(["form", "setting"]), links });

const dates = z
  .strictObject({
    announced: day,
    /** The last full day on which an objection also covers the past. */
    lastDay: day,
    /** The day on which the use begins. */
    starts: day,
    zone: z.string().refine(isZone, "expected an IANA time zone such as Europe/Paris"),
    /** Days before `lastDay` on which a reminder is offered. */
    remindDaysBefore: z.array(z.int().min(1).max(60)).min(1),
  })
  .refine((dates) => dates.announced <= dates.lastDay && dates.lastDay < dates.starts, {
    error: "expected announced ≤ lastDay < starts",
    when: ({ issues }) => issues.length === 0,
  });

const fact = z.strictObject({
  /** A: two or more independent sources agree; B: one good source; C: sources differ, told as disputed. */
  grade: z.enum(["A", "B", "C"]),
  sources: z
    .array(z.strictObject({ name: z.string().min(1), url: https.optional(), date: day.optional() }))
    .min(1, "expected at least one source"),
  checked: day,
});

const accounts = z.array(z.strictObject({ id: name, step })).min(1, "expected at least one account");
const linkGroups = z
  .array(z.strictObject({ id: name, accounts: z.array(name).min(2), lookAt: https }))
  .default([]);
const domains = z.array(z.hostname("expected a domain such as example.org")).min(1);
const help = z.array(name);
/** What is compared with each other: even where the rest of the file is wrong, so that all is told at once. */
const comparable = z.object({ accounts, linkGroups, withoutAccount: step.optional(), domains, help });

/** One service's use of people's data for AI training, and what one can do about it. Pure data. */
export const campaignSchema = z
  .strictObject({
    id: name,
    /** Offered in this order, small numbers first. */
    position: z.int(),
    accounts,
    /** Accounts that one objection covers when they are linked, and where one sees whether they are. */
    linkGroups,
    /** What someone without any of the accounts can do. */
    withoutAccount: step.optional(),
    /** Absent where there is no date: the setting can be changed at any time. */
    dates: dates.optional(),
    /** The only domains that links may lead to; their subdomains are included. */
    domains,
    /** Keys of the texts under `help` of the campaign's text files, in the order of the help menu. */
    help,
    /** By a name of one's own: what the texts state, and how we know. */
    facts: z.record(name, fact),
  })
  .superRefine(
    (campaign, context) => {
      for (const { path, message } of contradictionsIn(campaign))
        context.addIssue({ code: "custom", path, message });
    },
    { when: ({ value }) => comparable.safeParse(value).success },
  )
  .transform((campaign) => ({
    ...campaign,
    /** The instants between which phases change, computed once. */
    instants: campaign.dates && {
      lastDayBegins: startOfDay(campaign.dates.lastDay, campaign.dates.zone),
      starts: startOfDay(campaign.dates.starts, campaign.dates.zone),
    },
  }));

/** A campaign as read from its file and checked. */
export type Campaign = Readonly<z.infer<typeof campaignSchema>>;
/** A form to send or a setting to change. */
export type Step = z.infer<typeof step>;

function isZone(zone: string): boolean {
  try {
    Temporal.Now.instant().toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

function startOfDay(day: string, zone: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds;
}
