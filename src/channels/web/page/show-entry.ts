import type { ToldChoice } from "../wire.ts";
import { make, makeUnseen } from "./elements.ts";
import type { BotEntry, Entry, PersonEntry } from "./history.ts";
import { showActions } from "./show-actions.ts";
import type { Texts } from "./texts.ts";
import { isOtherZone, writeHour, writeMoment } from "./write-time.ts";

type Span = BotEntry["told"]["message"]["text"][number];

/** What can be done with a line of the chat. */
export interface Presses {
  readonly choose: (entry: BotEntry, button: ToldChoice) => void;
  readonly beginAgain: () => void;
}

/** Builds a line of the chat. `isOpen`: its question is the one that waits for an answer. */
export function showEntry(entry: Entry, isOpen: boolean, texts: Texts, presses: Presses): HTMLElement {
  switch (entry.type) {
    case "bot": {
      const { text, language = texts.language() } = entry.told.message;
      const spans = text.map((span) => showSpan(span, texts));
      const said = make("div", { className: "text", lang: language }, ...spans);
      const bubble = showBubble(entry, texts, said, ...showActions(entry.told.message, texts));
      return make("div", { className: "row bot" }, bubble, showAnswers(entry, isOpen, texts, presses));
    }
    case "person": {
      const said = make("div", { className: "text" }, entry.words);
      return make("div", { className: "row person" }, showBubble(entry, texts, said));
    }
    case "note": {
      const properties = { type: "button", className: "plain", onclick: presses.beginAgain } as const;
      const again = entry.isEnd ? [" ", make("button", properties, texts.text("again"))] : [];
      return make("div", { className: "note" }, entry.words, ...again);
    }
  }
}

/** Who speaks is only heard: it is seen from the side on which the bubble is. */
function showBubble(
  entry: BotEntry | PersonEntry,
  texts: Texts,
  ...said: readonly HTMLElement[]
): HTMLElement {
  const speaker = makeUnseen(`${texts.text(entry.type === "bot" ? "bot" : "you")} `);
  const fate = entry.type === "bot" || entry.fate === "sent" ? "" : ` · ${texts.text(entry.fate)}`;
  const when = make("div", { className: "when" }, `${writeHour(entry.at, texts.language())}${fate}`);
  return make("div", { className: "bubble" }, speaker, ...said, when);
}

function showSpan(span: Span, { text, language }: Texts): Node | string {
  switch (span.type) {
    case "text":
      return span.text;
    case "bold":
      return make("strong", {}, span.text);
    case "instant": {
      const own = ` (${text("your-time", { when: writeMoment(span.at, language()) })})`;
      const local = isOtherZone(span.at, span.zone) && make("span", { className: "local" }, own);
      return make("time", { dateTime: new Date(span.at).toISOString() }, span.text, local);
    }
  }
}

function showAnswers(entry: BotEntry, isOpen: boolean, texts: Texts, presses: Presses): HTMLElement | false {
  const { choices = [], ways = [], language = "" } = entry.told.message;
  // What a reminder asks can be answered at any time.
  const isReminder = entry.told.kind === "reminder";
  const isOver = entry.chosen !== undefined && !isReminder;
  const all = [...choices, ...ways].filter(({ id }) => !isOver || id === entry.chosen);
  if (all.length === 0) return false;
  const isOld = !isOpen && !isReminder;
  const label = isOld ? `${texts.text("answers")} (${texts.text("earlier")})` : texts.text("answers");
  const buttons = all.map((choice) => showButton(choice, entry, texts, () => presses.choose(entry, choice)));
  const className = isOld ? "answers old" : "answers";
  return make("div", { className, lang: language, role: "group", "aria-label": label }, ...buttons);
}

function showButton(choice: ToldChoice, entry: BotEntry, texts: Texts, onclick: () => void): HTMLElement {
  const { id, label } = choice;
  const isWay = entry.told.message.ways?.some((way) => way.id === id);
  const common = { type: "button", onclick, "data-id": id } as const;
  if (id !== entry.chosen) return make("button", { ...common, className: isWay ? "way" : "" }, label);
  const words = label.startsWith("✓") ? label : `✓ ${label}`;
  const unseen = makeUnseen(` (${texts.text("chosen")})`);
  return make("button", { ...common, className: "chosen" }, words, unseen);
}
