import type { StageDto } from "../channels/web/wire.ts";
import { isReadable } from "../support/colours.ts";
import { matchLanguage } from "../support/match-language.ts";
import { make } from "./elements.ts";
import { createFrame, createInline, createPanel, type EmbedTexts, hostName } from "./embed-views.ts";

/** The embed's texts, by language: the server wraps this script in a function that takes them. */
declare const words: Readonly<Record<string, EmbedTexts>>;
/** The content of embed.css, minified; the server passes it in the same way. */
declare const style: string;

type EventName = "open" | "close" | "ready" | "message" | "failed" | StageDto;
type Listener = (event: CustomEvent<{ readonly unread: number }>) => void;
type Run = (chat: EmbedApi) => void;

/** The API for the host page, as `Objecteur`; before this script has run, an array stands there. */
interface EmbedApi {
  /** Shows the chat. `start`: the campaign to offer, as in a link to the chat. */
  open(wish?: { readonly start?: string | undefined }): void;
  close(): void;
  toggle(): void;
  /** Shows the button. */
  show(): void;
  /** Closes the chat, and hides the button. */
  hide(): void;
  /**
   * Calls the listener at each such event, and at once if the chat is `ready` or has `failed` already;
   * returns a function that removes it.
   */
  on(name: EventName, listener: Listener): () => void;
  /** Runs a function with this API; those in the array of the same name have waited for it. */
  push(run: Run): void;
  /** Changes the theme, as `data-theme` does. */
  setTheme(theme: string): void;
  /** Removes the chat from the page. */
  destroy(): void;
}

/**
 * How often to check whether the page has removed the chat, or has put something below its button:
 * that may be in another shadow root, whose changes cannot be observed.
 */
const everyMs = 400;
const page = window as { Objecteur?: EmbedApi | readonly Run[] };

/** Adds the chat to another site's page: behind a button, or in the element that `data-inline` selects. */
function embed(script: HTMLScriptElement): EmbedApi {
  const settings = readSettings(script);
  const { text, place } = settings;
  const events = new EventTarget();
  const ending = new AbortController();
  const { signal } = ending;
  let unread = 0;
  const event = (name: EventName) => new CustomEvent(name, { detail: { unread } });
  const tell = (name: EventName) => events.dispatchEvent(event(name));
  const setUnread = (count: number) => {
    unread = count;
    view.showUnread(count);
  };
  /** A site without page loads may have replaced its body, or the element for the chat. */
  const attach = () => {
    if (!host.isConnected) findHome(settings)?.append(host);
  };
  const open: EmbedApi["open"] = ({ start } = {}) => {
    if (start) frame.start(start);
    attach();
    frame.load();
    view.open();
    setUnread(0);
    frame.focus();
    tell("open");
  };
  const close = () => {
    if (place || !view.isOpen()) return;
    view.close();
    tell("close");
  };
  const frame = createFrame(settings.address, text, signal, {
    close,
    reached: tell,
    heard() {
      if (!view.isOpen()) setUnread(unread + 1);
      tell("message");
    },
    loaded(name) {
      if (!place && view.isOpen()) frame.focus();
      tell(name);
    },
  });
  const view = place ? createInline(frame) : createPanel(frame.element, settings, signal, open, close);
  const setTheme: EmbedApi["setTheme"] = (theme) => {
    view.element.style.colorScheme = theme === "auto" ? "" : theme;
    frame.setTheme(theme);
  };
  const host = createHost(view.element, settings);
  setTheme(settings.theme);
  attach();
  const timer = setInterval(() => {
    attach();
    view.standAside();
  }, everyMs);
  document.addEventListener(
    "click",
    (click) => {
      const button = (click.target as Element).closest<HTMLElement>("[data-objecteur-open]");
      if (!button) return;
      click.preventDefault();
      open({ start: button.dataset["objecteurOpen"] });
    },
    { signal },
  );

  return {
    open,
    close,
    toggle: () => (view.isOpen() ? close() : open()),
    show: () => view.showButton(true),
    hide() {
      close();
      view.showButton(false);
    },
    on(name, listener) {
      events.addEventListener(name, listener as EventListener);
      if (frame.state() === name) listener(event(name));
      return () => events.removeEventListener(name, listener as EventListener);
    },
    setTheme,
    push: (run) => queueMicrotask(() => run(page.Objecteur as EmbedApi)),
    destroy() {
      close();
      ending.abort();
      clearInterval(timer);
      host.remove();
      delete page.Objecteur;
    },
  };
}

type EmbedSettings = ReturnType<typeof readSettings>;

/** Reads the settings from the script's element. */
function readSettings({ src, dataset: given }: HTMLScriptElement) {
  const { lang, start, label, launcher, inline, source, theme = "auto" } = given;
  const known = Object.keys(words);
  const language = matchLanguage(lang ?? document.documentElement.lang, known) ?? String(known[0]);
  const text = words[language] as EmbedTexts;
  const place = inline !== undefined && hasPlace(inline) && inline;
  const side = given["side"] === "left" ? "left" : "right";
  const accent = readAccent(given["accent"]);
  /** The custom properties for embed.css; one that is empty has its default there. */
  const dress = {
    accent,
    bottom: pixels(given["bottom"]),
    [side]: pixels(given[side]),
  };
  const wishes = { lang: language, start, accent, source, embed: place ? "inline" : "panel" };
  const hasButton = launcher !== "none";
  const address = addressOf(src, wishes);
  return { language, text, place, address, theme, dress, side, label, hasButton } as const;
}

function readAccent(accent = ""): string {
  if (isReadable(accent)) return accent;
  if (accent) warn(`data-accent: white cannot be read on "${accent}"`);
  return "";
}

function warn(problem: string): void {
  // biome-ignore lint/suspicious/noConsole: whoever writes the article looks for it there
  console.warn(`Objecteur: ${problem}`);
}

const pixels = (given: string | undefined) => (Number(given) >= 0 ? `${Number(given)}px` : "");

/** True if the selector is valid and matches an element for the chat; else there is a button. */
function hasPlace(selector: string): boolean {
  try {
    if (document.querySelector(selector)) return true;
  } catch {}
  warn(`data-inline: this page has no "${selector}"`);
  return false;
}

/** Returns the element that holds the chat; null while the page has none. */
const findHome = ({ place }: EmbedSettings) => (place ? document.querySelector(place) : document.body);

/** Returns the chat's URL with its settings as parameters. */
function addressOf(src: string, wishes: Readonly<Record<string, string | undefined>>): URL {
  const address = new URL("./", src);
  for (const [name, value] of Object.entries(wishes)) if (value) address.searchParams.set(name, value);
  return address;
}

/** Builds the element whose shadow root separates the page's styles from ours. */
function createHost(view: HTMLElement, { language, dress }: EmbedSettings): HTMLElement {
  const host = document.createElement(hostName);
  const root = host.attachShadow({ mode: "open" });
  addStyle(root);
  const all = make("div", { className: "all", lang: language }, view);
  for (const [name, value] of Object.entries(dress)) all.style.setProperty(`--objecteur-${name}`, value);
  root.append(all);
  return host;
}

/**
 * A content security policy of the host page may forbid a style element, but not a style sheet
 * object; older browsers support only the element.
 */
function addStyle(root: ShadowRoot): void {
  if (!("adoptedStyleSheets" in root)) return (root as ShadowRoot).append(make("style", {}, style));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet];
}

const script = document.currentScript as HTMLScriptElement | null;
if (script) {
  const begin = () => {
    const before = page.Objecteur;
    // The script may come twice, or again with each article of a site without page loads.
    (before as Partial<EmbedApi> | undefined)?.destroy?.();
    const chat = embed(script);
    page.Objecteur = chat;
    if (Array.isArray(before)) for (const run of before) chat.push(run);
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
  else begin();
}
