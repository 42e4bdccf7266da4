import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { isZone } from "../support/is-zone.ts";
import { checkIn, checkTogether } from "./contradictions.ts";
import { gradeOf, sourceKinds } from "./facts.ts";

/** Names a campaign: its file, its texts, its deep link. */
export type CampaignId = string;
/** Names one kind of account within a campaign. */
export type AccountId = string;

/** A name of our own within a file. */
export const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,19}$/, "expected 1 to 20 of a-z, 0-9 and -, beginning with a letter");
const day = z.iso.date("expected a day such as 2025-05-26");
const https = z.url({ protocol: /^https$/, error: "expected an https:// address" });

/** Addresses of one form or setting, the main one first, the fallbacks after it. */
const addresses = z.array(https).min(1, "expected at least one address");
const links = z
  .union([addresses, z.strictObject({ before: addresses, after: addresses })], {
    error: 'expected a list of addresses, or { "before": [...], "after": [...] }',
  })
  .optional()
  .describe("Leave it out where no address is known: the way through the menus is told in the texts.");

const confirmation = name
  .optional()
  .describe("Where an e-mail confirms it: the fact, under facts, that says so. Leave it out else.");
const page = z.strictObject({
  kind: z
    .enum(["form", "setting"])
    .describe("A form to send, or a setting to change. It decides how the bot speaks of it."),
  links,
  confirmation,
});
const email = z.strictObject({
  kind: z.literal("email").describe("An e-mail to write; its text is ready-text.copy in the texts."),
  address: z.email("expected an e-mail address such as privacy@example.org").describe("To whom it is sent."),
  subject: z.string().min(1).describe("Its subject, word for word as the service wants it."),
  confirmation,
});
const aKind = { error: 'expected one of "form", "setting", "email"' };
const step = z.discriminatedUnion("kind", [page, email], aKind);

/** A second way for the same account, or a second thing to do for it. */
const further = {
  id: name.describe("Names the step in the texts: steps.<id>. Not the name of an account."),
  role: z
    .enum(["instead", "as-well"])
    .describe("instead: it or the account's own step, one suffices. as-well: both are needed."),
};
const furtherStep = z.discriminatedUnion("kind", [page.extend(further), email.extend(further)], aKind);

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

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "expected a month such as 2025-05");
const published = z
  .union([day, month], { error: "expected a day such as 2025-05-26, or a month such as 2025-05" })
  .optional()
  .describe("The day or the month on which it was published, if that is known.");
const url = https.optional().describe("Where it can be read, if that is known.");
const sources = z
  .array(
    z.union(
      [
        z.strictObject({
          name: z.string().min(1).describe("Who says it, in a way that every language understands."),
          kind: z
            .enum(sourceKinds)
            .describe(
              "primary: the service itself, by its page or a dated copy of it. authority: an authority, a court, the law. press. association: of consumers or for data protection. other: everyone else, also who retells.",
            ),
          url,
          date: published,
        }),
        z.strictObject({
          unnamed: z
            .enum(["audit", "code", "thread"])
            .describe("What it is, where nobody is named. It counts as other."),
          url,
          date: published,
        }),
      ],
      { error: "expected who says it, under name, with its kind, and no more than url and date beside it" },
    ),
  )
  .min(1, "expected at least one source");
const checked = day.describe("The day on which you last checked this fact.");
/** How we know something: the grade is computed from it. */
export const statement = {
  disputed: z
    .literal(true)
    .optional()
    .describe("Where sources contradict each other, however good they are. Leave it out else."),
  sources,
  checked,
};
/** What texts state, and how we know. Its grade is computed. */
export const factSchema = z
  .strictObject({
    ...statement,
    told: z
      .array(z.string().min(1))
      .min(1, "expected the key of at least one text")
      .describe("The keys of the texts that state it, such as steps.limits."),
  })
  .transform((stated) => ({ ...stated, grade: gradeOf(stated) }));

const accounts = z
  .array(
    z.strictObject({
      id: name.describe("One kind of account, such as facebook."),
      step: step.describe("What someone with this account does."),
      further: z
        .array(furtherStep)
        .default([])
        .describe("Other forms or settings for the same account; leave it out where there are none."),
    }),
  )
  .describe("Empty where there is nothing to do: then the texts say so, why, and what helps.");
const linkGroups = z
  .array(
    z.strictObject({
      id: name,
      accounts: z.array(name).min(2),
      lookAt: https.describe("Where one sees whether they are linked."),
    }),
  )
  .default([])
  .describe("Accounts that one objection covers when they are linked; leave it out where there are none.");
const coveredIn = z
  .array(z.string().regex(/^(EEA|[A-Z]{2})$/, "expected EEA, or two capital letters such as GB"))
  .min(1)
  .optional()
  .describe(
    "The countries that it surely covers, and EEA for the European Economic Area: elsewhere steps.region is said. Leave it out where it is the same everywhere.",
  );
const domains = z
  .array(z.hostname("expected a domain such as example.org"))
  .min(1)
  .describe("All domains of the service; their subdomains are included. Links lead nowhere else.");
const help = z
  .array(name)
  .describe("Keys of the texts under help in the campaign's text files, in the order of the help menu.");
const helpLinks = z
  .record(name, https)
  .default({})
  .describe("An address that the answer to a question of the help menu opens, by the question's key.");
/** Pages of the service by account, for people in trouble. */
const pagesByAccount = z.record(name, https).default({});
const contact = z
  .strictObject({
    email: z.email("expected an e-mail address such as privacy@example.org").optional(),
    postal: z.string().min(1).optional().describe("On one line, in the order of an envelope."),
    postalUk: z
      .string()
      .min(1)
      .optional()
      .describe("Likewise, where another company answers for people in the United Kingdom."),
    fact: name.describe("The fact, under facts, that says so."),
  })
  .refine(({ email, postal }) => email !== undefined || postal !== undefined, "expected email or postal");
/** What is compared with each other: even where the rest of the file is wrong, so that all is told at once. */
const comparable = z.object({
  accounts,
  linkGroups,
  withoutAccount: step.optional(),
  domains,
  help,
  helpLinks,
  recovery: pagesByAccount,
  memorial: pagesByAccount,
  contact: contact.optional(),
  announced: z.unknown().optional(),
  dates: z.unknown().optional(),
  facts: z.record(z.string(), z.unknown()),
});

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
      .describe("Where the service takes requests by e-mail or post; leave it out if unknown."),
    facts: z
      .record(name, factSchema)
      .describe("By a name of your own: what the texts state, and how we know. Every text rests on a fact."),
  })
  .superRefine((campaign, context) => checkTogether(campaign, checkIn(context)), {
    when: ({ value, issues }) => issues.length === 0 || comparable.safeParse(value).success,
  })
  .transform((campaign) => ({
    ...campaign,
    /** The instants between which phases change, computed once. */
    instants: campaign.dates && {
      lastDayBegins: startOfDay(campaign.dates.lastDay, campaign.dates.zone),
      starts: startOfDay(campaign.dates.starts, campaign.dates.zone),
    },
  }));

/** What is compared with each other in a campaign's file. */
export type Comparable = z.infer<typeof comparable>;
/** Who says something: someone with a name, or what it is where nobody is named. Its date is a day or a month. */
export type Source = z.infer<typeof sources>[number];
/** What texts state, with its sources, and its grade. */
export type Fact = z.infer<typeof factSchema>;
/** A campaign as read from its file and checked. */
export type Campaign = Readonly<z.infer<typeof campaignSchema>>;
/** A form to send, a setting to change or an e-mail to write. */
export type Step = z.infer<typeof step>;
/** An e-mail to write. */
export type EmailStep = z.infer<typeof email>;

function startOfDay(day: string, zone: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds;
}

/** Returns the JSON schema of a campaign's file, for editors. */
export function campaignJsonSchema(): string {
  const schema = z.toJSONSchema(campaignSchema, { io: "input" });
  return `${JSON.stringify({ title: "A campaign of Objecteur", ...schema }, undefined, 2)}\n`;
}
