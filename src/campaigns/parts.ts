import { z } from "zod";
import { https, name } from "./fields.ts";

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
export const step = z.discriminatedUnion("kind", [page, email], aKind);

/** The fields of an account's further step: an alternative to its own step, or an additional one. */
const further = {
  id: name.describe("Names the step in the texts: steps.<id>. Not the name of an account."),
  role: z
    .enum(["instead", "as-well"])
    .describe("instead: it or the account's own step, one suffices. as-well: both are needed."),
};
const furtherStep = z.discriminatedUnion("kind", [page.extend(further), email.extend(further)], aKind);

export const accounts = z
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
export const linkGroups = z
  .array(
    z.strictObject({
      id: name,
      accounts: z.array(name).min(2),
      lookAt: https.describe("Where one sees whether they are linked."),
    }),
  )
  .default([])
  .describe("Accounts that one objection covers when they are linked; leave it out where there are none.");
export const domains = z
  .array(z.hostname("expected a domain such as example.org"))
  .min(1)
  .describe("All domains of the service; their subdomains are included. Links lead nowhere else.");
export const help = z
  .array(name)
  .describe("Keys of the texts under help in the campaign's text files, in the order of the help menu.");
export const helpLinks = z
  .record(name, https)
  .default({})
  .describe("An address that the answer to a question of the help menu opens, by the question's key.");
/** Pages of the service by account, for people in trouble. */
export const pagesByAccount = z.record(name, https).default({});
export const contact = z
  .strictObject({
    form: https.optional().describe("A page of the service that takes any request about one's data."),
    email: z.email("expected an e-mail address such as privacy@example.org").optional(),
    postal: z.string().min(1).optional().describe("On one line, in the order of an envelope."),
    postalUk: z
      .string()
      .min(1)
      .optional()
      .describe("Likewise, where another company answers for people in the United Kingdom."),
    fact: name.describe("The fact, under facts, that says so."),
  })
  .refine(
    ({ form, email, postal }) => [form, email, postal].some((way) => way !== undefined),
    "expected form, email or postal",
  );
/**
 * The fields that are compared with each other. They are checked even if the rest of the file is
 * invalid, so that all problems are reported at once.
 */
export const comparable = z.object({
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

/** The fields of a campaign's file that are compared with each other. */
export type Comparable = z.infer<typeof comparable>;
/** A form to send, a setting to change or an e-mail to write. */
export type Step = z.infer<typeof step>;
export type EmailStep = z.infer<typeof email>;
