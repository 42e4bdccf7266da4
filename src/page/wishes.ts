import type { PageSettings } from "../channels/web/wire.ts";
import { find, write } from "./elements.ts";
import type { Entry } from "./history.ts";
import type { Texts } from "./texts.ts";

/** A message from the framed chat to the host page. */
export interface ToHost {
  readonly objecteur: "ready" | "heard" | "close";
}

/** A message from the host page to the chat, with the `start` of a link. */
export interface ToChat {
  readonly objecteur: "start";
  readonly start: string;
}

/** Connects to the host page, if there is one. Calls `onStart` with the campaign that it asks to offer. */
export function connectHost(onStart: (start: string) => void) {
  const isEmbedded = window.parent !== window;
  if (isEmbedded)
    addEventListener("message", ({ source, data }: MessageEvent<Partial<ToChat> | undefined>) => {
      if (source === window.parent && typeof data?.start === "string") onStart(data.start);
    });
  return {
    isEmbedded,
    /** Sent to any origin: any host page may know this. */
    tell(objecteur: ToHost["objecteur"]): void {
      if (isEmbedded) window.parent.postMessage({ objecteur } satisfies ToHost, "*");
    },
  };
}

/** What a link or the host page asks to begin with: a campaign, a language, or both as "meta-fr". */
interface StartWish {
  /** The text as it was given; empty if it is not valid. */
  readonly start: string;
  readonly campaign?: string | undefined;
  readonly language?: string | undefined;
}

/** Reads the `start` of a link or of the host page. */
export function readStart(text: string, { names }: Pick<PageSettings, "names">): StartWish {
  if (!/^[\w-]{1,64}$/.test(text)) return { start: "" };
  const wished = text.toLowerCase();
  const language = Object.keys(names).find((each) => wished === each || wished.endsWith(`-${each}`));
  const campaign = language === undefined ? wished : wished.slice(0, -language.length - 1);
  const isKnown = Object.values(names).some((inOne) => Object.hasOwn(inOne, campaign));
  return { start: text, language, ...(isKnown && { campaign }) };
}

/**
 * Offers the campaign of a link to a person whose last start was with another one; the conversation
 * stays.
 */
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

/** Styles the page as the host page asks: with its colour, and with room for the panel's close button. */
export function dress(wishes: URLSearchParams, isEmbedded: boolean): void {
  const { classList, style } = document.documentElement;
  classList.toggle("panel", isEmbedded && wishes.get("embed") === "panel");
  const accent = wishes.get("accent") ?? "";
  const ink = inkOn(accent);
  if (ink === undefined) return;
  style.setProperty("--brand", accent);
  style.setProperty("--on-brand", ink);
}

/**
 * Returns black or white, whichever is easier to read on a colour such as "#c00000"; undefined if it
 * is not one.
 */
export function inkOn(colour: string): "#000" | "#fff" | undefined {
  if (!/^#[\da-f]{6}$/i.test(colour)) return undefined;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    linear(parseInt(colour.slice(at, at + 2), 16)),
  );
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  // At 0.179 the contrasts with black and white are equal:
  // https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
  return luminance > 0.179 ? "#000" : "#fff";
}

/** Returns the linear light of one colour channel, from 0 to 1. */
function linear(byte: number): number {
  const share = byte / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
