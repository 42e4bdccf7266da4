import type { PageSettings, ToldTime } from "../wire.ts";
import { find, make, makeButton, write } from "./elements.ts";
import type { Texts } from "./texts.ts";
import { writeMoment } from "./write-time.ts";

const day = 24 * 60 * 60_000;
const justAfter = 1_000;

/** Builds the control that moves the preview's clock. `travel` sets the clock so far ahead of the real one. */
export function createTimePanel(
  { mode, moments }: PageSettings,
  texts: Texts,
  travel: (ahead: number) => Promise<void>,
) {
  const panel = find<HTMLDetailsElement>("time");
  let time: ToldTime = { ahead: 0 };
  panel.hidden = mode !== "preview";

  function button(label: string, ahead: () => number): HTMLElement {
    const onclick = () => {
      close();
      void travel(ahead());
    };
    return makeButton({ onclick }, label);
  }

  /** Writes it anew, in the language that is spoken now. `told`: what the clock shows from now on. */
  function refresh(told = time): void {
    time = told;
    const language = texts.language();
    const { ahead, nextReminder: next } = time;
    const when = writeMoment(next ?? 0, language);
    // One campaign's moments are folded away, but for the first.
    const campaigns = moments.map(({ title, moments: its }, index) => {
      const buttons = its.map(({ at, label }) => button(label[language] ?? "", () => at - Date.now()));
      const group = make("div", { className: "moments" }, ...buttons);
      return make("details", { open: index === 0 }, make("summary", {}, title[language]), group);
    });
    write("now", writeMoment(Date.now() + ahead, language));
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

  /** Closes it; false where it was closed. */
  function close(): boolean {
    if (!panel.open) return false;
    panel.open = false;
    panel.querySelector("summary")?.focus();
    return true;
  }

  return { refresh, close };
}
