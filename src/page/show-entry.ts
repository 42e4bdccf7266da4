import type { ChoiceDto } from "../channels/web/wire.ts";
import { make, makeButton, makeUnseen } from "./elements.ts";
import type { BotEntry, Entry, PersonEntry } from "./history.ts";
import { showActions } from "./show-actions.ts";
import { showText } from "./show-text.ts";
import type { Texts } from "./texts.ts";
import { withoutHarm } from "./without-harm.ts";
import { writeHour } from "./write-time.ts";

/** The actions on a line of the chat. */
export interface Presses {
  readonly choose: (entry: BotEntry, button: ChoiceDto) => void;
  readonly tryAgain: (entry: PersonEntry) => void;
  readonly beginAgain: () => void;
}

/** What a line shows for its place in the chat. */
interface Place {
  /** Its question waits for an answer. */
  readonly isOpen: boolean;
  /** It is the last of the lines that follow each other closely, and tells the time for all of them. */
  readonly isTimed: boolean;
  /** The bot's words follow: those before them have arrived, although the receipt may come later. */
  readonly isAnswered: boolean;
  /** An element below its links. */
  readonly further: HTMLElement | undefined;
}

/** Builds a line of the chat. */
export function showEntry(entry: Entry, place: Place, texts: Texts, presses: Presses): HTMLElement {
  const { isOpen, further } = place;
  switch (entry.type) {
    case "bot": {
      const message = withoutHarm(entry.told.message);
      const { language = texts.language() } = message;
      const actions = showActions(message, texts, further);
      const said = make("div", { className: "text", lang: language }, ...showText(message, texts, actions));
      const bubble = showBubble(entry, place, texts, said);
      return make("div", { className: "row bot" }, bubble, showAnswers(entry, isOpen, texts, presses));
    }
    case "person": {
      const said = make("div", { className: "text" }, entry.words);
      const properties = { className: "plain", onclick: () => presses.tryAgain(entry) };
      const again = entry.fate === "failed" && makeButton(properties, texts.text("embed.retry"));
      return make("div", { className: "row person" }, showBubble(entry, place, texts, said), again);
    }
    case "note": {
      const properties = { className: "plain", onclick: presses.beginAgain };
      const again = entry.isEnd ? [" ", makeButton(properties, texts.text("again"))] : [];
      return make("div", { className: "note" }, entry.words, ...again);
    }
  }
}

/** Builds a bubble. The speaker is named for screen readers only: the bubble's side shows it. */
function showBubble(
  entry: BotEntry | PersonEntry,
  { isTimed, isAnswered }: Place,
  texts: Texts,
  said: HTMLElement,
): HTMLElement {
  const { text } = texts;
  const speaker = makeUnseen(`${text(entry.type === "bot" ? "bot" : "you")} `);
  const isPlain = entry.type === "bot" || entry.fate === "sent" || (entry.fate === "waiting" && isAnswered);
  const fate = isPlain ? [] : [text(entry.fate)];
  const told = [...(isTimed ? [writeHour(entry.at, texts)] : []), ...fate].join(" · ");
  return make(
    "div",
    { className: "bubble" },
    speaker,
    said,
    told !== "" && make("div", { className: "when" }, told),
  );
}

/**
 * Builds the answers to a question. Those of an earlier question are folded, and removed once one
 * was chosen. A reminder can be answered at any time.
 */
function showAnswers(entry: BotEntry, isOpen: boolean, texts: Texts, presses: Presses): HTMLElement | false {
  const { told, chosen } = entry;
  const { choices = [], navigation = [], language = "" } = told.message;
  const isReminder = told.kind === "reminder" || told.kind === "alert";
  const isOver = chosen !== undefined && !isReminder;
  if (choices.length + navigation.length === 0) return false;
  const show = (buttons: readonly ChoiceDto[], className: string) =>
    buttons.map((choice) => {
      const { id, label } = choice;
      // Ignores the second click of a double click: it was meant for what was there at the first.
      const onclick = ({ detail }: MouseEvent) => detail < 2 && presses.choose(entry, choice);
      return makeButton({ onclick, "data-id": id, className }, id === chosen ? `✓ ${label}` : label);
    });
  const label = texts.text("answers");
  const ways = navigation.length > 0 && make("div", { className: "ways" }, ...show(navigation, "way"));
  const buttons = [...show(choices, ""), ...(isReminder ? show(navigation, "") : [ways])];
  // Later changes are not read out, and the group takes the focus once its buttons are gone.
  const silent = { "aria-live": "off", tabIndex: -1 } as const;
  const properties = { className: "answers", lang: language, role: "group", "aria-label": label, ...silent };
  if (isOver) return make("div", properties);
  if (isOpen) return make("div", properties, ...buttons);
  const summary = make("summary", {}, `${label} (${texts.text("earlier")})`);
  const folded = make("div", { className: "answers" }, ...buttons);
  return make("div", properties, make("details", { className: "old" }, summary, folded));
}
