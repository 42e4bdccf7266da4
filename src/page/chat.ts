import { createActor } from "xstate";
import type { ChoiceDto, MessageDto, PageEvent, StageDto, TimeDto, UserInput } from "../channels/web/wire.ts";
import { type BotEntry, type Entry, type History, newSession, type PersonEntry } from "./history.ts";
import { type Notice, network, noticeOf, type Outgoing, type Posted } from "./network.ts";
import { type Answer, post } from "./requests.ts";
import { joinTabs } from "./tabs.ts";
import type { Texts } from "./texts.ts";
import { writeMoment } from "./write-time.ts";

/** The callbacks with which the chat updates the page. */
export interface ChatView {
  /** The history has changed: the person spoke ("said"), the bot spoke ("heard"), or something else. */
  readonly changed: (what: "said" | "heard" | "other") => void;
  /** What was said in this tab has brought the person to these stages. */
  readonly reached: (stages: readonly StageDto[]) => void;
  readonly typing: (isTyping: boolean) => void;
  /** The notice has changed. */
  readonly noticed: () => void;
  readonly time: (time: TimeDto) => void;
  readonly travelFailed: () => void;
}

/** An event from the server, with its place in the chat. */
interface PlacedEvent {
  readonly heard: PageEvent;
  readonly order: number;
  readonly at: number;
}

/** What the leading tab sends to all tabs. */
type Told = PlacedEvent | { readonly notice: Notice };

/** How long the typing sign is shown without an answer. */
const typingMs = 6_000;
/** The most characters of a handover's lines; each may take three bytes. */
const linesCap = 20_000;
const mostTries = 8;
const triesPauseMs = 400;

/**
 * Builds the chat's logic, without its view; sends and receives nothing yet. `source`: that of the
 * article, if it names one.
 */
export function createChat(history: History, texts: Texts, source: string | undefined, view: ChatView) {
  let time: TimeDto = { ahead: 0 };
  let typing: ReturnType<typeof setTimeout> | undefined;
  let notice: Notice = "";
  /** The id of what was said last in this tab. */
  let lastSaid = "";
  const actor = createActor(network, { input: { session: history.session, waiting, posted, hear } }).start();
  const tabs = joinTabs<Told>(history.isKept(), {
    lead: () => actor.send({ type: "lead" }),
    follow: () => actor.send({ type: "follow" }),
    received: (sent) => ("heard" in sent ? take(sent) : note(sent.notice)),
  });
  actor.subscribe((snapshot) => {
    const now = noticeOf(snapshot);
    if (snapshot.matches("leading") && now !== notice) tabs.tell({ notice: now });
  });

  /** Posts what waits, and updates the view. */
  const changed: ChatView["changed"] = (what) => {
    actor.send({ type: "changed" });
    view.changed(what);
  };

  /** Returns the fields of every new entry. */
  const placed = (id = newId()) => ({ id, order: history.nextOrder(), at: Date.now() + time.ahead });

  function setTyping(isTyping: boolean): void {
    clearTimeout(typing);
    typing = isTyping ? setTimeout(() => view.typing(false), typingMs) : undefined;
    view.typing(isTyping);
  }

  function note(sent: Notice): void {
    notice = sent;
    view.noticed();
    if (isAway()) setTyping(false);
  }

  const isAway = () => notice !== "" && notice !== "too-fast";

  function hear(heard: PageEvent): void {
    // A repeated message is recognised by its id.
    if (heard.type === "message" && history.get(heard.id) !== undefined) return;
    tabs.tell({ heard, ...placed() });
  }

  function take({ heard, order, at }: PlacedEvent): void {
    switch (heard.type) {
      case "message":
        setTyping(false);
        return heard.message.farewell ? end("erased", heard) : takeMessage(heard, { order, at });
      case "moved":
        return end("moved-on");
      case "time":
        time = heard.time;
        return view.time(time);
      case "full":
        // Handled by the network, which reconnects.
        return;
    }
  }

  function takeMessage(told: MessageDto, place: Pick<PlacedEvent, "order" | "at">): void {
    // Replaces the ticked question: the same one comes again, with its ticks.
    if (told.message.choices !== undefined)
      history.remove(history.all().filter((entry) => entry.type === "bot" && entry.ticked));
    history.put({ type: "bot", id: told.id, ...place, told });
    if (isAnswerHere()) view.reached(told.message.stages ?? []);
    changed("heard");
  }

  /** True unless another tab of the reader's has spoken since. */
  function isAnswerHere(): boolean {
    return history.all().findLast(({ type }) => type === "person")?.id === lastSaid;
  }

  /** Clears the history. The note about it and the bot's goodbye are shown until the page is closed. */
  function end(note: "erased" | "moved-on", goodbye?: MessageDto): void {
    history.clear();
    if (goodbye) history.put({ type: "bot", ...placed(goodbye.id), told: goodbye, isEnd: true });
    history.put({ type: "note", ...placed("end"), words: texts.text(note), isEnd: true });
    changed("heard");
  }

  /** Adds a message of the person: `words` is shown, `said` is sent to the server. */
  function say(words: string, said: UserInput): void {
    history.ensureSession();
    const isFirst = history.all().every(({ type }) => type !== "person");
    const from = source && (isFirst || isStart(said)) ? { source } : {};
    lastSaid = newId();
    history.put({ type: "person", ...placed(lastSaid), words, said: { ...said, ...from }, fate: "waiting" });
    setTyping(!isAway());
    changed("said");
  }

  /** Sends a failed message again, in its old place. */
  function tryAgain(entry: PersonEntry): void {
    history.put({ ...entry, fate: "waiting" });
    changed("other");
  }

  function waiting(): Outgoing | undefined {
    const session = history.session();
    const entry = history.all().find((each) => each.type === "person" && each.fate === "waiting");
    if (session === undefined || entry?.type !== "person") return undefined;
    return { session, id: entry.id, said: entry.said, language: texts.language() };
  }

  function posted({ id, said }: Outgoing, receipt: Posted): void {
    const fate = receipt === "failed" ? "failed" : "sent";
    const entry = history.get(id);
    if (fate === "failed") setTyping(false);
    // The history may have been cleared meanwhile.
    if (entry?.type === "person") history.put({ ...entry, fate });
    if (receipt === "past") unchoose(said);
    changed("other");
  }

  function unchoose(said: UserInput): void {
    if (!("tapped" in said)) return;
    const chosen = history.all().findLast((each) => each.type === "bot" && each.chosen === said.tapped);
    if (chosen?.type === "bot") history.put({ ...chosen, chosen: undefined });
  }

  function choose(entry: BotEntry, { id, label, ticks }: ChoiceDto): void {
    history.put({ ...entry, ...(ticks ? { ticked: true } : { chosen: id }) });
    say(label.replace(/^✓ /, ""), { tapped: id });
  }

  async function travel(ahead: number): Promise<void> {
    const session = history.ensureSession();
    const before = time;
    const at = Date.now() + ahead;
    const words = texts.text("time.moved", { when: writeMoment(at, texts) });
    // Added before the clock is moved: messages that become due come after it.
    const note = { type: "note", ...placed(), at, words } as const;
    history.put(note);
    changed("said");
    // Messages that become due get the new time.
    time = { ahead };
    const answer = await post(session, "chat/clock", { ahead }).catch(() => undefined);
    if (answer?.status === 204) return;
    time = before;
    history.remove([note]);
    view.travelFailed();
  }

  /**
   * Leaves the conversation, with as many of its last lines as fit, for the tab that claims it with
   * the returned key.
   */
  function handOver(): string | undefined {
    if (history.session() === undefined) return undefined;
    const key = newSession();
    void postUntilAnswered("chat/handover", { key, lines: lastLines(history.all()) });
    return key;
  }

  /**
   * Takes over the conversation that was left under this key, in place of the current one; false if
   * there is none. Anyone can make such a key and a link with it, so only a press of the person may
   * call this.
   */
  async function takeOver(key: string): Promise<boolean> {
    const lines = (await postUntilAnswered("chat/claim", { key }))?.body.lines;
    if (lines !== undefined) {
      history.remove();
      for (const line of lines) history.put(line as Entry);
    } else if (history.all().length === 0) history.clear();
    changed("heard");
    return lines !== undefined;
  }

  /**
   * Posts until the server answers: the key may arrive here before the server has it, and the network
   * may fail for a moment.
   */
  async function postUntilAnswered(path: string, body: unknown): Promise<Answer | undefined> {
    const session = history.ensureSession();
    for (let tries = 0; tries < mostTries; tries += 1) {
      const answer = await post(session, path, body).catch(() => undefined);
      if (answer?.status === 204 || answer?.body.lines !== undefined) return answer;
      await new Promise((resolve) => setTimeout(resolve, triesPauseMs));
    }
    return undefined;
  }

  /** Called when the page closes. Erases a conversation that is not kept: nobody could find it again. */
  function leave(): void {
    const session = history.session();
    if (!history.isKept() && session !== undefined)
      post(session, "chat/leave", {}, { keepalive: true }).catch(() => {});
  }

  history.onChange(() => changed("other"));
  return {
    say,
    choose,
    tryAgain,
    travel,
    handOver,
    takeOver,
    leave,
    notice: () => notice,
    /** Retries at once whatever waits for a retry. */
    hurry: () => actor.send({ type: "hurry" }),
    /** Closes the stream: the browser has lost its network. */
    lose: () => actor.send({ type: "lost" }),
  };
}

function isStart(said: UserInput): boolean {
  return "text" in said && said.text.startsWith("/start");
}

/** Returns as many of the last lines as a request may carry. */
function lastLines(entries: readonly Entry[]): readonly Entry[] {
  return JSON.stringify(entries).length > linesCap ? lastLines(entries.slice(1)) : entries;
}

/** 128 random bits. `crypto.randomUUID` exists only over TLS or on localhost. */
function newId(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}
