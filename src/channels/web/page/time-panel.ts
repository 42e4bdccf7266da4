import type { Moments, PageSettings, ToldTime } from "../wire.ts";
import { find, make } from "./elements.ts";
import type { Texts } from "./texts.ts";
import { writeMoment } from "./write-time.ts";

/** The control that moves the chat's clock; only in the preview. */
export interface TimePanel {
  show(time: ToldTime): void;
  /** Writes it anew, in the language that is spoken now. */
  refresh(): void;
  /** Closes it; false where it was closed. */
  close(): boolean;
}

const day = 24 * 60 * 60_000;
const justAfter = 1_000;

/** Builds the panel. `travel` sets the clock so far ahead of the real one. */
export function createTimePanel(
  { mode, moments }: PageSettings,
  texts: Texts,
  travel: (ahead: number) => void,
): TimePanel {
  const panel = find<HTMLDetailsElement>("time");
  let time: ToldTime = { ahead: 0 };
  panel.hidden = mode !== "preview";

  function go(ahead: number): void {
    close();
    travel(ahead);
  }

  function button(label: string, ahead: () => number): HTMLElement {
    return make("button", { type: "button", onclick: () => go(ahead()) }, label);
  }

  /** One campaign's moments, folded away but for the first. */
  function group({ title, moments: its }: Moments, open: boolean, language: string): HTMLElement {
    const buttons = its.map(({ at, label }) => button(label[language] ?? "", () => at - Date.now()));
    const summary = make("summary", {}, title[language]);
    return make("details", { open }, summary, make("div", { className: "moments" }, ...buttons));
  }

  function refresh(): void {
    const language = texts.language();
    const { ahead, nextReminder } = time;
    find("now").textContent = writeMoment(Date.now() + ahead, language);
    const toReminder = (at: number) =>
      button(
        texts.text("time.reminder", { when: writeMoment(at, language) }),
        () => at + justAfter - Date.now(),
      );
    find("moments").replaceChildren(
      ...(nextReminder === undefined ? [] : [toReminder(nextReminder)]),
      button(texts.text("time.today"), () => 0),
      button(texts.text("time.day"), () => ahead + day),
      button(texts.text("time.week"), () => ahead + 7 * day),
      ...moments.map((campaign, index) => group(campaign, index === 0, language)),
    );
  }

  function close(): boolean {
    if (!panel.open) return false;
    panel.open = false;
    panel.querySelector("summary")?.focus();
    return true;
  }

  return {
    show(told) {
      time = told;
      refresh();
    },
    refresh,
    close,
  };
}
