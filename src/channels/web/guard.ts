/** What a request says of where it comes from. */
export interface Provenance {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
}

/** Where the page may be reached. */
export interface OwnAddress {
  /** The public origin, such as https://chat.example.org, where the operator has named it. */
  readonly origin?: string;
  /** True if only this machine may ask: a name that merely leads here is not enough. */
  readonly onlyLoopback: boolean;
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

/** Why a request is not answered, as a status and a word for it; nothing if it may be. */
export function refusalOf(from: Provenance, own: OwnAddress): readonly [421 | 403, string] | undefined {
  if (!isOwnHost(from, own)) return [421, "not-our-name"];
  return isFromOwnPage(from, own) ? undefined : [403, "another-site"];
}

/** True for a name under which the page is served: another one may be someone's that leads here. */
export function isOwnHost({ host }: Provenance, own: OwnAddress): boolean {
  return own.onlyLoopback ? host !== undefined && loopback.test(host) : true;
}

/** True if the request comes from our own page, not from another site's. */
function isFromOwnPage({ host, origin, fetchSite }: Provenance, own: OwnAddress): boolean {
  // Set by the browser itself, which lets no page write it.
  if (fetchSite !== undefined) return fetchSite === "same-origin";
  if (origin === undefined) return true;
  if (origin === own.origin) return true;
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase();
}
