import type { PageSettings } from "../wire.ts";

/** What a link, or the page around, wants to begin with: a campaign, a language, or both as "meta-fr". */
export interface StartWish {
  /** As it was wished; empty if nothing that can be was. */
  readonly start: string;
  readonly campaign?: string | undefined;
  readonly language?: string | undefined;
}

/** Reads such a wish. */
export function readStart(text: string, { names }: Pick<PageSettings, "names">): StartWish {
  if (!/^[\w-]{1,64}$/.test(text)) return { start: "" };
  const wished = text.toLowerCase();
  const language = Object.keys(names).find((each) => wished === each || wished.endsWith(`-${each}`));
  const campaign = language === undefined ? wished : wished.slice(0, -language.length - 1);
  const isKnown = Object.values(names).some((inOne) => inOne[campaign] !== undefined);
  return { start: text, language, ...(isKnown && { campaign }) };
}
