import type { PageEvent, Said, ToldChoice, ToldMessage, ToldTime } from "../wire.ts";
import { type Connection, createCall, createEar, createPoster, type Posted } from "./connection.ts";
import { type BotEntry, type Entry, type History, newSession, type PersonEntry } from "./history.ts";
import type { Texts } from "./texts.ts";
import { writeMoment } from "./write-time.ts";

/** What the chat shows, and when. */
export interface ChatView {
  /** Something was said, or has changed. */
  readonly changed: (what: "said" | "heard" | "other") => void;
  readonly typing: (isTyping: boolean) => void;
  readonly connection: (connection: Connection) => void;
  readonly tooFast: (isTooFast: boolean) => void;
  readonly time: (time: ToldTime) => void;
  readonly travelFailed: () => void;
}

/** After so long without an answer, nobody seems to write any more. */
const typingMs = 6_000;
/** What is handed over has room for so many characters, each of which may take three bytes. */
const linesCap = 20_000;
const claimTries = 8;
const claimPauseMs = 400;

/** Builds the chat behind what is seen of it; it says and hears nothing yet. */
export function createChat(history: History, texts: Texts, view: ChatView) {
  let time: ToldTime = { ahead: 0 };
  let typing: ReturnType<typeof setTimeout> | undefined;
  const call = createCall(() => history.ensureSession());
  let isAway = false;
  const ear = createEar(hear, (connection) => {
    isAway = connection !== "open";
    view.connection(connection);
    if (isAway) setTyping(false);
    else poster.hurry();
  });
  const poster = createPoster(call, texts.language, waiting, posted, view.tooFast);

  /** What every new entry has. */
  const placed = (id = newId()) => ({ id, order: history.nextOrder(), at: Date.now() + time.ahead });

  function setTyping(isTyping: boolean): void {
    clearTimeout(typing);
    typing = isTyping ? setTimeout(() => view.typing(false), typingMs) : undefined;
    view.typing(isTyping);
  }

  function hear(event: PageEvent): void {
    switch (event.type) {
      case "message":
        return hearMessage(event);
      case "moved":
        return end("moved-on");
      case "time":
        time = event.time;
        view.time(time);
    }
  }

  function hearMessage(told: ToldMessage): void {
    setTyping(false);
    // Where this fails, the message comes once more, and is known by its id.
    call("chat/seen", { ids: [told.id] }).catch(() => {});
    if (told.message.farewell) end("erased", told);
    else if (history.get(told.id) === undefined) {
      // The same question comes again, with its ticks.
      if (told.message.choices !== undefined)
        history.removeAll(history.all().filter((entry) => entry.type === "bot" && entry.ticked));
      history.put({ type: "bot", ...placed(told.id), told });
      view.changed("heard");
    }
  }

  /** Nothing is kept of this chat here; what says so, and the bot's goodbye, are gone with the page. */
  function end(note: "erased" | "moved-on", goodbye?: ToldMessage): void {
    history.clear();
    ear.stop();
    const passing = { isPassing: true };
    if (goodbye) history.put({ type: "bot", ...placed(goodbye.id), told: goodbye }, passing);
    history.put({ type: "note", ...placed("end"), words: texts.text(note), isEnd: true }, passing);
    view.changed("heard");
  }

  /** Says something: `words` is what the person sees, `said` what the server is told. */
  function say(words: string, said: Said): void {
    if (history.all().some((entry) => entry.type === "note" && entry.isEnd)) history.removeAll();
    ear.listen(history.ensureSession());
    history.put({ type: "person", ...placed(), words, said, fate: "waiting" });
    void poster.run();
    setTyping(!isAway);
    view.changed("said");
  }

  /** Says again what could not go out, in its old place. */
  function tryAgain(entry: PersonEntry): void {
    history.put({ ...entry, fate: "waiting" });
    void poster.run();
    view.changed("other");
  }

  function waiting(): PersonEntry | undefined {
    const isWaiting = (entry: Entry): entry is PersonEntry =>
      entry.type === "person" && entry.fate === "waiting";
    return history.all().find(isWaiting);
  }

  function posted({ id, said }: PersonEntry, receipt: Posted): void {
    if (receipt === "failed") setTyping(false);
    settle(id, receipt === "failed" ? "failed" : "sent");
    if (receipt === "past" && "tapped" in said) unchoose(said.tapped);
    view.changed("other");
  }

  function settle(id: string, fate: PersonEntry["fate"]): void {
    const kept = history.get(id);
    // It may be gone meanwhile, with everything else.
    if (kept?.type === "person") history.put({ ...kept, fate });
  }

  function unchoose(button: string): void {
    const isChosen = (entry: Entry): entry is BotEntry => entry.type === "bot" && entry.chosen === button;
    const chosen = history.all().findLast(isChosen);
    if (chosen === undefined) return;
    const { chosen: _chosen, ...open } = chosen;
    history.put(open);
  }

  function choose(entry: BotEntry, { id, label, ticks }: ToldChoice): void {
    history.put({ ...entry, ...(ticks ? { ticked: true } : { chosen: id }) });
    say(label.replace(/^✓ /, ""), { tapped: id });
  }

  async function travel(ahead: number): Promise<void> {
    ear.listen(history.ensureSession());
    const before = time;
    const at = Date.now() + ahead;
    const words = texts.text("time.moved", { when: writeMoment(at, texts.language()) });
    // Before the clock is moved: what is due by then comes after it.
    const note = { type: "note", ...placed(), at, words } as const;
    history.put(note);
    view.changed("said");
    // What is due by then is said then.
    time = { ahead };
    const answer = await call("chat/clock", { ahead }).catch(() => undefined);
    if (answer?.ok) return;
    time = before;
    history.remove(note.id);
    view.travelFailed();
  }

  /** Goes on where the chat was left, if there is one. */
  function resume(): void {
    const session = history.session();
    if (session === undefined) return ear.stop();
    ear.listen(session);
    void poster.run();
  }

  /** Lets a tab that has this key go on with the conversation, and with what fits of what was said; returns the key. */
  function handOver(): string | undefined {
    if (history.session() === undefined) return undefined;
    const key = newSession();
    call("chat/handover", { key, lines: lastLines(history.all()) }).catch(() => {});
    return key;
  }

  /** Goes on with the conversation that was handed over with this key, in the place of the one that was here. */
  async function takeOver(key: string): Promise<void> {
    const lines = await claim(key);
    if (lines !== undefined) {
      history.removeAll();
      for (const line of lines) history.put(line);
    } else if (history.all().length === 0) history.clear();
    view.changed("heard");
    resume();
  }

  /** The key may be here before it is on the server. */
  async function claim(key: string): Promise<readonly Entry[] | undefined> {
    for (let tries = 0; tries < claimTries; tries += 1) {
      const answer = await call("chat/claim", { key }).catch(() => undefined);
      if (answer?.ok) {
        const { lines } = (await answer.json()) as { readonly lines: readonly Entry[] };
        return lines;
      }
      await new Promise((resolve) => setTimeout(resolve, claimPauseMs));
    }
    return undefined;
  }

  /** The page closes: of a conversation that no one can find again, nothing is to stay on the server. */
  function leave(): void {
    if (!history.isKept && history.session() !== undefined)
      call("chat/leave", {}, { outlivesPage: true }).catch(() => {});
  }

  /** Tries at once what waits to be tried again. */
  function hurry(): void {
    ear.hurry();
    poster.hurry();
  }

  return { call, say, choose, tryAgain, travel, resume, handOver, takeOver, leave, hurry };
}

/** The last lines, as many as a request may carry. */
function lastLines(entries: readonly Entry[]): readonly Entry[] {
  return JSON.stringify(entries).length > linesCap ? lastLines(entries.slice(1)) : entries;
}

/** 128 bits at random. `crypto.randomUUID` is there only where the page comes over TLS, or from this machine. */
function newId(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}

/** The question that waits for an answer, if one does: what was asked last, by a reminder too. */
export function openQuestion(entries: readonly Entry[]): string | undefined {
  return entries.findLast((entry) => entry.type === "bot" && entry.told.message.choices !== undefined)?.id;
}
