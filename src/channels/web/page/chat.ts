import type { PageEvent, ToldMessage, ToldTime } from "../wire.ts";
import type { BotEntry, Entry, NoteEntry, PersonEntry, Said } from "./entry.ts";
import type { History } from "./history.ts";
import { type Connection, createEar } from "./listen.ts";
import { createCall, createPoster, type Posted } from "./post.ts";
import type { Texts } from "./texts.ts";
import { writeMoment } from "./write-time.ts";

/** The chat behind what is seen of it. */
export interface Chat {
  /** What the person sees as said, and what the server is told. */
  readonly say: (words: string, said: Said) => void;
  readonly choose: (
    entry: BotEntry,
    button: { readonly id: string; readonly label: string; readonly ticks?: true },
  ) => void;
  readonly travel: (ahead: number) => void;
  /** Goes on where the chat was left, if there is one. */
  readonly resume: () => void;
  /** Tries at once what waits to be tried again. */
  readonly hurry: () => void;
}

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

/** Builds the chat; it says and hears nothing yet. */
export function createChat(history: History, texts: Texts, view: ChatView): Chat {
  let time: ToldTime = { ahead: 0 };
  let typing: ReturnType<typeof setTimeout> | undefined;
  const call = createCall(() => history.ensureSession());
  const ear = createEar(hear, (connection) => {
    view.connection(connection);
    if (connection === "open") poster.hurry();
  });
  const poster = createPoster(call, texts.language, posted, view.tooFast);

  const now = (): number => Date.now() + time.ahead;

  function setTyping(isTyping: boolean): void {
    clearTimeout(typing);
    typing = isTyping ? setTimeout(() => view.typing(false), typingMs) : undefined;
    view.typing(isTyping);
  }

  function hear(event: PageEvent): void {
    switch (event.type) {
      case "hello":
        return;
      case "time":
        time = event.time;
        return view.time(time);
      case "message":
        return hearMessage(event);
    }
  }

  function hearMessage(told: ToldMessage): void {
    setTyping(false);
    // Where this fails, the message comes once more, and is known by its id.
    call("chat/seen", { ids: [told.id] }).catch(() => {});
    if (told.message.farewell) return hearFarewell(told);
    if (history.get(told.id) === undefined) keep(told);
    view.changed("heard");
  }

  function keep(told: ToldMessage): void {
    if (told.message.choices !== undefined) removeTicked();
    history.put({ type: "bot", id: told.id, order: history.nextOrder(), at: now(), told });
  }

  /** The same question comes again, with its ticks. */
  function removeTicked(): void {
    for (const entry of history.all()) if (isTicked(entry)) history.remove(entry.id);
  }

  /** Nothing is kept of this chat, not even here; the goodbye itself is gone with the page. */
  function hearFarewell(told: ToldMessage): void {
    history.clear();
    ear.stop();
    const passing = { isPassing: true };
    const words = texts.text("erased");
    history.put({ type: "bot", id: told.id, order: 1, at: now(), told }, passing);
    history.put({ type: "note", id: "end", order: 2, at: now(), words, isEnd: true }, passing);
    view.changed("heard");
  }

  function say(words: string, said: Said): void {
    for (const entry of history.all()) if (entry.type === "note" && entry.isEnd) forgetPassing();
    ear.listen(history.ensureSession());
    const entry: PersonEntry = {
      type: "person",
      id: newId(),
      order: history.nextOrder(),
      at: now(),
      words,
      said,
      fate: "waiting",
    };
    history.put(entry);
    poster.post(entry);
    setTyping(true);
    view.changed("said");
  }

  function forgetPassing(): void {
    for (const { id } of history.all()) history.remove(id);
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
    const chosen = history.all().findLast((entry) => entry.type === "bot" && entry.chosen === button);
    if (chosen?.type !== "bot") return;
    const { chosen: _chosen, ...open } = chosen;
    history.put(open);
  }

  function travel(ahead: number): void {
    ear.listen(history.ensureSession());
    const at = Date.now() + ahead;
    const words = texts.text("time.moved", { when: writeMoment(at, texts.language()) });
    // Before the clock is moved: what is due by then comes after it.
    const note: NoteEntry = { type: "note", id: newId(), order: history.nextOrder(), at, words };
    history.put(note);
    view.changed("said");
    void call("chat/clock", { ahead })
      .then(({ ok }) => ok)
      .catch(() => false)
      .then((isMoved) => {
        if (isMoved) return;
        history.remove(note.id);
        view.travelFailed();
      });
  }

  return {
    say,
    choose(entry, { id, label, ticks }) {
      history.put({ ...entry, ...(ticks ? { ticked: true } : { chosen: id }) });
      say(label.replace(/^✓ /, ""), { tapped: id });
    },
    travel,
    resume() {
      const session = history.session();
      if (session === undefined) return ear.stop();
      ear.listen(session);
      for (const entry of history.all())
        if (entry.type === "person" && entry.fate === "waiting") poster.post(entry);
    },
    hurry() {
      ear.hurry();
      poster.hurry();
    },
  };

  function newId(): string {
    return [...crypto.getRandomValues(new Uint8Array(16))]
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join("");
  }
}

function isTicked(entry: Entry): boolean {
  return entry.type === "bot" && entry.ticked === true;
}

/** The question that waits for an answer, if one does. */
export function openQuestion(entries: readonly Entry[]): string | undefined {
  return entries.findLast(
    (entry) =>
      entry.type === "bot" && entry.told.kind === "answer" && entry.told.message.choices !== undefined,
  )?.id;
}
