import type { PageSettings, TimeDto } from "../channels/web/wire.ts";
import { find, make, makeButton, write } from "./elements.ts";
import type { Texts } from "./texts.ts";
import { writeMoment } from "./write-time.ts";

const day = 24 * 60 * 60_000;
const justAfter = 1_000;

/**
 * Builds the control for the preview's clock. `travel` sets how far the clock is ahead of the real
 * one.
 */
export function createTimePanel(
  { mode, moments }: PageSettings,
  texts: Texts,
  travel: (ahead: number) => Promise<void>,
) {
  const panel = find<HTMLDetailsElement>("time");
  let time: TimeDto = { ahead: 0 };
  const isHere = mode === "preview";
  panel.hidden = !isHere;

  function button(label: string, ahead: () => number): HTMLElement {
    const onclick = () => {
      close();
      void travel(ahead());
    };
    return makeButton({ onclick }, label);
  }

  /** Renders the panel again in the current language. `newTime`: the time as it is now. */
  function refresh(newTime = time): void {
    // Its first date costs a page on a slow phone a tenth of a second.
    if (!isHere) return;
    time = newTime;
    const language = texts.language();
    const { ahead, nextReminder: next } = time;
    const when = writeMoment(next ?? 0, texts);
    // Each campaign's times are folded, except the first one's.
    const campaigns = moments.map(({ title, moments: its }, index) => {
      const buttons = its.map(({ at, label }) => button(label[language] ?? "", () => at - Date.now()));
      const group = make("div", { className: "moments" }, ...buttons);
      return make("details", { open: index === 0 }, make("summary", {}, title[language]), group);
    });
    write("now", writeMoment(Date.now() + ahead, texts));
    find("moments").replaceChildren(
      ...(next === undefined
        ? []
        : [button(texts.text("time.reminder", { when }), () => next + justAfter - Date.now())]),
      button(texts.text("time.today"), () => 0),
      button(texts.text("time.day"), () => ahead + day),
      button(texts.text("time.week"), () => ahead + 7 * day),
      ...campaigns,
    );
  }

  /** Closes the panel; false if it was closed already. */
  function close(): boolean {
    if (!panel.open) return false;
    panel.open = false;
    panel.querySelector("summary")?.focus();
    return true;
  }

  return { refresh, close };
}
