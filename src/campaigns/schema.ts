import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { isZone } from "../support/is-zone.ts";
import { checkIn, checkTogether } from "./contradictions.ts";
import { factSchema } from "./facts.ts";
import { day, name } from "./fields.ts";
import {
  accounts,
  comparable,
  contact,
  domains,
  help,
  helpLinks,
  linkGroups,
  pagesByAccount,
  step,
} from "./parts.ts";

/** The id of a campaign, which names its file, its texts and its deep link. */
export type CampaignId = string;
/** The id of one kind of account within a campaign. */
export type AccountId = string;

const dates = z
  .strictObject({
    lastDay: day.describe("The last full day on which a no also covers the past: the day before the start."),
    starts: day.describe("The day on which the use begins."),
    zone: z
      .string()
      .refine(isZone, "expected an IANA time zone such as Europe/Paris")
      .describe("Whose midnight counts, such as Europe/Paris."),
    remindDaysBefore: z
      .array(z.int().min(1).max(60))
      .min(1)
      .describe("Days before lastDay on which a reminder is offered, such as 7, 3 and 1."),
    notIn: z
      .array(name)
      .min(1)
      .optional()
      .describe("Places where the date does not hold, as the help asks about them: uk, elsewhere …"),
  })
  .refine(({ lastDay, starts }) => lastDay < starts, {
    error: "expected lastDay < starts",
    when: ({ issues }) => issues.length === 0,
  });

const coveredIn = z
  .array(z.string().regex(/^(EEA|[A-Z]{2})$/, "expected EEA, or two capital letters such as GB"))
  .min(1)
  .optional()
  .describe(
    "The countries that it surely covers, and EEA for the European Economic Area: elsewhere steps.region is said. Leave it out where it is the same everywhere.",
  );
const namedElsewhere = z
  .array(z.string().regex(/^[A-Z]{2}$/, "expected two capital letters such as BR"))
  .min(1)
  .optional()
  .describe("The countries of which its own help.elsewhere.text says something that holds for them alone.");
/** One service's use of people's data for AI training, and what one can do about it. Pure data. */
export const campaignSchema = z
  .strictObject({
    $schema: z.string().optional(),
    id: name.describe("The file's name without .json. Also the name of the deep link."),
    position: z.int().describe("Services are offered in this order, small numbers first."),
    announced: day
      .optional()
      .describe(
        "The day on which it was announced, or first reported: it is not offered before. Leave it out if unknown.",
      ),
    accounts,
    coveredIn,
    namedElsewhere,
    linkGroups,
    withoutAccount: step.optional().describe("What someone without any of the accounts can do."),
    dates: dates.optional().describe("Leave it out where there is no date."),
    domains,
    help,
    helpLinks,
    recovery: pagesByAccount.describe("Where the service helps if an account was hacked, by account."),
    memorial: pagesByAccount.describe("Where the service takes word of a death, by account."),
    contact: contact
      .optional()
      .describe("Where the service takes requests by a form, by e-mail or by post; leave it out if unknown."),
    facts: z
      .record(name, factSchema)
      .describe("By a name of your own: what the texts state, and how we know. Every text rests on a fact."),
  })
  .superRefine((campaign, context) => checkTogether(campaign, checkIn(context)), {
    when: ({ value, issues }) => issues.length === 0 || comparable.safeParse(value).success,
  })
  .transform((campaign) => ({
    ...campaign,
    /** The instants at which the phases change, computed once. */
    instants: campaign.dates && {
      lastDayBegins: startOfDay(campaign.dates.lastDay, campaign.dates.zone),
      starts: startOfDay(campaign.dates.starts, campaign.dates.zone),
    },
  }));

/** A campaign as read from its file and checked. */
export type Campaign = Readonly<z.infer<typeof campaignSchema>>;
function startOfDay(day: string, zone: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds;
}

/** Returns the JSON schema of a campaign's file, for editors. */
export function campaignJsonSchema(): string {
  const schema = z.toJSONSchema(campaignSchema, { io: "input" });
  return `${JSON.stringify({ title: "A campaign of Objecteur", ...schema }, undefined, 2)}\n`;
}
