import { contrastOf, mixed } from "../../support/colours.ts";

/** Colours of `src/page/colours.css`. */
const [white, darkest, surface, bubble] = ["#ffffff", "#0e1416", "#1a2226", "#202a2f"] as const;
/** How much of its ground the bubble of the person's words has. */
const [byDay, byNight] = [0.86, 0.6] as const;
/** That of a lightened accent: more than a text needs, and little enough for it to stay a colour. */
const darkContrast = 5.5;
const step = 0.05;

/**
 * Returns the rules that dress the page in a readable accent: as it is on light grounds, and on dark
 * ones as light as it has to be.
 */
export function accentRules(accent: string): readonly string[] {
  const light = rootRule(accent, white, mixed(accent, white, byDay));
  const dark = rootRule(lightened(accent), darkest, mixed(accent, surface, byNight));
  return [light, `@media screen and (prefers-color-scheme:dark){${dark}}`];
}

function rootRule(accent: string, onAccent: string, person: string): string {
  return `:root{--accent:${accent};--on-accent:${onAccent};--person:${person}}`;
}

function lightened(accent: string, share = 0): string {
  const lighter = mixed(accent, white, share);
  return contrastOf(lighter, bubble) >= darkContrast ? lighter : lightened(accent, share + step);
}
