/** Returns a tag's language without its region: "de" of "de-AT". */
export function withoutRegion(tag: string): string {
  return tag.split("-")[0] ?? tag;
}

/** Returns the tag of a language as machines name it: "de-AT" of "de_AT.UTF-8". */
export function tagOfMachine(locale: string): string {
  return locale.replace(/[.@].*/, "").replaceAll("_", "-");
}

/**
 * Returns the offered language that is closest to a tag such as "de-AT": the same, else without its
 * region, else of another region; undefined if there is none.
 */
export function matchLanguage(tag: string, offered: readonly string[]): string | undefined {
  const wanted = tag.toLowerCase();
  const wider = wanted.replace(/-?[^-]*$/, "");
  return (
    offered.find((one) => one.toLowerCase() === wanted) ??
    (wider === "" ? offered.find((one) => one.startsWith(`${wanted}-`)) : matchLanguage(wider, offered))
  );
}
