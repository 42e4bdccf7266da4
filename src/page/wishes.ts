import { accentRules } from "../channels/web/accent.ts";
import type { PageSettings, StageDto } from "../channels/web/wire.ts";
import { isReadable } from "../support/colours.ts";
import { find, make, write } from "./elements.ts";
import type { Entry } from "./history.ts";
import type { Texts } from "./texts.ts";

/** A message from the framed chat to the host page. */
export interface ToHost {
  readonly objecteur: "ready" | "heard" | "close" | "reached";
  /** With "reached". */
  readonly stage?: StageDto | undefined;
}

/** A message from the host page to the chat, with what a link to the chat can hold. */
export interface ToChat {
  readonly start?: string | undefined;
  readonly theme?: string | null;
}

/**
 * Connects to the host page, if there is one. Calls `onStart` with the campaign that it asks to offer, and
 * changes to its theme.
 */
export function connectHost(onStart: (start: string) => void) {
  const isEmbedded = window.parent !== window;
  if (isEmbedded)
    addEventListener("message", ({ source, data }: MessageEvent<ToChat | undefined>) => {
      if (source !== window.parent) return;
      if (typeof data?.start === "string") onStart(data.start);
      wear(String(data?.theme));
    });
  return {
    isEmbedded,
    /** Sent to any origin: any host page may know this. */
    tell(objecteur: ToHost["objecteur"], stage?: StageDto): void {
      if (isEmbedded) window.parent.postMessage({ objecteur, stage } satisfies ToHost, "*");
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
  const language = Object.keys(names).find((each) => `-${wished}`.endsWith(`-${each.toLowerCase()}`));
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

/** Says who runs the bot, with the way to the privacy notice. */
export function showOperator({ operator }: PageSettings, { text }: Texts): void {
  find("by").hidden = operator === undefined;
  write("by-whom", text("by", { name: operator?.name ?? "" }));
  const link = find<HTMLAnchorElement>("privacy");
  link.hidden = operator?.privacyUrl === undefined;
  link.href = operator?.privacyUrl ?? "";
}

/**
 * Styles the page as the host page asks, in its colour and theme, with room for the panel's close button;
 * shows the operator's logo.
 */
export function dress(wishes: URLSearchParams, isEmbedded: boolean, { logo }: PageSettings): void {
  document.documentElement.classList.toggle("panel", isEmbedded && wishes.get("embed") === "panel");
  const accent = wishes.get("accent") ?? "";
  const [sheet] = document.styleSheets;
  if (isReadable(accent))
    for (const rule of accentRules(accent)) sheet?.insertRule(rule, sheet.cssRules.length);
  wear(wishes.get("theme") ?? "");
  if (logo !== undefined) showLogo(logo);
}

const isDark = "screen and (prefers-color-scheme: dark)";
/** The condition of the rules for the dark, by theme: each names the scheme, by which they are found again. */
const darkConditions: Readonly<Record<string, string>> = {
  auto: isDark,
  dark: `${isDark}, screen`,
  light: `${isDark} and (prefers-color-scheme: light)`,
};

/** Shows the light or the dark theme, whatever the browser prefers; "auto" is the browser's. Ignores others. */
function wear(theme: string): void {
  const condition = darkConditions[theme];
  if (condition === undefined) return;
  document.documentElement.style.colorScheme = theme === "auto" ? "" : theme;
  const rules = [...document.styleSheets].flatMap(({ cssRules }) => [...cssRules]);
  for (const rule of rules)
    if (rule instanceof CSSMediaRule && /scheme/.test(rule.conditionText)) rule.media.mediaText = condition;
}

function showLogo(src: string): void {
  for (const drawing of document.querySelectorAll(".logo"))
    drawing.replaceWith(make("img", { className: "logo", src, alt: "" }));
  document.querySelector("link[rel=icon]")?.setAttribute("href", src);
}
