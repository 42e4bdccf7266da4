import { createChat } from "./chat.ts";
import { createClaim } from "./claim.ts";
import { find, morph, write } from "./elements.ts";
import { type Entry, openDraft, openHistory } from "./history.ts";
import { createPush, showPush } from "./push.ts";
import { createScroll } from "./scroll.ts";
import { showEntry } from "./show-entry.ts";
import { createTexts, readSettings, writeTexts } from "./texts.ts";
import { createTimePanel } from "./time-panel.ts";
import { connectHost, dress, readStart, showOffer, showOperator } from "./wishes.ts";

/** The start is cut in pieces: on a slow phone, the whole would hold up all else for a tenth of a second. */
const letOthersRun = () => new Promise<void>((resolve) => setTimeout(resolve));

await letOthersRun();
const settings = readSettings();
const wishes = new URLSearchParams(location.search);
const history = openHistory();
/** What the link, or the host page, asks to begin with. */
let wish = readStart(wishes.get("start") ?? "", settings);
// A link's language comes before all others, for the bot too.
const texts = createTexts(settings, [wish.language ?? "", wishes.get("lang") ?? "", ...navigator.languages]);
const scroll = createScroll();
const host = connectHost((start) => {
  wish = readStart(start, settings);
  render();
  scroll.jumpToEnd();
});

const field = find<HTMLTextAreaElement>("text");
const draft = openDraft();
const log = find("log");
/** Lines within this time of each other are a group, with one time. */
const groupMs = 5 * 60_000;
/** The rendered entries by id, each with the state that it was rendered from. */
const shown = new Map<string, { readonly element: HTMLElement; readonly state: string }>();

/** Returns the bot's last message. */
const lastMessage = () => history.all().findLast((entry) => entry.type === "bot")?.told.message;

await letOthersRun();
const chat = createChat(history, texts, wishes.get("source") ?? undefined, {
  changed(what) {
    if (what === "said") scroll.attend();
    render();
    if (what !== "other") scroll.follow();
    if (what === "heard") host.tell("heard");
    if (what === "heard" && wantsNoPush()) void push.end();
    if (what === "heard") showAttention();
  },
  reached: (stages) => {
    for (const stage of stages) host.tell("reached", stage);
  },
  typing(isTyping) {
    find("typing").hidden = !isTyping;
    if (isTyping) scroll.follow();
  },
  noticed: showNotice,
  time: (time) => panel.refresh(time),
  travelFailed() {
    render();
    write("state", texts.text("time.failed"));
  },
});
const push = createPush(settings, host.isEmbedded, history.session, render);
const claim = createClaim(history, texts, chat.takeOver, (isGone) => {
  render();
  if (isGone) write("state", texts.text("claim.gone"));
});
const panel = createTimePanel(settings, texts, chat.travel);

function showNotice(): void {
  const notice = chat.notice();
  write("state", notice && texts.text(notice));
}

/** Updates the page from the history; unchanged lines are kept, with their focus. */
function render(): void {
  const entries = history.all();
  const focused = document.activeElement;
  if (texts.speak(lastMessage()?.language ?? "")) writeAll();
  // The last question, which may be a reminder's, waits for an answer.
  const open = entries.findLast((entry) => entry.type === "bot" && entry.told.message.choices)?.id;
  const promise = entries.findLast(isPromise)?.id;
  const elements = entries.map((entry, index) => {
    const isOpen = entry.id === open;
    const next = entries[index + 1];
    const isTimed = isLastOfGroup(entry, next);
    const isAnswered = next?.type === "bot";
    const pushed = entry.id === promise && push.state();
    const state = `${texts.language()} ${isOpen} ${isTimed} ${isAnswered} ${pushed} ${JSON.stringify(entry)}`;
    const known = shown.get(entry.id);
    if (known?.state === state) return known.element;
    const presses = { choose: chat.choose, tryAgain: chat.tryAgain, beginAgain: begin };
    const further = pushed ? showPush(push, texts, leadToTab) : undefined;
    const element = showEntry(entry, { isOpen, isTimed, isAnswered, further }, texts, presses);
    if (known !== undefined) update(known.element, element);
    const kept = known?.element ?? element;
    shown.set(entry.id, { element: kept, state });
    return kept;
  });
  for (const [id, { element }] of shown) {
    if (elements.includes(element)) continue;
    element.remove();
    shown.delete(id);
  }
  elements.forEach((element, index) => {
    if (log.children[index] !== element) log.insertBefore(element, log.children[index] ?? null);
  });
  if (focused instanceof HTMLElement && !focused.isConnected) focusAgain(focused.dataset["id"]);
  find("intro").hidden = entries.some(({ type }) => type !== "note");
  find("kept").hidden = !history.isKept();
  find("unkept").hidden = history.isKept();
  find("erase").hidden = history.session() === undefined;
  showOffer(wish, entries, texts, settings);
  claim.show();
}

/**
 * The focused element is gone with its line: focuses the same answer below the question that
 * replaced it, or the button that starts again.
 */
function focusAgain(id: string | undefined): void {
  if (document.activeElement !== document.body) return;
  const buttons = [...log.querySelectorAll("button")];
  buttons.findLast(({ dataset }) => dataset["id"] === id)?.focus({ preventScroll: true });
}

/** True if no line follows within some minutes: such a line tells the time for those before it. */
function isLastOfGroup({ at }: Entry, next: Entry | undefined): boolean {
  return next === undefined || Math.abs(next.at - at) > groupMs;
}

/** True for the bot's answer to a request for a reminder or for alerts. */
function isPromise(entry: Entry): boolean {
  if (entry.type !== "bot") return false;
  const { file, offersPush = false } = entry.told.message;
  return offersPush || file?.online !== undefined;
}

/** True after "stop", or once the conversation is erased. */
function wantsNoPush(): boolean {
  return history.session() === undefined || lastMessage()?.unsubscribed === true;
}

/** Updates a row. The focus stays on the pressed button, or moves to its place if the button is gone. */
function update(row: HTMLElement, fresh: HTMLElement): void {
  const focused = row.contains(document.activeElement) ? document.activeElement : null;
  const place = focused?.closest<HTMLElement>("[tabindex='-1']") ?? row;
  morph(row, fresh);
  if (focused === null || row.contains(focused)) return;
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
}

/** Marks the title while nobody sees what was heard; once somebody does, no notification is needed. */
function showAttention(): void {
  document.title = `${document.hidden ? "• " : ""}${texts.text("title")}`;
  if (!document.hidden) void push.dismiss();
}

function writeAll(): void {
  writeTexts(texts);
  showOperator(settings, texts);
  log.setAttribute("aria-label", texts.text("conversation"));
  panel.refresh();
  showNotice();
}

function begin(): void {
  chat.say(texts.text("start"), { text: `/start ${wish.start}`.trim() });
  find("scroll").focus({ preventScroll: true });
}

function sendWritten(): void {
  const text = field.value.trim();
  if (text === "") return;
  setWritten("");
  chat.say(text, { text });
}

function setWritten(text: string): void {
  field.value = text;
  showWritten();
}

/** Stores the draft, and fits the field's height to its text. */
function showWritten(): void {
  draft.keep(field.value);
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

function sendFile(event: Event, files: FileList | undefined): void {
  if (files === undefined || files.length === 0) return;
  event.preventDefault();
  chat.say("📎", { unreadable: true });
}

/**
 * Offers to open the chat in a tab: within another site's page, some browsers let a page store
 * nothing.
 */
function offerTab(): void {
  const tab = find<HTMLAnchorElement>("tab");
  tab.hidden = !host.isEmbedded;
  leadToTab(tab);
}

function leadToTab(link: HTMLAnchorElement): void {
  link.href = location.href;
  link.onclick = () => {
    const address = new URL(location.href);
    address.searchParams.delete("embed");
    address.hash = chat.handOver() ?? "";
    link.href = address.href;
  };
}

find("start").onclick = begin;
find("skip").onclick = () => field.focus();
find("language").onclick = () => {
  if (history.session() !== undefined) return chat.say(texts.text("language"), { text: "/language" });
  texts.speak(texts.other());
  writeAll();
};
find("offer-start").onclick = begin;
find("erase").onclick = () => chat.say(texts.text("erase"), { text: "/forget" });
find("composer").onsubmit = (event) => {
  event.preventDefault();
  sendWritten();
};
field.oninput = showWritten;
field.onkeydown = (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  sendWritten();
};
field.onpaste = (event) => sendFile(event, event.clipboardData?.files);
document.ondragover = (event) => event.preventDefault();
document.ondrop = (event) => sendFile(event, event.dataTransfer?.files);
document.onkeydown = (event) => {
  if (event.key === "Escape" && !panel.close()) host.tell("close");
};
document.onvisibilitychange = () => {
  if (document.hidden) return;
  showAttention();
  chat.hurry();
};
addEventListener("online", chat.hurry);
addEventListener("offline", chat.lose);
addEventListener("pagehide", chat.leave);
addEventListener("beforeprint", () => {
  for (const folded of log.querySelectorAll("details")) folded.open = true;
});
addEventListener("pageshow", ({ persisted }) => {
  // A conversation that is not kept was erased on "pagehide".
  if (persisted && !history.isKept()) location.reload();
});

await letOthersRun();
dress(wishes, host.isEmbedded, settings);
writeAll();
offerTab();
await letOthersRun();
render();
setWritten(draft.read());
void (wantsNoPush() ? push.end() : push.resume());
scroll.jumpToEnd();
host.tell("ready");
