import { make, makeUnseen } from "./elements.ts";
import type { BotEntry, Entry, NoteEntry, PersonEntry } from "./entry.ts";
import { showActions } from "./show-actions.ts";
import type { Texts } from "./texts.ts";
import { isOtherZone, writeHour, writeMoment } from "./write-time.ts";

type Button = NonNullable<BotEntry["told"]["message"]["choices"]>[number];
type Span = BotEntry["told"]["message"]["text"][number];

/** What can be done with a line of the chat. */
export interface Presses {
  readonly choose: (entry: BotEntry, button: Button) => void;
  readonly beginAgain: () => void;
}

/** Builds a line of the chat. `isOpen`: its question is the one that waits for an answer. */
export function showEntry(entry: Entry, isOpen: boolean, texts: Texts, presses: Presses): HTMLElement {
  switch (entry.type) {
    case "bot":
      return showBot(entry, isOpen, texts, presses);
    case "person":
      return showPerson(entry, texts);
    case "note":
      return showNote(entry, texts, presses);
  }
}

function showBot(entry: BotEntry, isOpen: boolean, texts: Texts, presses: Presses): HTMLElement {
  const { message } = entry.told;
  const language = message.language ?? texts.language();
  const text = make(
    "div",
    { className: "text", lang: language },
    ...message.text.map((span) => showSpan(span, texts)),
  );
  return make(
    "div",
    { className: "row bot" },
    make(
      "div",
      { className: "bubble" },
      makeUnseen(`${texts.text("bot")} `),
      text,
      ...showActions(message, texts),
      showHour(entry, texts),
    ),
    showAnswers(entry, isOpen, texts, presses),
  );
}

function showSpan(span: Span, texts: Texts): Node {
  switch (span.type) {
    case "text":
      return document.createTextNode(span.text);
    case "bold":
      return make("strong", {}, span.text);
    case "instant":
      return make(
        "time",
        { dateTime: new Date(span.at).toISOString() },
        span.text,
        isOtherZone(span.at, span.zone ?? "")
          ? make(
              "span",
              { className: "local" },
              ` (${texts.text("your-time", { when: writeMoment(span.at, texts.language()) })})`,
            )
          : undefined,
      );
  }
}

function showAnswers(
  entry: BotEntry,
  isOpen: boolean,
  texts: Texts,
  presses: Presses,
): HTMLElement | undefined {
  const { choices = [], ways = [], language } = entry.told.message;
  // What a reminder asks can be answered at any time.
  const isReminder = entry.told.kind === "reminder";
  const isOver = entry.chosen !== undefined && !isReminder;
  const all = [...choices, ...ways].filter(({ id }) => !isOver || id === entry.chosen);
  if (all.length === 0) return undefined;
  const isOld = !isOpen && !isReminder;
  const label = isOld ? `${texts.text("answers")} (${texts.text("earlier")})` : texts.text("answers");
  const buttons = all.map((button) =>
    showButton(button, entry.chosen === button.id, ways.includes(button), texts, () =>
      presses.choose(entry, button),
    ),
  );
  const group = make(
    "div",
    { className: isOld ? "answers old" : "answers", lang: language ?? "" },
    ...buttons,
  );
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", label);
  return group;
}

function showButton(
  { id, label }: Button,
  isChosen: boolean,
  isWay: boolean,
  texts: Texts,
  press: () => void,
): HTMLElement {
  const className = isChosen ? "chosen" : isWay ? "way" : "";
  const words = isChosen && !label.startsWith("✓") ? `✓ ${label}` : label;
  const button = make("button", { type: "button", className, onclick: press }, words);
  button.dataset["id"] = id;
  if (isChosen) button.append(makeUnseen(` (${texts.text("chosen")})`));
  return button;
}

function showPerson(entry: PersonEntry, texts: Texts): HTMLElement {
  const fate = entry.fate === "sent" ? "" : ` · ${texts.text(entry.fate)}`;
  const said = make("div", { className: "text" }, entry.words);
  const bubble = make("div", { className: "bubble" }, makeUnseen(`${texts.text("you")} `), said);
  bubble.append(showHour(entry, texts, fate));
  return make("div", { className: "row person" }, bubble);
}

function showHour({ at }: Entry, texts: Texts, more = ""): HTMLElement {
  return make("div", { className: "when" }, `${writeHour(at, texts.language())}${more}`);
}

function showNote({ words, isEnd }: NoteEntry, texts: Texts, presses: Presses): HTMLElement {
  const again = make(
    "button",
    { type: "button", className: "plain", onclick: presses.beginAgain },
    texts.text("again"),
  );
  return make("div", { className: "note" }, words, ...(isEnd ? [" ", again] : []));
}
