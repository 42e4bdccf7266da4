import { isWithin } from "../campaigns/contradictions.ts";

/** An address that is told to people, or that a fact rests on. */
export interface CheckedLink {
  readonly url: string;
  /** Where it stands, such as "meta: accounts.0.step.links.0". */
  readonly place: string;
  /** Where it must not lead away from; absent for sources. */
  readonly domains?: readonly string[] | undefined;
}

/** What was found behind an address. */
export type Finding =
  | { readonly kind: "open" }
  /** It asks to log in first, as most forms and settings do: whether it is the right page, only a person can see. */
  | { readonly kind: "login"; readonly at: string }
  | { readonly kind: "moved"; readonly to: string }
  /** It leads to a domain that is none of the service's. */
  | { readonly kind: "astray"; readonly to: string }
  /** It is not shown to programs, or not here. */
  | { readonly kind: "refused"; readonly status: number }
  | { readonly kind: "gone"; readonly status: number }
  | { readonly kind: "failing"; readonly status: number }
  | { readonly kind: "unreachable"; readonly reason: string };

export interface FoundLink {
  readonly link: CheckedLink;
  readonly finding: Finding;
}

/** Opens every address once: one at a time per host, hosts side by side. Each takes at most `timeoutMs`. */
export async function checkLinks(
  links: readonly CheckedLink[],
  timeoutMs: number,
): Promise<readonly FoundLink[]> {
  const urls = [...new Set(links.map(({ url }) => url))];
  const hostOf = (url: string) => new URL(url).host;
  const hosts = [...new Set(urls.map(hostOf))];
  const opened = new Map<string, Opened>();
  await Promise.all(
    hosts.map(async (host) => {
      for (const url of urls.filter((each) => hostOf(each) === host))
        opened.set(url, await open(url, timeoutMs));
    }),
  );
  return links.map((link) => ({ link, finding: findingOf(link, opened.get(link.url)) }));
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
  const { cause } = error;
  return cause instanceof Error && "code" in cause ? String(cause.code) : error.message;
}

const asksToLogIn = /log-?in|sign-?in|authwall|\bauth\b/i;

function findingOf(link: CheckedLink, opened: Opened | undefined): Finding {
  if (opened === undefined || "reason" in opened)
    return { kind: "unreachable", reason: opened?.reason ?? "was not opened" };
  const { status, at } = opened;
  if (status >= 400) return findingOfStatus(status);
  if (samePage(at, link.url)) return { kind: "open" };
  if (link.domains && !isWithin(at, link.domains)) return { kind: "astray", to: at };
  return asksToLogIn.test(new URL(at).pathname) ? { kind: "login", at } : { kind: "moved", to: at };
}

function findingOfStatus(status: number): Finding {
  if (status === 404 || status === 410) return { kind: "gone", status };
  return { kind: status >= 500 ? "failing" : "refused", status };
}

function samePage(one: string, other: string): boolean {
  const page = (url: string) => new URL(url).href.replace(/[/#]+$/, "");
  return page(one) === page(other);
}
