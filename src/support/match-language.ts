/** Returns a tag's language without its region: "de" of "de-AT". */
export function withoutRegion(tag: string): string {
  return tag.split("-")[0] ?? tag;
}

/**
 * Returns the offered language that is closest to a tag such as "de-AT", or "de_AT.UTF-8" as machines
 * write it: the same, else without its region, else of another region; undefined if there is none.
 */
export function matchLanguage(tag: string, offered: readonly string[]): string | undefined {
  const wanted = tag
    .replace(/[.@].*/, "")
    .replaceAll("_", "-")
    .toLowerCase();
  const parts = wanted.split("-");
  const wider = parts.map((_, index) => parts.slice(0, parts.length - index).join("-"));
  const same = wider.flatMap((each) => offered.find((one) => one.toLowerCase() === each) ?? []);
  return same[0] ?? offered.find((one) => withoutRegion(one) === parts[0]);
}
