import type { EmailStep } from "./schema.ts";

/** Returns the `mailto:` link that begins the e-mail of a step, with its text if one is given. */
export function mailtoFor(
  { address, subject }: Pick<EmailStep, "address" | "subject">,
  body?: string,
): string {
  const fields = [`subject=${encodeURIComponent(subject)}`];
  if (body !== undefined) fields.push(`body=${encodeURIComponent(body)}`);
  return `mailto:${address}?${fields.join("&")}`;
}
