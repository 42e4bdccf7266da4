import { make } from "./elements.ts";
import type { createPush } from "./push.ts";
import type { Texts } from "./texts.ts";

type Push = Pick<ReturnType<typeof createPush>, "state" | "begin" | "stop">;

/** Builds what stands under a reminder: whether it reaches the person while the page is closed, and what they can do about it. */
export function showPush(
  push: Push,
  { text }: Texts,
  leadToTab: (link: HTMLAnchorElement) => void,
): HTMLElement {
  const state = push.state();
  const button = (name: string, press: () => Promise<void>) =>
    make("button", { type: "button", className: "plain", onclick: () => void press() }, text(name));
  const parts = {
    offered: () => button("push.begin", push.begin),
    failed: () => button("push.again", push.begin),
    on: () => button("push.stop", push.stop),
    framed: tabLink,
  };

  function tabLink(): HTMLElement {
    const link = make("a", { className: "plain", target: "_blank", rel: "noopener" }, text("embed.tab"));
    leadToTab(link);
    return link;
  }

  const part = state in parts && parts[state as keyof typeof parts]();
  return make(
    "div",
    { className: "push", role: "status" },
    make("p", { className: "hint" }, text(`push.${state}`)),
    part,
  );
}
