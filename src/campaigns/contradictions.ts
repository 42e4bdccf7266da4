import type { Comparable, EmailStep, Step } from "./schema.ts";

/** A place in a campaign's file and what is wrong there. */
interface Contradiction {
  readonly path: (string | number)[];
  readonly message: string;
}

type Place = Contradiction["path"];

/** Names of choices and steps that stand beside the accounts. */
const reserved = ["both", "neither", "all", "continue", "none", "without-account", "intro"];

/** Lists what is right for itself and wrong beside the rest of the file. */
export function contradictionsIn(campaign: Comparable): readonly Contradiction[] {
  const { accounts, linkGroups, domains, help, helpLinks } = campaign;
  const ids = accounts.map(({ id }) => id);
  const named = namesOfSteps(campaign);
  const members = linkGroups.flatMap((group, index) =>
    group.accounts.map((id) => ({ id, path: ["linkGroups", index, "accounts"] })),
  );
  return [
    ...repeated(named),
    ...named
      .filter(({ id }) => reserved.includes(id))
      .map(({ id, path }) => ({ path, message: `"${id}" has a meaning of its own; take another name` })),
    ...repeated(linkGroups.map(({ id }, index) => ({ id, path: ["linkGroups", index, "id"] }))),
    ...repeated(members),
    ...repeated(help.map((id, index) => ({ id, path: ["help", index] }))),
    ...members
      .filter(({ id }) => !ids.includes(id))
      .map(({ id, path }) => ({ path, message: `"${id}" is none of the accounts ${ids.join(", ")}` })),
    ...Object.keys(helpLinks)
      .filter((id) => !help.includes(id))
      .map((id) => ({ path: ["helpLinks", id], message: `"${id}" is not under help` })),
    ...furtherBesideLinks(campaign),
    ...somethingWhereNothing(campaign),
    ...unfoundedConfirmations(campaign),
    ...announcedTooLate(campaign),
    ...unfoundedContact(campaign),
    ...stepsOf<Step>(campaign).flatMap(({ step, path }) =>
      step.kind !== "email" || isAt(step.address, domains)
        ? []
        : [{ path: [...path, "address"], message: `${step.address} is not within ${domains.join(", ")}` }],
    ),
    ...linksOf(campaign)
      .filter(({ url }) => !isWithin(url, domains))
      .map(({ path, url }) => ({ path, message: `${url} is not within ${domains.join(", ")}` })),
  ];
}

function namesOfSteps({ accounts }: Comparable): readonly { readonly id: string; readonly path: Place }[] {
  return accounts.flatMap(({ id, further }, index) => [
    { id, path: ["accounts", index, "id"] },
    ...further.map((step, which) => ({ id: step.id, path: ["accounts", index, "further", which, "id"] })),
  ]);
}

/** No text says both that one form covers linked accounts and that one step stands for another. */
function furtherBesideLinks({ accounts, linkGroups }: Comparable): readonly Contradiction[] {
  if (linkGroups.length === 0) return [];
  return accounts.flatMap(({ further }, index) =>
    further.length === 0
      ? []
      : [{ path: ["accounts", index, "further"], message: "does not go together with linkGroups" }],
  );
}

/** Without accounts there is nothing to do, hence nothing to do it by. */
function somethingWhereNothing(campaign: Comparable): readonly Contradiction[] {
  if (campaign.accounts.length > 0) return [];
  return (["withoutAccount", "dates"] as const)
    .filter((field) => campaign[field] !== undefined)
    .map((field) => ({ path: [field], message: "expected none where there are no accounts" }));
}

/** A confirmation is of a form or an e-mail, and there is a fact that says that it comes. */
function unfoundedConfirmations(campaign: Comparable): readonly Contradiction[] {
  return stepsOf<Step>(campaign).flatMap(({ step: { kind, confirmation }, path }) => {
    if (confirmation === undefined) return [];
    const at = [...path, "confirmation"];
    if (kind === "setting") return [{ path: at, message: "expected none: no one confirms a setting" }];
    return confirmation in campaign.facts
      ? []
      : [{ path: at, message: `"${confirmation}" is none of the facts` }];
  });
}

/** A contact is the service's own, and there is a fact that says so. */
function unfoundedContact({ contact, domains, facts }: Comparable): readonly Contradiction[] {
  if (contact === undefined) return [];
  const { email, fact } = contact;
  return [
    ...(email === undefined || isAt(email, domains)
      ? []
      : [{ path: ["contact", "email"], message: `${email} is not within ${domains.join(", ")}` }]),
    ...(fact in facts ? [] : [{ path: ["contact", "fact"], message: `"${fact}" is none of the facts` }]),
  ];
}

/** Nothing is announced after its last day. */
function announcedTooLate({ announced, dates }: Comparable): readonly Contradiction[] {
  if (typeof announced !== "string" || typeof dates !== "object" || dates === null) return [];
  const isLate = "lastDay" in dates && typeof dates.lastDay === "string" && dates.lastDay < announced;
  return isLate ? [{ path: ["announced"], message: "expected a day up to dates.lastDay" }] : [];
}

/** Every step in a campaign's file with its place in it. */
export function stepsOf<Each>({
  accounts,
  withoutAccount,
}: {
  readonly accounts: readonly { readonly step: Each; readonly further: readonly Each[] }[];
  readonly withoutAccount?: Each | undefined;
}): readonly { readonly step: Each; readonly path: Place }[] {
  return [
    ...accounts.flatMap(({ step, further }, index) => [
      { step, path: ["accounts", index, "step"] },
      ...further.map((other, which) => ({ step: other, path: ["accounts", index, "further", which] })),
    ]),
    ...(withoutAccount ? [{ step: withoutAccount, path: ["withoutAccount"] }] : []),
  ];
}

function repeated(named: readonly { readonly id: string; readonly path: Place }[]): readonly Contradiction[] {
  const ids = named.map(({ id }) => id);
  return named
    .filter(({ id }, index) => ids.indexOf(id) !== index)
    .map(({ id, path }) => ({ path, message: `"${id}" stands twice` }));
}

/** Every address in a campaign's file with its place in it. */
export function linksOf(
  campaign: Pick<Comparable, "accounts" | "withoutAccount" | "linkGroups" | "helpLinks">,
): readonly {
  readonly path: Place;
  readonly url: string;
}[] {
  const { linkGroups, helpLinks } = campaign;
  return [
    ...stepsOf<Step>(campaign).flatMap(({ step, path }) =>
      step.kind === "email" ? [] : linksOfStep(step, [...path, "links"]),
    ),
    ...linkGroups.map(({ lookAt }, index) => ({ path: ["linkGroups", index, "lookAt"], url: lookAt })),
    ...Object.entries(helpLinks).map(([id, url]) => ({ path: ["helpLinks", id], url })),
  ];
}

function linksOfStep(
  { links }: Exclude<Step, EmailStep>,
  path: Place,
): readonly { readonly path: Place; readonly url: string }[] {
  const at = (addresses: readonly string[], place: Place) =>
    addresses.map((url, index) => ({ path: [...place, index], url }));
  if (links === undefined) return [];
  return "before" in links
    ? [...at(links.before, [...path, "before"]), ...at(links.after, [...path, "after"])]
    : at(links, path);
}

/** True where the address is on one of the domains or a subdomain of it. */
export function isWithin(url: string, domains: readonly string[]): boolean {
  const { hostname } = new URL(url);
  return domains.some((domain) => isOn(hostname, domain));
}

/** True where a host is the domain or a subdomain of it. */
export function isOn(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

/** True if an e-mail address is on one of the domains or a subdomain of it. */
function isAt(address: string, domains: readonly string[]): boolean {
  const host = address.slice(address.lastIndexOf("@") + 1);
  return domains.some((domain) => isOn(host, domain));
}
