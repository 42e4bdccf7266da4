/** What senders and languages add to an address: the page stays the same. */
const harmless =
  /^(?:utm_\w+|(?:fb|g|ms|tt|tw|li|dc|y|wb|gb)clid|igsh|igshid|mibextid|mc_[ce]id|wtsid|rdid|share_id|helpref|refsrc|cms_platform|_rdr|_rdc|_hs(?:enc|mi)|__tn__|__cft__\[\d*\]|__xts__\[\d*\]|paipv|eav|si|trk|hl|lang|locale|locale2)$/i;
/** Doors of the same house: plain, for telephones, in a language. */
const samePlace = /^(?:www|m|mobile|[a-z]{2}-[a-z]{2})\./;

/** True if two addresses lead to one page: they differ in nothing but what makes no difference. */
export function isSamePage(one: URL, other: URL): boolean {
  return pageOf(one) === pageOf(other);
}

/** The parameters of an address that can make a difference. */
export function tellingParameters(url: URL): readonly (readonly [name: string, value: string])[] {
  return [...url.searchParams].filter(([name]) => !harmless.test(name));
}

function pageOf(url: URL): string {
  const host = url.hostname.replace(samePlace, "");
  const parameters = [...tellingParameters(url)].sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([
    url.protocol,
    host,
    url.port,
    url.pathname.replace(/\/+$/, ""),
    parameters,
    url.hash,
  ]);
}
