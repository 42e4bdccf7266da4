import { Temporal } from "temporal-polyfill";
import { z } from "zod";

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
  });

const fact = z.strictObject({
  /** A: two or more independent sources agree; B: one good source; C: sources differ, told as disputed. */
  grade: z.enum(["A", "B", "C"]),
  sources: z
    .array(z.strictObject({ name: z.string().min(1), url: https.optional(), date: z.iso.date().optional() }))
    .min(1, "expected at least one source"),
  checked: day,
});

/** One service's use of people's data for AI training, and what one can do about it. Pure data. */
export const campaignSchema = z
  .strictObject({
    id: name,
    /** Offered in this order, small numbers first. */
    position: z.int(),
    accounts: z.array(z.strictObject({ id: name, step })).min(1, "expected at least one account"),
    /** Accounts that one objection covers when they are linked, and where one sees whether they are. */
    linkGroups: z
      .array(z.strictObject({ id: name, accounts: z.array(name).min(2), lookAt: https }))
      .default([]),
    /** What someone without any of the accounts can do. */
    withoutAccount: step.optional(),
    /** Absent where there is no date: the setting can be changed at any time. */
    dates: dates.optional(),
    /** The only domains that links may lead to; their subdomains are included. */
    domains: z.array(z.hostname()).min(1),
    /** Keys of the texts under `help` of the campaign's text files, in the order of the help menu. */
    help: z.array(name),
    /** By a name of one's own: what the texts state, and how we know. */
    facts: z.record(name, fact),
  })
  .superRefine((campaign, context) => {
    for (const { path, message } of contradictionsIn(campaign))
      context.addIssue({ code: "custom", path, message });
  })
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

/** A place in a campaign's file and what is wrong there. */
interface Contradiction {
  readonly path: (string | number)[];
  readonly message: string;
}

function contradictionsIn(
  campaign: Parameters<typeof linksOf>[0] & Pick<Campaign, "domains">,
): readonly Contradiction[] {
  const accounts = campaign.accounts.map((account) => account.id);
  const twice = accounts.flatMap((account, index) =>
    accounts.indexOf(account) === index
      ? []
      : [{ path: ["accounts", index, "id"], message: `"${account}" stands twice` }],
  );
  const unknown = campaign.linkGroups.flatMap((group, index) =>
    group.accounts
      .filter((account) => !accounts.includes(account))
      .map((account) => ({
        path: ["linkGroups", index, "accounts"],
        message: `"${account}" is none of the accounts ${accounts.join(", ")}`,
      })),
  );
  const foreign = linksOf(campaign)
    .filter(({ url }) => !isWithin(url, campaign.domains))
    .map(({ path, url }) => ({ path, message: `${url} is not within ${campaign.domains.join(", ")}` }));
  return [...twice, ...unknown, ...foreign];
}

/** Every address in a campaign's file with its place in it. */
export function linksOf(campaign: Pick<Campaign, "accounts" | "linkGroups" | "withoutAccount">): readonly {
  readonly path: (string | number)[];
  readonly url: string;
}[] {
  const steps = campaign.accounts.map(({ step }, index) => ({
    step,
    path: ["accounts", index, "step", "links"],
  }));
  if (campaign.withoutAccount)
    steps.push({ step: campaign.withoutAccount, path: ["withoutAccount", "links"] });
  return [
    ...steps.flatMap(({ step, path }) =>
      (Array.isArray(step.links) ? [step.links] : [step.links.before, step.links.after])
        .flat()
        .map((url) => ({ path, url })),
    ),
    ...campaign.linkGroups.map(({ lookAt }, index) => ({
      path: ["linkGroups", index, "lookAt"],
      url: lookAt,
    })),
  ];
}

/** True where the address is on one of the domains or a subdomain of it. */
export function isWithin(url: string, domains: readonly string[]): boolean {
  const { hostname } = new URL(url);
  return domains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
}

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
