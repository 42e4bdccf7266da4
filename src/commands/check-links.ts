import { isWithin, linksOf, mailtoFor, stepsOf } from "../campaigns/links-of.ts";
import type { Campaign } from "../campaigns/schema.ts";
import { errorCodeOf } from "../support/error-code-of.ts";
import { createKeyedMutex } from "../support/keyed-mutex.ts";
import { memoized } from "../support/memoized.ts";

/** An address that people are sent to, or a source of a fact. */
export interface CheckedLink {
  readonly url: string;
  /** Such as "meta: accounts.0.step.links.0". */
  readonly place: string;
  /** The domains that a redirect must stay within; absent for sources. */
  readonly domains?: readonly string[] | undefined;
}

/** The result of opening an address, in words. */
export interface Finding {
  /** `broken`: people must not be sent there, or cannot get there; `unsure`: only a person can check it. */
  readonly kind: "broken" | "unsure" | "open";
  readonly message: string;
}

export interface FoundLink {
  readonly link: CheckedLink;
  readonly finding: Finding;
}

/**
 * Opens every address once, except e-mails: hosts in parallel, one request at a time per host, each
 * for `timeoutMs` at most.
 */
export async function checkLinks(
  links: readonly CheckedLink[],
  timeoutMs: number,
): Promise<readonly FoundLink[]> {
  const byHost = createKeyedMutex<string>();
  const opening = memoized((href: string) => byHost(new URL(href).host, () => open(href, timeoutMs)));
  return await Promise.all(
    links.map(async (link) => {
      const { protocol, href } = new URL(link.url);
      if (protocol === "mailto:") return { link, finding: email };
      return { link, finding: findingOf(link, await opening(href)) };
    }),
  );
}

type Opened = { readonly status: number; readonly at: string } | { readonly reason: string };

/** Some servers answer HEAD with an error, and GET with the page. */
async function open(url: string, timeoutMs: number): Promise<Opened> {
  const head = await ask("HEAD", url, timeoutMs);
  return "status" in head && head.status < 400 ? head : ask("GET", url, timeoutMs);
}

async function ask(method: "HEAD" | "GET", url: string, timeoutMs: number): Promise<Opened> {
  try {
    const response = await fetch(url, { method, signal: AbortSignal.timeout(timeoutMs) });
    await response.body?.cancel();
    return { status: response.status, at: response.url };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return "no answer in time";
  return errorCodeOf(error.cause) ?? error.message;
}

const asksToLogIn = /log-?in|sign-?in|authwall|\bauth\b/i;
const email = unsure("is an e-mail: check by hand that the service still names it");

function findingOf(link: CheckedLink, opened: Opened): Finding {
  if ("reason" in opened) return broken(`CANNOT BE REACHED (${opened.reason})`);
  const { status, at } = opened;
  if (status >= 400) return findingOfStatus(status);
  if (samePage(at, link.url)) return { kind: "open", message: "opens" };
  if (link.domains && !isWithin(at, link.domains)) return broken(`LEADS AWAY from the service, to ${at}`);
  const { pathname, host } = new URL(at);
  // Most forms and settings ask to log in.
  if (asksToLogIn.test(pathname)) return unsure(`asks to log in (${host}): check it by hand, logged in`);
  return unsure(`leads on to ${at}`);
}

/** A refused page may not be shown to programs, or not in this country. */
function findingOfStatus(status: number): Finding {
  if (status === 404 || status === 410) return broken(`IS GONE (status ${status})`);
  if (status >= 500) return broken(`FAILS on their side (status ${status})`);
  return unsure(`is not shown to programs (status ${status}): check it by hand`);
}

function broken(message: string): Finding {
  return { kind: "broken", message };
}

function unsure(message: string): Finding {
  return { kind: "unsure", message };
}

function samePage(one: string, other: string): boolean {
  const page = (url: string) => new URL(url).href.replace(/[/#]+$/, "");
  return page(one) === page(other);
}

/**
 * Lists the addresses of the campaigns: those that people are sent to or write to, and those of
 * sources.
 */
export function linksToCheck(campaigns: Iterable<Campaign>): readonly CheckedLink[] {
  return [...campaigns].flatMap((campaign) => [
    ...linksOf(campaign).map(({ path, url }) => ({
      url,
      place: `${campaign.id}: ${path.join(".")}`,
      domains: campaign.domains,
    })),
    ...stepsOf(campaign).flatMap(({ step, path }) =>
      step.kind === "email"
        ? [{ url: mailtoFor(step), place: `${campaign.id}: ${[...path, "address"].join(".")}` }]
        : [],
    ),
    ...Object.entries(campaign.facts).flatMap(([name, { sources }]) =>
      sources.flatMap(({ url }, index) =>
        url === undefined ? [] : [{ url, place: `${campaign.id}: facts.${name}.sources.${index}` }],
      ),
    ),
  ]);
}

const order = ["broken", "unsure", "open"];

/**
 * Returns the report, one paragraph per address: broken ones first, then those that a person must
 * check.
 */
export function reportLinks(found: readonly FoundLink[]): string {
  const byAddress = [...new Map(found.map((each) => [each.link.url, each])).values()];
  const rankOf = ({ finding }: FoundLink) => order.indexOf(finding.kind);
  const sorted = byAddress.sort((one, other) => rankOf(one) - rankOf(other));
  const paragraphs = sorted.map(({ link: { url }, finding }) => {
    const places = found.flatMap(({ link }) => (link.url === url ? `  ${link.place}` : []));
    return [`${finding.message}: ${url}`, ...places].join("\n");
  });
  const count = sorted.filter(isBroken).length;
  return [...paragraphs, `addresses opened: ${sorted.length}, broken: ${count}`].join("\n\n");
}

/** True if people must not be sent there, or cannot get there. */
export function isBroken({ finding }: FoundLink): boolean {
  return finding.kind === "broken";
}
