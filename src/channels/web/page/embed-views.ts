import { make, makeButton, makeSvg } from "./elements.ts";
import type { EmbedSettings } from "./embed.ts";

/** No rule of the page's is for an element of this name. */
export const hostName = "objecteur-chat";

/** One way to show the chat. */
export interface View {
  readonly element: HTMLElement;
  readonly isOpen: () => boolean;
  readonly show: (isOpen: boolean) => void;
  readonly showUnread: (count: number) => void;
}

/** In an element of the article it is always open; to open it means to show where it is. */
export function createInline(frame: HTMLElement): View {
  const element = make("div", { className: "inline" }, frame);
  return {
    element,
    isOpen: () => true,
    show: () => element.scrollIntoView({ block: "nearest" }),
    showUnread: () => {},
  };
}

/** A button, and the panel that floats over the page in its place. */
export function createPanel(
  frame: HTMLElement,
  { text, side, label = text("embed.open") }: Pick<EmbedSettings, "text" | "side" | "label">,
  show: () => void,
  hide: () => void,
): View {
  const unread = make("span");
  const open = { className: `launcher ${side}`, "aria-expanded": "false", onclick: show };
  const launcher = makeButton(open, label, unread);
  const cross = makeSvg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" });
  cross.append(makeSvg("path", { d: "M6 6l12 12M18 6L6 18" }));
  const leave = { className: "close", "aria-label": text("close"), title: text("close"), onclick: hide };
  const close = makeButton(leave, cross);
  const naming = { role: "dialog", "aria-label": text("title") } as const;
  const panel = make("div", { className: `panel ${side}`, hidden: true, ...naming }, frame, close);
  let opener: HTMLElement | undefined;

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden && !event.defaultPrevented) hide();
  });
  return {
    element: make("div", {}, launcher, panel),
    isOpen: () => !panel.hidden,
    show(isOpen) {
      if (isOpen && panel.hidden) opener = findOpener();
      panel.hidden = !isOpen;
      launcher.hidden = isOpen;
      launcher.setAttribute("aria-expanded", String(isOpen));
      if (!isOpen) (opener?.isConnected ? opener : launcher).focus();
    },
    showUnread(count) {
      const spoken = text("embed.unread").replace("{{number}}", String(count));
      const seen = make("span", { className: "badge", "aria-hidden": "true" }, String(count));
      const heard = make("span", { className: "unseen" }, ` (${spoken})`);
      unread.replaceChildren(...(count === 0 ? [] : [seen, heard]));
    },
  };
}

/** A button of the page's own that has opened the chat; nothing if it was ours. */
function findOpener(): HTMLElement | undefined {
  const active = document.activeElement;
  const isOurs = active === document.body || active?.localName === hostName;
  return active instanceof HTMLElement && !isOurs ? active : undefined;
}
