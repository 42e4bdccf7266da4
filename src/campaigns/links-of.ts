import type { Comparable, EmailStep, Step } from "./parts.ts";

/** A place in a campaign's file. */
export type Path = (string | number)[];

/** Values with their places in a campaign's file. */
type Placed<Thing> = readonly (Thing & { readonly path: Path })[];

/** Returns every step in a campaign's file with its place. */
export function stepsOf({
  accounts,
  withoutAccount: step,
}: Pick<Comparable, "accounts" | "withoutAccount">): Placed<{ readonly step: Step }> {
  return [
    ...accounts.flatMap((account, index) => [
      { step: account.step, path: ["accounts", index, "step"] },
      ...account.further.map((other, which) => ({
        step: other,
        path: ["accounts", index, "further", which],
      })),
    ]),
    ...(step ? [{ step, path: ["withoutAccount"] }] : []),
  ];
}

/** Returns every address in a campaign's file with its place. */
export function linksOf(
  campaign: Pick<
    Comparable,
    "accounts" | "withoutAccount" | "linkGroups" | "helpLinks" | "recovery" | "memorial" | "contact"
  >,
): Placed<{ readonly url: string }> {
  const { linkGroups, helpLinks, contact } = campaign;
  return [
    ...stepsOf(campaign).flatMap(({ step, path }) =>
      step.kind === "email" ? [] : linksOfStep(step, [...path, "links"]),
    ),
    ...linkGroups.map(({ lookAt }, index) => ({ path: ["linkGroups", index, "lookAt"], url: lookAt })),
    ...Object.entries(helpLinks).map(([id, url]) => ({ path: ["helpLinks", id], url })),
    ...(contact?.form === undefined ? [] : [{ path: ["contact", "form"], url: contact.form }]),
    ...(["recovery", "memorial"] as const).flatMap((field) =>
      Object.entries(campaign[field]).map(([id, url]) => ({ path: [field, id], url })),
    ),
  ];
}

function linksOfStep({ links }: Exclude<Step, EmailStep>, path: Path): Placed<{ readonly url: string }> {
  const at = (addresses: readonly string[], place: Path) =>
    addresses.map((url, index) => ({ path: [...place, index], url }));
  if (links === undefined) return [];
  return "before" in links
    ? [...at(links.before, [...path, "before"]), ...at(links.after, [...path, "after"])]
    : at(links, path);
}

/** True if the address is on one of the domains or a subdomain of it. */
export function isWithin(url: string, domains: readonly string[]): boolean {
  const { hostname } = new URL(url);
  return domains.some((domain) => isOn(hostname, domain));
}

/** True if the host is the domain or a subdomain of it. */
export function isOn(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

/** Returns the `mailto:` link that begins the e-mail of a step, with its text if one is given. */
export function mailtoFor(
  { address, subject }: Pick<EmailStep, "address" | "subject">,
  body?: string,
): string {
  const fields = [`subject=${encodeURIComponent(subject)}`];
  if (body !== undefined) fields.push(`body=${encodeURIComponent(body)}`);
  return `mailto:${address}?${fields.join("&")}`;
}
