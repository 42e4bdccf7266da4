import { createChat, openQuestion } from "./chat.ts";
import { find, write } from "./elements.ts";
import { openHistory } from "./history.ts";
import { createScroll } from "./scroll.ts";
import { showEntry } from "./show-entry.ts";
import { createTexts, readSettings, writeTexts } from "./texts.ts";
import { createTimePanel } from "./time-panel.ts";

const settings = readSettings();
const wishes = new URLSearchParams(location.search);
const history = openHistory();
const texts = createTexts(settings, [wishes.get("lang") ?? "", ...navigator.languages]);
const scroll = createScroll();
const isEmbedded = window.parent !== window;

const field = find<HTMLTextAreaElement>("text");
const log = find("log");
/** What is shown, by the entry's id, with all that it depends on. */
const shown = new Map<string, { readonly element: HTMLElement; readonly state: string }>();

/** What is wrong, by the names of its texts. */
const connectionTexts = { open: "", full: "full", lost: "offline" } as const;
const troubles = { connection: "", pace: "" };

const chat = createChat(history, texts, {
  changed(what) {
    if (what === "said") scroll.attend();
    render();
    if (what !== "other") scroll.follow();
    if (what === "heard" && document.hidden) document.title = `• ${texts.text("title")}`;
  },
  typing(isTyping) {
    find("typing").hidden = !isTyping;
    if (isTyping) scroll.follow();
  },
  connection: (connection) => showTrouble({ connection: connectionTexts[connection] }),
  tooFast: (isTooFast) => showTrouble({ pace: isTooFast ? "too-fast" : "" }),
  time: (time) => panel.refresh(time),
  travelFailed() {
    render();
    write("state", texts.text("time.failed"));
  },
});
const panel = createTimePanel(settings, texts, chat.travel);

/** A message that has to wait does not hide that there is no connection, which comes first. */
function showTrouble(changed: Partial<typeof troubles> = {}): void {
  Object.assign(troubles, changed);
  const trouble = troubles.connection || troubles.pace;
  write("state", trouble && texts.text(trouble));
}

/** Brings what is shown up to what is known; what has not changed stays as it is, and keeps its focus. */
function render(): void {
  const entries = history.all();
  followLanguage();
  const open = openQuestion(entries);
  const elements = entries.map((entry) => {
    const isOpen = entry.id === open;
    const state = `${texts.language()} ${isOpen} ${JSON.stringify(entry)}`;
    const known = shown.get(entry.id);
    if (known?.state === state) return known.element;
    const element = showEntry(entry, isOpen, texts, { choose: chat.choose, beginAgain: begin });
    if (known !== undefined) replace(known.element, element);
    shown.set(entry.id, { element, state });
    return element;
  });
  for (const [id, { element }] of shown) {
    if (elements.includes(element)) continue;
    element.remove();
    shown.delete(id);
  }
  elements.forEach((element, index) => {
    if (log.children[index] !== element) log.insertBefore(element, log.children[index] ?? null);
  });
  find("intro").hidden = entries.some(({ type }) => type !== "note");
  find("erase").hidden = history.session() === undefined;
}

/** The focus stays on the button that was pressed. */
function replace(before: HTMLElement, after: HTMLElement): void {
  const focused = document.activeElement;
  const id = focused instanceof HTMLElement && before.contains(focused) ? focused.dataset["id"] : undefined;
  before.replaceWith(after);
  for (const button of after.querySelectorAll("button"))
    if (id !== undefined && button.dataset["id"] === id) button.focus();
}

/** The page speaks as the bot does. */
function followLanguage(): void {
  const last = history.all().findLast((entry) => entry.type === "bot");
  if (last?.type === "bot" && texts.speak(last.told.message.language ?? "")) writeAll();
}

function writeAll(): void {
  writeTexts(texts);
  log.setAttribute("aria-label", texts.text("conversation"));
  panel.refresh();
  showTrouble();
}

/** A link to the page may name a campaign, a language or both, as a link to the other channels does. */
function begin(): void {
  const start = wishes.get("start") ?? "";
  const campaign = /^[\w-]{1,64}$/.test(start) ? ` ${start}` : "";
  chat.say(texts.text("start"), { text: `/start${campaign}` });
  find("scroll").focus({ preventScroll: true });
}

function sendWritten(): void {
  const text = field.value.trim();
  if (text === "") return;
  field.value = "";
  grow();
  chat.say(text, { text });
}

/** As high as what is written in it. */
function grow(): void {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

function sendFile(event: Event, files: FileList | undefined): void {
  if (files === undefined || files.length === 0) return;
  event.preventDefault();
  chat.say("📎", { unreadable: true });
}

const leave = () => window.parent.postMessage("objecteur:close", "*");

find("start").onclick = begin;
find("language").onclick = () => {
  if (history.session() !== undefined) return chat.say(texts.text("language"), { text: "/language" });
  texts.speak(texts.other());
  writeAll();
};
find("erase").onclick = () => chat.say(texts.text("erase"), { text: "/forget" });
find("close").onclick = leave;
find("close").hidden = !isEmbedded;
find("composer").onsubmit = (event) => {
  event.preventDefault();
  sendWritten();
};
field.oninput = grow;
field.onkeydown = (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  sendWritten();
};
field.onpaste = (event) => sendFile(event, event.clipboardData?.files);
document.ondragover = (event) => event.preventDefault();
document.ondrop = (event) => sendFile(event, event.dataTransfer?.files);
document.onkeydown = (event) => {
  if (event.key === "Escape" && !panel.close() && isEmbedded) leave();
};
document.onvisibilitychange = () => {
  if (document.hidden) return;
  document.title = texts.text("title");
  chat.hurry();
};
addEventListener("online", chat.hurry);
history.onChange(() => {
  render();
  chat.resume();
});

writeAll();
render();
chat.resume();
scroll.jumpToEnd();
