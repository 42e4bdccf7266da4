import type { Step } from "../campaigns/parts.ts";
import type { AccountId, Campaign, CampaignId } from "../campaigns/schema.ts";
import type { Following, Param, Phase, Phrase, StepId } from "./vocabulary.ts";

/** One form or setting that a person needs, or that is optional. */
export interface RequiredStep {
  readonly id: StepId;
  readonly kind: Step["kind"];
  /** What the person has objected for once it is done: accounts, or the person without one. */
  readonly covers: readonly StepId[];
  /** True if an e-mail is to confirm it. */
  readonly isConfirmed: boolean;
  /** True if another step suffices for the account, as the service says. */
  readonly optional: boolean;
}

/** A group of accounts that one objection covers when they are linked. */
export type LinkGroup = Campaign["linkGroups"][number];

/** True if the campaign says that there is nothing to do, and why. */
export function hasNothingToDo({ accounts }: Pick<Campaign, "accounts">): boolean {
  return accounts.length === 0;
}

export function nameStep(campaign: CampaignId, step: StepId): Phrase {
  return { key: `steps.${step}.name`, campaign };
}

/** Returns the names of forms and settings, to be written as a list. */
export function namesOf(campaign: CampaignId, steps: readonly Pick<RequiredStep, "id">[]): Param {
  return { list: steps.map(({ id }) => nameStep(campaign, id)) };
}

/** Returns exactly the steps that this person needs, in the campaign's order; optional ones come last. */
export function requiredSteps(campaign: Campaign, following: Following): readonly RequiredStep[] {
  const { withoutAccount } = campaign;
  if (following.accounts.length === 0)
    return withoutAccount === undefined ? [] : [toRequired(withoutAccount, "without-account")];
  const theirs = campaign.accounts.filter(({ id }) => following.accounts.includes(id));
  const steps = theirs.flatMap(({ id, step, further }) => {
    const together = linkedWith(campaign, following, id);
    return [
      together[0] === id ? toRequired(step, id, together) : toRequired(step, id, [id], true),
      // A further step with the role "instead" is optional and covers the account; any other covers itself.
      ...further.map((other) =>
        other.role === "instead" ? toRequired(other, other.id, [id], true) : toRequired(other, other.id),
      ),
    ];
  });
  return [...steps.filter((step) => !step.optional), ...steps.filter((step) => step.optional)];
}

function toRequired(
  { kind, confirmation }: Step,
  id: StepId,
  covers: readonly StepId[] = [id],
  optional = false,
): RequiredStep {
  return { id, kind, covers, isConfirmed: confirmation !== undefined, optional };
}

/** Returns this person's accounts that one objection covers together with `account`, including it. */
function linkedWith(campaign: Campaign, following: Following, account: AccountId): readonly AccountId[] {
  const group = campaign.linkGroups.find(
    ({ id, accounts }) => accounts.includes(account) && following.linked[id] === "yes",
  );
  return group === undefined ? [account] : membersOf(campaign, group, following);
}

/** Returns the members of a link group that this person has, in the campaign's order. */
export function membersOf(campaign: Campaign, group: LinkGroup, following: Following): readonly AccountId[] {
  return campaign.accounts
    .map((account) => account.id)
    .filter((id) => group.accounts.includes(id) && following.accounts.includes(id));
}

/** Returns the groups about which this person must be asked whether their accounts are linked. */
export function groupsToAsk(campaign: Campaign, following: Following): readonly LinkGroup[] {
  return campaign.linkGroups.filter((group) => membersOf(campaign, group, following).length >= 2);
}

/** Returns the steps that are still to be done, without optional ones. */
export function stepsToDo(campaign: Campaign, following: Following): readonly RequiredStep[] {
  return stepsLeft(campaign, following).filter(({ optional }) => !optional);
}

/**
 * Returns the steps that are not done yet, with optional ones. One form is enough for linked accounts,
 * also if one of them was told after it was sent.
 */
export function stepsLeft(campaign: Campaign, following: Following): readonly RequiredStep[] {
  return requiredSteps(campaign, following).filter(({ covers }) =>
    covers.every((covered) => following.sent[covered] === undefined),
  );
}

/**
 * Returns the addresses of a step in this phase, the main one first; none for an e-mail, or if none is
 * known. Throws if there is no such step.
 */
export function addressesOf(campaign: Campaign, stepId: StepId, phase: Phase): readonly string[] {
  const step = stepNamed(campaign, stepId);
  if (step.kind === "email" || step.links === undefined) return [];
  if (Array.isArray(step.links)) return step.links;
  return phase === "before" || phase === "last-day" ? step.links.before : step.links.after;
}

/** Returns the step of a campaign that has this id. Throws if there is none. */
export function stepNamed({ id: campaign, accounts, withoutAccount }: Campaign, stepId: StepId): Step {
  const steps = accounts.flatMap(({ id, step, further }) => [
    { id, step },
    ...further.map((other) => ({ id: other.id, step: other })),
  ]);
  const step = stepId === "without-account" ? withoutAccount : steps.find(({ id }) => id === stepId)?.step;
  if (step === undefined) throw new Error(`${campaign}: there is no step ${stepId}`);
  return step;
}
