import { make, makeButton } from "./elements.ts";
import type { ToChat, ToHost } from "./host-page.ts";

/** A page that has not said by then that it is there does not come: it was refused, or its server is away. */
const loadsWithinMs = 15_000;
/** A page that is there says so before it has loaded: an error's page never does. */
const speaksWithinMs = 1_500;

/** What is told of the chat in its frame. */
interface FrameEvents {
  readonly loaded: (how: "ready" | "failed") => void;
  readonly heard: () => void;
  readonly close: () => void;
}

/** Builds the frame with the chat; a message stands in its place if it does not load. It is loaded by `load`. */
export function createFrame(address: URL, text: (name: string) => string, on: FrameEvents) {
  const frame = make("iframe", {
    title: text("title"),
    allow: "clipboard-write",
    referrerPolicy: "no-referrer",
  });
  const tab = make("a", { href: address.href, target: "_blank", rel: "noopener" }, text("embed.tab"));
  const retry = makeButton({ onclick: () => load() }, text("embed.retry"));
  const failure = make("div", { className: "failure", role: "alert" });
  const element = make("div", { className: "frame" }, frame, failure);
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let state: "unloaded" | "loading" | "ready" = "unloaded";
  let wanted: string | undefined;

  function failWithin(ms: number): void {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      failure.replaceChildren(make("p", {}, text("embed.failed")), retry, tab);
      on.loaded("failed");
    }, ms);
  }

  function load(): void {
    state = "loading";
    element.classList.remove("ready");
    failure.replaceChildren();
    failWithin(loadsWithinMs);
    frame.src = address.href;
  }

  function tellStart(): void {
    if (state !== "ready" || wanted === undefined) return;
    const told: ToChat = { objecteur: "start", start: wanted };
    frame.contentWindow?.postMessage(told, address.origin);
    wanted = undefined;
  }

  function becomeReady(): void {
    clearTimeout(waiting);
    state = "ready";
    element.classList.add("ready");
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
    /** Loads the chat, unless that has begun. */
    load(): void {
      if (state === "unloaded") load();
    },
    /** Offers this campaign, as soon as the chat is there. */
    start(start: string): void {
      wanted = start;
      tellStart();
    },
    focus: () => (state === "ready" ? frame : retry).focus(),
  };
}
