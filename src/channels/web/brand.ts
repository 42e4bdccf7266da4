import { accentRules } from "./accent.ts";

/** What an operator dresses the chat in; all of it is optional. */
export interface Brand {
  /** A readable colour. */
  readonly accent?: string | undefined;
  readonly logo?: BrandFile | undefined;
  /** The regular font, and the bold one. */
  readonly fonts?: readonly BrandFile[] | undefined;
}

/** A file of the operator's, with the ending of its name. */
export interface BrandFile {
  readonly ending: string;
  readonly content: Buffer;
}

const weights = ["400", "700"] as const;

/** Returns the CSS to be put after the page's own. `fonts`: the names under which they are served. */
export function brandStyle({ accent }: Brand, fonts: readonly string[] = []): string {
  const faces = fonts.map(
    (name, index) =>
      `@font-face{font-family:Own;font-weight:${weights[index]};font-display:swap;src:url(${name})}`,
  );
  return [
    ...(accent === undefined ? [] : accentRules(accent)),
    ...faces,
    ...(faces.length > 0 ? [":root{font-family:Own,system-ui,sans-serif}"] : []),
  ].join("");
}

/** Returns the CSS to be put after the embed's own. */
export function brandEmbedStyle({ accent }: Brand): string {
  return accent === undefined ? "" : `.all{--objecteur-accent:${accent}}`;
}
