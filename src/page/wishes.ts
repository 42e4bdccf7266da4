import type { PageSettings } from "../channels/web/wire.ts";
import { find, write } from "./elements.ts";
import type { Entry } from "./history.ts";
import type { Texts } from "./texts.ts";

/** What the chat in a frame tells the page around it. */
export interface ToHost {
  readonly objecteur: "ready" | "heard" | "close";
}

/** What the page around it tells the chat: a link's `start`. */
export interface ToChat {
  readonly objecteur: "start";
  readonly start: string;
}

/** Connects to the page that embeds this one, if one does. `onStart` is called with the campaign that it wants to be offered. */
export function connectHost(onStart: (start: string) => void) {
  const isEmbedded = window.parent !== window;
  if (isEmbedded)
    addEventListener("message", ({ source, data }: MessageEvent<Partial<ToChat> | undefined>) => {
      if (source === window.parent && typeof data?.start === "string") onStart(data.start);
    });
  return {
    isEmbedded,
    /** Whoever embeds the page may know this much. */
    tell(objecteur: ToHost["objecteur"]): void {
      if (isEmbedded) window.parent.postMessage({ objecteur } satisfies ToHost, "*");
    },
  };
}

/** What a link, or the page around, wants to begin with: a campaign, a language, or both as "meta-fr". */
interface StartWish {
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
  find("offer").hidden = campaign === "" || entries.every(({ isEnd }) => isEnd) || begun.at(-1) === campaign;
  const service = settings.names[language()]?.[campaign] ?? "";
  write("offer-what", text("offer", { service }));
  write("offer-start", text("offer-start", { service }));
}

/** Dresses the page as the one around it wishes: in its colour, with room for the cross of its panel. */
export function dress(wishes: URLSearchParams, isEmbedded: boolean): void {
  const { classList, style } = document.documentElement;
  classList.toggle("panel", isEmbedded && wishes.get("embed") === "panel");
  const accent = wishes.get("accent") ?? "";
  const ink = inkOn(accent);
  if (ink === undefined) return;
  style.setProperty("--brand", accent);
  style.setProperty("--on-brand", ink);
}

/** Black or white on a colour such as "#c00000", whichever is read more easily; nothing if it is no such colour. */
export function inkOn(colour: string): "#000" | "#fff" | undefined {
  if (!/^#[\da-f]{6}$/i.test(colour)) return undefined;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    linear(parseInt(colour.slice(at, at + 2), 16)),
  );
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  // Where the contrasts to black and to white are equal: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
  return luminance > 0.179 ? "#000" : "#fff";
}

/** The light of one of the three colours, from 0 to 1. */
function linear(byte: number): number {
  const share = byte / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
