const listed = new Set(Intl.supportedValuesOf("timeZone"));

/**
 * True if it names a time zone as IANA does, such as Europe/Paris, by whichever of its names: those that are not listed take a
 * formatter, and a hundred times longer. An offset names none.
 */
export function isZone(name: string): boolean {
  if (listed.has(name)) return true;
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
