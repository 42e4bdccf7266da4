import type { Campaign } from "./schema.ts";

/** True where an e-mail is to confirm one of the campaign's forms. */
export function hasConfirmation({ accounts, withoutAccount }: Campaign): boolean {
  const steps = [...accounts.flatMap(({ step, further }) => [step, ...further]), withoutAccount];
  return steps.some((step) => step?.confirmation !== undefined);
}
