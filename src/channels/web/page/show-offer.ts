import type { PageSettings } from "../wire.ts";
import { find, write } from "./elements.ts";
import type { Entry } from "./history.ts";
import type { Texts } from "./texts.ts";

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

/** Who comes back by a link to another campaign than they began with last is offered it; what is there stays. */
export function showOffer(
  { campaign = "" }: StartWish,
  entries: readonly Entry[],
  { text, language }: Texts,
  settings: PageSettings,
): void {
  const begun = entries.flatMap((entry) => {
    const said = entry.type === "person" && "text" in entry.said ? entry.said.text : "";
    return said.startsWith("/start ") ? [readStart(said.slice("/start ".length), settings).campaign] : [];
  });
  find("offer").hidden = campaign === "" || entries.length === 0 || begun.at(-1) === campaign;
  const service = settings.names[language()]?.[campaign] ?? "";
  write("offer-what", text("offer", { service }));
  write("offer-start", text("offer-start", { service }));
}
