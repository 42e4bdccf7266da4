import { make } from "./elements.ts";
import type { createPush, PushState } from "./push.ts";
import type { Texts } from "./texts.ts";

type Push = Pick<ReturnType<typeof createPush>, "state" | "begin" | "stop">;

/** Builds what stands under a reminder: whether it reaches the person while the page is closed, and what they can do about it. */
export function showPush(
  { state, begin, stop }: Push,
  { text }: Texts,
  leadToTab: (link: HTMLAnchorElement) => void,
): HTMLElement {
  const now = state();
  const button = (name: string, press: () => Promise<void>) =>
    make("button", { type: "button", className: "plain", onclick: () => void press() }, text(name));
  const tab = make("a", { className: "plain", target: "_blank", rel: "noopener" }, text("embed.tab"));
  leadToTab(tab);
  const parts: Partial<Record<PushState, HTMLElement>> = {
    offered: button("push.begin", begin),
    failed: button("push.again", begin),
    on: button("push.stop", stop),
    framed: tab,
  };
  const hint = make("p", { className: "hint" }, text(`push.${now}`));
  return make("div", { className: "push", role: "status" }, hint, parts[now]);
}
