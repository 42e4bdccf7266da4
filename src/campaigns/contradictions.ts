/** What is compared with each other in a campaign's file. */
interface Comparable {
  readonly accounts: readonly {
    readonly id: string;
    readonly step: Addressed & Confirmed;
    readonly further: readonly (Addressed & Confirmed & { readonly id: string })[];
  }[];
  readonly linkGroups: readonly {
    readonly id: string;
    readonly accounts: readonly string[];
    readonly lookAt: string;
  }[];
  readonly withoutAccount?: (Addressed & Confirmed) | undefined;
  readonly dates?: unknown;
  readonly domains: readonly string[];
  readonly help: readonly string[];
  readonly helpLinks: Readonly<Record<string, string>>;
  readonly facts: Readonly<Record<string, unknown>>;
}

interface Confirmed {
  readonly kind: string;
  readonly confirmation?: string | undefined;
}

interface Addressed {
  readonly links:
    | readonly string[]
    | { readonly before: readonly string[]; readonly after: readonly string[] };
}

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

/** A confirmation is of a form, and there is a fact that says that it comes. */
function unfoundedConfirmations({ accounts, withoutAccount, facts }: Comparable): readonly Contradiction[] {
  const steps = [
    ...accounts.flatMap(({ step, further }, index) => [
      { step, path: ["accounts", index, "step"] },
      ...further.map((other, which) => ({ step: other, path: ["accounts", index, "further", which] })),
    ]),
    ...(withoutAccount ? [{ step: withoutAccount, path: ["withoutAccount"] }] : []),
  ];
  return steps.flatMap(({ step: { kind, confirmation }, path }) => {
    if (confirmation === undefined) return [];
    const at = [...path, "confirmation"];
    if (kind !== "form") return [{ path: at, message: "expected none: only a form is confirmed" }];
    return confirmation in facts ? [] : [{ path: at, message: `"${confirmation}" is none of the facts` }];
  });
}

function repeated(named: readonly { readonly id: string; readonly path: Place }[]): readonly Contradiction[] {
  const ids = named.map(({ id }) => id);
  return named
    .filter(({ id }, index) => ids.indexOf(id) !== index)
    .map(({ id, path }) => ({ path, message: `"${id}" stands twice` }));
}

/** Every address in a campaign's file with its place in it. */
export function linksOf(campaign: Omit<Comparable, "domains" | "help" | "facts">): readonly {
  readonly path: Place;
  readonly url: string;
}[] {
  const { accounts, withoutAccount, linkGroups, helpLinks } = campaign;
  return [
    ...accounts.flatMap(({ step, further }, index) => [
      ...linksOfStep(step, ["accounts", index, "step", "links"]),
      ...further.flatMap((other, which) =>
        linksOfStep(other, ["accounts", index, "further", which, "links"]),
      ),
    ]),
    ...(withoutAccount ? linksOfStep(withoutAccount, ["withoutAccount", "links"]) : []),
    ...linkGroups.map(({ lookAt }, index) => ({ path: ["linkGroups", index, "lookAt"], url: lookAt })),
    ...Object.entries(helpLinks).map(([id, url]) => ({ path: ["helpLinks", id], url })),
  ];
}

function linksOfStep(
  { links }: Addressed,
  path: Place,
): readonly { readonly path: Place; readonly url: string }[] {
  const at = (addresses: readonly string[], place: Place) =>
    addresses.map((url, index) => ({ path: [...place, index], url }));
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
