import { make, makeButton, makeDrawing, makeUnseen } from "./elements.ts";
import { standAside } from "./stand-aside.ts";
import type { ToChat, ToHost } from "./wishes.ts";

/** The name of our element; no style rule of the host page matches it. */
export const hostName = "objecteur-chat";

/** The view within an element of the article: always open, so that opening it scrolls to it. */
export function createInline(frame: HTMLElement) {
  const element = make("div", { className: "inline" }, frame);
  return {
    element,
    isOpen: () => true,
    show: () => element.scrollIntoView({ block: "nearest" }),
    showUnread: () => {},
  };
}

interface PanelSettings {
  /** Returns one of the embed's texts by its name. */
  readonly text: (name: string) => string;
  readonly side: "left" | "right";
  /** The button's label, if the site sets another one. */
  readonly label: string | undefined;
}

/** A button, and the panel that replaces it and floats over the page. */
export function createPanel(
  frame: HTMLElement,
  { text, side, label = text("open") }: PanelSettings,
  show: () => void,
  hide: () => void,
) {
  const unread = make("span");
  const open = { className: `launcher ${side}`, "aria-expanded": "false", onclick: show };
  const launcher = makeButton(open, label, unread);
  const leave = { className: "close", "aria-label": text("close"), title: text("close"), onclick: hide };
  const close = makeButton(leave, makeDrawing("M6 6l12 12M18 6L6 18"));
  const naming = { role: "dialog", "aria-label": text("title") } as const;
  const panel = make("div", { className: `panel ${side}`, hidden: true, ...naming }, frame, close);
  let opener: HTMLElement | undefined;
  standAside(launcher, hostName);

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden && !event.defaultPrevented) hide();
  });
  return {
    element: make("div", {}, launcher, panel),
    isOpen: () => !panel.hidden,
    show(isOpen: boolean): void {
      if (isOpen && panel.hidden) opener = findOpener();
      panel.hidden = !isOpen;
      launcher.hidden = isOpen;
      launcher.setAttribute("aria-expanded", String(isOpen));
      if (!isOpen) (opener?.isConnected ? opener : launcher).focus();
    },
    showUnread(count: number): void {
      const spoken = text("unread").replace("{{number}}", String(count));
      const seen = make("span", { className: "badge", "aria-hidden": "true" }, String(count));
      const heard = makeUnseen(` (${spoken})`);
      unread.replaceChildren(...(count === 0 ? [] : [seen, heard]));
    },
  };
}

/** Returns the host page's own control that opened the chat; undefined if it was ours. */
function findOpener(): HTMLElement | undefined {
  const active = document.activeElement;
  const isOurs = active === document.body || active?.localName === hostName;
  return active instanceof HTMLElement && !isOurs ? active : undefined;
}

/** How long the frame has to report that it is ready; after that it was refused, or its server is down. */
const loadsWithinMs = 15_000;
/** The same after the frame's load event: the chat reports before it, and an error page never does. */
const speaksWithinMs = 1_500;

/** The callbacks for events of the chat in its frame. */
interface FrameEvents {
  readonly loaded: (how: "ready" | "failed") => void;
  readonly heard: () => void;
  readonly close: () => void;
}

/** Builds the chat's frame, with a message in its place if it does not load. `load` starts the loading. */
export function createFrame(address: URL, text: (name: string) => string, on: FrameEvents) {
  const frame = make("iframe", {
    title: text("title"),
    allow: "clipboard-write",
    referrerPolicy: "no-referrer",
  });
  const tab = make("a", { href: address.href, target: "_blank", rel: "noopener" }, text("tab"));
  const retry = makeButton({ onclick: () => tryAgain() }, text("retry"));
  const loading = make("p", { className: "loading", role: "status", tabIndex: -1 });
  const failure = make("div", { className: "failure", role: "alert" });
  const element = make("div", { className: "frame" }, frame, loading, failure);
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let state: "unloaded" | "loading" | "ready" = "unloaded";
  let wanted: string | undefined;

  function failWithin(ms: number): void {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      loading.textContent = "";
      failure.replaceChildren(make("p", {}, text("failed")), retry, tab);
      on.loaded("failed");
    }, ms);
  }

  function load(): void {
    state = "loading";
    element.classList.remove("ready");
    failure.replaceChildren();
    loading.textContent = text("loading");
    failWithin(loadsWithinMs);
    frame.src = address.href;
  }

  function tryAgain(): void {
    load();
    loading.focus();
  }

  function tellStart(): void {
    if (state !== "ready" || wanted === undefined) return;
    const message: ToChat = { objecteur: "start", start: wanted };
    frame.contentWindow?.postMessage(message, address.origin);
    wanted = undefined;
  }

  function becomeReady(): void {
    clearTimeout(waiting);
    state = "ready";
    element.classList.add("ready");
    if (loading.matches(":focus")) frame.focus();
    loading.textContent = "";
    failure.replaceChildren();
    tellStart();
    on.loaded("ready");
  }

  frame.addEventListener("load", () => {
    if (state === "loading") failWithin(speaksWithinMs);
  });
  addEventListener("message", ({ source, origin, data }: MessageEvent<ToHost | undefined>) => {
    if (source !== frame.contentWindow || origin !== address.origin || data === undefined) return;
    if (data.objecteur === "ready") becomeReady();
    else on[data.objecteur]();
  });

  return {
    element,
    /** Loads the chat, unless loading has started. */
    load(): void {
      if (state === "unloaded") load();
    },
    /** Offers this campaign as soon as the chat is ready. */
    start(start: string): void {
      wanted = start;
      tellStart();
    },
    focus(): void {
      const instead = retry.isConnected ? retry : loading;
      (state === "ready" ? frame : instead).focus();
    },
  };
}
