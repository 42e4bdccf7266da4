import type { Campaign } from "../campaigns/schema.ts";

/** True if the campaign says that there is nothing to do, and why. */
export function hasNothingToDo({ accounts }: Pick<Campaign, "accounts">): boolean {
  return accounts.length === 0;
}
