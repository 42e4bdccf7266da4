import type { z } from "zod";
import { isOn, isWithin, linksOf, type Path, stepsOf } from "./links-of.ts";
import type { Comparable, Step } from "./parts.ts";

/** Adds a problem at a place in a campaign's file if `isFine` is false. */
type Check = (isFine: boolean, path: Path, message: string) => void;

/** Returns a check that adds its problems to zod's issues. */
export function checkIn(context: z.RefinementCtx): Check {
  return (isFine, path, message) => isFine || context.addIssue({ code: "custom", path, message });
}

interface Named {
  readonly id: string;
  readonly path: Path;
}

/** Ids of choices and steps that the conversation itself uses beside the accounts. */
const reserved = ["both", "neither", "all", "continue", "none", "without-account", "intro"];

/** Checks fields against each other: each may be valid alone and contradict the rest of the file. */
export function checkTogether(campaign: Comparable, check: Check): void {
  checkNames(campaign, check);
  for (const { step, path } of stepsOf(campaign)) checkStep(step, path, campaign, check);
  for (const { path, url } of linksOf(campaign))
    check(isWithin(url, campaign.domains), path, outside(url, campaign));
  // No introduction text exists for a campaign with both linked accounts and further steps.
  for (const [index, { further }] of campaign.accounts.entries())
    check(
      further.length === 0 || campaign.linkGroups.length === 0,
      ["accounts", index, "further"],
      "does not go together with linkGroups",
    );
  // Without accounts there is nothing to do, hence neither a step nor a deadline.
  for (const field of ["withoutAccount", "dates"] as const)
    check(
      campaign.accounts.length > 0 || campaign[field] === undefined,
      [field],
      "expected none where there are no accounts",
    );
  checkContact(campaign, check);
  check(!isAnnouncedTooLate(campaign), ["announced"], "expected a day up to dates.lastDay");
}

function checkNames(campaign: Comparable, check: Check): void {
  const { accounts, linkGroups, help, helpLinks } = campaign;
  const ids = accounts.map(({ id }) => id);
  const named: readonly Named[] = accounts.flatMap(({ id, further }, index) => [
    { id, path: ["accounts", index, "id"] },
    ...further.map((step, which) => ({ id: step.id, path: ["accounts", index, "further", which, "id"] })),
  ]);
  const members = linkGroups.flatMap((group, index) =>
    group.accounts.map((id) => ({ id, path: ["linkGroups", index, "accounts"] })),
  );
  const groups = linkGroups.map(({ id }, index) => ({ id, path: ["linkGroups", index, "id"] }));
  const topics = help.map((id, index) => ({ id, path: ["help", index] }));
  for (const all of [named, groups, members, topics]) checkUnique(all, check);
  for (const { id, path } of named)
    check(!reserved.includes(id), path, `"${id}" has a meaning of its own; take another name`);
  const pages = (["recovery", "memorial"] as const).flatMap((field) =>
    Object.keys(campaign[field]).map((id) => ({ id, path: [field, id] })),
  );
  for (const { id, path } of [...members, ...pages])
    check(ids.includes(id), path, `"${id}" is none of the accounts ${ids.join(", ")}`);
  for (const id of Object.keys(helpLinks))
    check(help.includes(id), ["helpLinks", id], `"${id}" is not under help`);
}

/** Adds a problem for each id that appears earlier in the list. */
export function checkUnique(named: readonly Named[], check: Check): void {
  const ids = named.map(({ id }) => id);
  for (const [index, { id, path }] of named.entries())
    check(ids.indexOf(id) === index, path, `"${id}" stands twice`);
}

/** Only forms and e-mails are confirmed, and a fact must say that the confirmation comes. */
function checkStep(step: Step, path: Path, campaign: Comparable, check: Check): void {
  const { kind, confirmation } = step;
  if (kind === "email")
    check(isAt(step.address, campaign.domains), [...path, "address"], outside(step.address, campaign));
  if (confirmation === undefined) return;
  const at = [...path, "confirmation"];
  if (kind === "setting") check(false, at, "expected none: no one confirms a setting");
  else check(confirmation in campaign.facts, at, `"${confirmation}" is none of the facts`);
}

/** A contact's e-mail address must be on the service's domains, and a fact must state the contact. */
function checkContact(campaign: Comparable, check: Check): void {
  if (campaign.contact === undefined) return;
  const { email, fact } = campaign.contact;
  if (email !== undefined)
    check(isAt(email, campaign.domains), ["contact", "email"], outside(email, campaign));
  check(fact in campaign.facts, ["contact", "fact"], `"${fact}" is none of the facts`);
}

function outside(address: string, { domains }: Comparable): string {
  return `${address} is not within ${domains.join(", ")}`;
}

/** True if the campaign is announced after its last day. */
function isAnnouncedTooLate({ announced, dates }: Comparable): boolean {
  if (typeof announced !== "string" || typeof dates !== "object" || dates === null) return false;
  return "lastDay" in dates && typeof dates.lastDay === "string" && dates.lastDay < announced;
}

/** True if an e-mail address is on one of the domains or a subdomain of it. */
function isAt(address: string, domains: readonly string[]): boolean {
  const host = address.slice(address.lastIndexOf("@") + 1);
  return domains.some((domain) => isOn(host, domain));
}
