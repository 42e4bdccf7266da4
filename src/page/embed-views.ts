import type { StageDto } from "../channels/web/wire.ts";
import { make, makeButton } from "./elements.ts";
import { standAside } from "./stand-aside.ts";
import type { ToChat, ToHost } from "./wishes.ts";

/** The name of our element; no style rule of the host page matches it. */
export const hostName = "objecteur-chat";

/** How near to the window an inline chat is when it begins to load. */
const nearby = "600px";

const nothing = () => {};

/**
 * The view within an element of the article: always open, so that opening it scrolls to it. It loads
 * when the reader comes near.
 */
export function createInline(frame: ChatFrame) {
  const element = make("div", { className: "inline" }, frame.element);
  const load: IntersectionObserverCallback = (seen) => {
    if (seen.some(({ isIntersecting }) => isIntersecting)) frame.load();
  };
  new IntersectionObserver(load, { rootMargin: nearby }).observe(element);
  return {
    element,
    isOpen: () => true,
    open: () => element.scrollIntoView({ block: "nearest" }),
    close: nothing,
    showButton: nothing,
    showUnread: nothing,
    standAside: nothing,
  };
}

/** The embed's texts in one language. */
export type EmbedTexts = Readonly<
  Record<"title" | "open" | "close" | "unread" | "loading" | "failed" | "retry" | "tab", string>
>;

interface PanelSettings {
  readonly text: EmbedTexts;
  readonly side: "left" | "right";
  /** The button's label, if the site sets another one. */
  readonly label: string | undefined;
  /** False if the site has a button of its own. */
  readonly hasButton: boolean;
}

/** A button, and the panel that replaces it and floats over the page. */
export function createPanel(
  frame: HTMLElement,
  { text, side, label = text.open, hasButton }: PanelSettings,
  signal: AbortSignal,
  show: () => void,
  hide: () => void,
) {
  const unread = make("span", { className: "badge", role: "img" });
  const open = { className: `launcher ${side}`, onclick: show };
  const launcher = makeButton(open, label, unread);
  const leave = { className: "close", "aria-label": text.close, onclick: hide };
  const naming = { role: "dialog", "aria-label": text.title } as const;
  const panel = make("div", { className: `panel ${side}`, ...naming }, makeButton(leave, "×"), frame);
  const setBack = closeByBack(panel, signal, hide);
  let isButtonShown = hasButton;
  /** Where the focus was: maybe on the site's own button. */
  let opener: HTMLElement | null = null;

  function update(isOpen: boolean): void {
    panel.hidden = !isOpen;
    launcher.hidden = isOpen || !isButtonShown;
  }

  update(false);
  addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Escape" && !panel.hidden && !event.defaultPrevented) hide();
    },
    { signal },
  );
  return {
    element: make("div", {}, launcher, panel),
    isOpen: () => !panel.hidden,
    open(): void {
      if (!panel.hidden) return;
      opener = document.activeElement as HTMLElement | null;
      update(true);
      setBack(true);
    },
    close(): void {
      update(false);
      // Only the second call has an effect if the opener can take the focus; our own element cannot.
      launcher.focus();
      opener?.focus();
      setBack(false);
    },
    showButton(isShown: boolean): void {
      isButtonShown = isShown;
      update(!panel.hidden);
    },
    showUnread(count: number): void {
      unread.textContent = count === 0 ? "" : String(count);
      unread.setAttribute("aria-label", text.unread.replace("{{number}}", String(count)));
    },
    standAside: standAside(launcher, panel, hostName),
  };
}

/**
 * Lets "Back" close a panel that reaches the window's top, so fills all of it, by an entry in the page's
 * history while it is open. The site's own scripts hear nothing of that entry's end. Returns what adds and
 * removes it.
 */
function closeByBack(panel: HTMLElement, signal: AbortSignal, close: () => void): (isOpen: boolean) => void {
  const isOnTop = () => history.state?.objecteur;
  let isAdded = false;
  addEventListener(
    "popstate",
    (event) => {
      if (!isAdded || isOnTop()) return;
      isAdded = false;
      event.stopImmediatePropagation();
      close();
    },
    { signal, capture: true },
  );
  return (isOpen) => {
    if (!isOpen && isAdded && isOnTop()) return history.back();
    isAdded = isOpen && panel.getBoundingClientRect().top === 0;
    // A page that was loaded again, with the panel open, has its entry already.
    if (isAdded && !isOnTop()) history.pushState({ ...history.state, objecteur: true }, "");
  };
}

/** How long the frame has to report that it is ready; after that it was refused, or its server is down. */
const loadsWithinMs = 15_000;
/** The same after the frame's load event: the chat reports before it, and an error page never does. */
const speaksWithinMs = 1_500;

/** The callbacks for events of the chat in its frame. */
interface FrameEvents {
  readonly loaded: (how: "ready" | "failed") => void;
  readonly heard: () => void;
  readonly reached: (stage: StageDto) => void;
  readonly close: () => void;
}

type ChatFrame = ReturnType<typeof createFrame>;

/** Builds the chat's frame, with a message in its place if it does not load. `load` starts the loading. */
export function createFrame(address: URL, text: EmbedTexts, signal: AbortSignal, on: FrameEvents) {
  const frame = make("iframe", {
    title: text.title,
    allow: "clipboard-write",
    referrerPolicy: "no-referrer",
    onload() {
      if (state === "loading") failWithin(speaksWithinMs);
    },
  });
  const tab = make("a", { target: "_blank" }, text.tab);
  const tryAgain = () => {
    load();
    note.focus();
  };
  const retry = makeButton({ onclick: tryAgain }, text.retry);
  /** What is said in place of the frame: embed.css hides the frame as long as it holds something. */
  const note = make("div", { className: "note", role: "status", tabIndex: -1 });
  const element = make("div", { className: "frame" }, note, frame);
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let state: "unloaded" | "loading" | "ready" | "failed" = "unloaded";
  let wanted: string | undefined;

  function become(next: typeof state, ...said: readonly (string | Node)[]): void {
    clearTimeout(waiting);
    state = next;
    note.replaceChildren(...said);
  }

  function failWithin(ms: number): void {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      tab.href = address.href;
      become("failed", text.failed, retry, tab);
      on.loaded("failed");
    }, ms);
  }

  function load(): void {
    become("loading", text.loading);
    failWithin(loadsWithinMs);
    frame.src = address.href;
  }

  /** Tells the chat, once it is ready, what its address did not hold when it began to load. */
  function tellChat(): void {
    if (state !== "ready") return;
    const message: ToChat = { start: wanted, theme: address.searchParams.get("theme") };
    frame.contentWindow?.postMessage(message, address.origin);
    wanted = undefined;
  }

  function becomeReady(): void {
    const isNoteFocused = note.matches(":focus");
    become("ready");
    if (isNoteFocused) frame.focus();
    tellChat();
    on.loaded("ready");
  }

  const take = { ...on, ready: becomeReady };
  addEventListener(
    "message",
    ({ source, origin, data }: MessageEvent<ToHost>) => {
      if (source === frame.contentWindow && origin === address.origin)
        take[data.objecteur](data.stage as StageDto);
    },
    { signal },
  );

  return {
    element,
    state: () => state,
    /** Loads the chat, unless loading has started. */
    load(): void {
      if (state === "unloaded") load();
    },
    /** Offers this campaign as soon as the chat is ready. */
    start(start: string): void {
      wanted = start;
      tellChat();
    },
    /** Shows the chat in this theme, also if it loads later or again. */
    setTheme(theme: string): void {
      address.searchParams.set("theme", theme);
      tellChat();
    },
    focus: () => (state === "ready" ? frame : note).focus(),
  };
}
