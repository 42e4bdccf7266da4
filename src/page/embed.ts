import { make } from "./elements.ts";
import { createFrame, createInline, createPanel, hostName } from "./embed-views.ts";
import { chooseLanguage } from "./texts.ts";
import { inkOn } from "./wishes.ts";

/** The embed's texts, by language: the server wraps this script in a function that takes them. */
declare const words: Readonly<Record<string, Readonly<Record<string, string>>>>;
/** The content of embed.css, minified; the server passes it in the same way. */
declare const style: string;

type EventName = "open" | "close" | "ready" | "message" | "failed";
type Listener = (event: CustomEvent<{ readonly unread: number }>) => void;

/** The API for the host page, as `Objecteur`. */
interface EmbedApi {
  /** Shows the chat. `start`: the campaign to offer, as in a link to the chat. */
  open(wish?: { readonly start?: string }): void;
  close(): void;
  /** Calls the listener at each such event; returns a function that removes it. */
  on(name: EventName, listener: Listener): () => void;
}

/** Adds the chat to another site's page: behind a button, or in the element that `data-inline` selects. */
function embed(script: HTMLScriptElement): EmbedApi {
  const settings = readSettings(script);
  const { text, place } = settings;
  const events = new EventTarget();
  let unread = 0;
  const tell = (name: EventName) => events.dispatchEvent(new CustomEvent(name, { detail: { unread } }));
  const setUnread = (count: number) => {
    unread = count;
    view.showUnread(count);
  };
  const open = () => {
    frame.load();
    view.show(true);
    setUnread(0);
    frame.focus();
    tell("open");
  };
  const close = () => {
    if (place !== null || !view.isOpen()) return;
    view.show(false);
    tell("close");
  };
  const frame = createFrame(settings.address, text, {
    close,
    heard() {
      if (!view.isOpen()) setUnread(unread + 1);
      tell("message");
    },
    loaded(name) {
      if (place === null && view.isOpen()) frame.focus();
      tell(name);
    },
  });
  const view =
    place === null ? createPanel(frame.element, settings, open, close) : createInline(frame.element);
  (place ?? document.body).append(createHost(view.element, settings));
  if (place !== null) frame.load();

  return {
    open({ start } = {}) {
      if (start !== undefined) frame.start(start);
      open();
    },
    close,
    on(name, listener) {
      events.addEventListener(name, listener as EventListener);
      return () => events.removeEventListener(name, listener as EventListener);
    },
  };
}

type EmbedSettings = ReturnType<typeof readSettings>;

/** Reads the settings from the script's element. */
function readSettings({ src, dataset }: HTMLScriptElement) {
  const { lang, start, accent = "", label, position, inline } = dataset as Readonly<Record<string, string>>;
  const language = chooseLanguage(Object.keys(words), [lang ?? document.documentElement.lang]);
  const text = (name: string) => words[language]?.[name] ?? "";
  const place = inline === undefined ? null : findPlace(inline);
  const ink = inkOn(accent);
  const side = position === "left" ? "left" : "right";
  const wishes = { lang: language, start, accent: ink && accent, embed: place === null ? "panel" : "inline" };
  return { language, text, place, address: addressOf(src, wishes), accent, ink, side, label } as const;
}

/**
 * Finds the element for the chat; null if the selector is invalid or matches nothing: then there is
 * a button.
 */
function findPlace(selector: string): Element | null {
  try {
    const place = document.querySelector(selector);
    if (place !== null) return place;
  } catch {}
  // biome-ignore lint/suspicious/noConsole: whoever writes the article looks for it there
  console.warn(
    `Objecteur: data-inline: expected the selector of an element in this page, such as "#chat", got "${selector}"`,
  );
  return null;
}

/** Returns the chat's URL with its settings as parameters. */
function addressOf(src: string, wishes: Readonly<Record<string, string | undefined>>): URL {
  const address = new URL("./", src);
  for (const [name, value] of Object.entries(wishes))
    if (value !== undefined) address.searchParams.set(name, value);
  return address;
}

/** Builds the element whose shadow root separates the page's styles from ours. */
function createHost(view: HTMLElement, { language, accent, ink }: EmbedSettings): HTMLElement {
  const host = document.createElement(hostName);
  const root = host.attachShadow({ mode: "open" });
  addStyle(root);
  const all = make("div", { className: "all", lang: language }, view);
  if (ink !== undefined) {
    all.style.setProperty("--objecteur-accent", accent);
    all.style.setProperty("--objecteur-ink", ink);
  }
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

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  const begin = () => {
    Object.assign(window, { Objecteur: embed(script) });
    document.dispatchEvent(new Event("objecteur"));
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
  else begin();
}
