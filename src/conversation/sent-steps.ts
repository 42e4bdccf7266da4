import type { AccountId } from "../campaigns/schema.ts";
import { type Context, currentCampaign, currentFollowing, followingWith } from "./context.ts";
import { type RequiredStep, stepsToDo } from "./required-steps.ts";
import type { Person, StepId } from "./vocabulary.ts";

/** The steps that are still to be done for the current campaign. */
export function stepsToDoNow(context: Context): readonly RequiredStep[] {
  return stepsToDo(currentCampaign(context), currentFollowing(context));
}

/** Those of these accounts that the person has in the current campaign. */
export function ownAccounts(context: Context, accounts: readonly AccountId[]): readonly AccountId[] {
  const own = currentFollowing(context).accounts;
  return accounts.filter((account) => own.includes(account));
}

/** The person's accounts that were named in this step. */
export function namedAccounts(context: Context): readonly AccountId[] {
  return ownAccounts(context, context.turn.accounts ?? []);
}

/** What is done with the accounts that were named: one form may cover several. */
export function namedSteps(context: Context): readonly StepId[] {
  const named = namedAccounts(context);
  return stepsToDoNow(context)
    .map(({ covers }) => covers)
    .filter((covers) => covers.some((covered) => named.includes(covered)))
    .flat();
}

/** The person, with these steps sent now unless they were sent before. */
export function withSent(context: Context, steps: readonly StepId[]): Person {
  const already = currentFollowing(context).sent;
  const sent = Object.fromEntries(steps.map((step) => [step, already[step] ?? context.facts.now]));
  return followingWith(context, { sent: { ...already, ...sent } });
}
