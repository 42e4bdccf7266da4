import { setTimeout as sleep } from "node:timers/promises";
import { type Heard, perform, type Talker } from "../../test/support/gather-crowd.ts";
import { momentOf } from "./day-clock.ts";
import type { Walk } from "./walks.ts";

export type ChannelName = "telegram" | "whatsapp-cloud";

/** What somebody did or was promised, and the messages that came of it. */
export interface Turn {
  readonly kind: "answer" | "reminder";
  /** When they wrote or pressed, or the reminder was due, in milliseconds of `performance.now()`. */
  readonly from: () => number;
  readonly heard: Heard[];
}

/** Somebody on their way through the day. */
export interface Guest {
  readonly channel: ChannelName;
  readonly walk: Walk;
  readonly person: Talker;
  readonly turns: Turn[];
  /** True from their first word until they have all that they asked for, but the reminder. */
  isTalking: boolean;
  /** True once they have taken their whole way. */
  isDone: boolean;
}

/** Longer than any play. */
const patienceMs = 3_600_000;
/** How long somebody reads before they go on. */
const [leastReadingMs, mostReadingMs] = [2_000, 8_000];

/** All people of the day. */
export class Guests {
  readonly all: Guest[] = [];

  /** Somebody sets out after so many milliseconds; whoever only waits for a reminder, at once. */
  add(who: Pick<Guest, "channel" | "person" | "walk">, afterMs: number): void {
    const guest: Guest = { ...who, turns: [], isTalking: afterMs > 0, isDone: false };
    this.all.push(guest);
    void sleep(afterMs).then(() => goThrough(guest));
  }

  areTalking(): boolean {
    return this.all.some(({ isTalking }) => isTalking);
  }

  areDone(): boolean {
    return this.all.every(({ isDone }) => isDone);
  }
}

async function goThrough(guest: Guest): Promise<void> {
  const { person, turns } = guest;
  for (const step of guest.walk.steps) {
    const turn = "due" in step ? waitFor(step.due) : await act(person, step.act);
    guest.isTalking = turn.kind === "answer";
    turns.push(turn);
    while (!turn.heard.at(-1)?.text.includes(step.ends)) turn.heard.push(await person.next(patienceMs));
  }
  guest.isTalking = false;
  guest.isDone = true;
}

function waitFor(due: string): Turn {
  return { kind: "reminder", from: () => momentOf(due), heard: [] };
}

async function act(person: Talker, words: string): Promise<Turn> {
  await sleep(leastReadingMs + Math.random() * (mostReadingMs - leastReadingMs));
  perform(person, words);
  const from = performance.now();
  return { kind: "answer", from: () => from, heard: [] };
}
