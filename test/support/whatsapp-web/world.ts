import { patienceMs } from "../until.ts";
import type { Act, Received } from "./whatsapp-web.ts";

/** A message as the page knows it; the names are WhatsApp's own. */
export interface Letter {
  readonly id: string;
  readonly chat: string;
  readonly fromMe: boolean;
  readonly author?: string;
  /** When it was last edited, in milliseconds. */
  readonly latestEditSenderTimestampMs?: number;
  /** Seconds since the epoch. */
  readonly t: number;
  readonly type: string;
  readonly body?: string;
  /** The last part of the id of the message that it quotes. */
  readonly quotedStanzaID?: string;
  readonly caption?: string;
  readonly pollName?: string;
  readonly pollOptions?: readonly { readonly name: string; readonly localId: number }[];
  readonly pollSelectableOptionsCount?: number;
  readonly directPath?: string;
  readonly mimetype?: string;
  readonly filename?: string;
}

/** All that one person has selected in one poll. */
export interface Vote {
  readonly pollKey: string;
  readonly voter: string;
  readonly selected: readonly number[];
  readonly at: number;
}

/** What the page knows of people's other ids: from the number to the lid, and back. */
export type OtherIds = readonly (readonly [id: string, other: string])[];

/** What the page is told. */
export type Order =
  | {
      readonly type: "linked";
      readonly device: string;
      readonly letters: readonly Letter[];
      readonly votes: readonly Vote[];
    }
  | { readonly type: "letter"; readonly letter: Letter }
  | { readonly type: "vote"; readonly vote: Vote }
  | { readonly type: "call"; readonly peer: string; readonly id: string }
  | { readonly type: "ref"; readonly ref: string }
  | { readonly type: "state"; readonly state: string; readonly silently: boolean }
  | { readonly type: "rename"; readonly renamed: boolean }
  | { readonly type: "spoil"; readonly spoiled: readonly string[] }
  | { readonly type: "failSends"; readonly how: string; readonly times: number }
  | { readonly type: "slowSends"; readonly ms: number }
  | { readonly type: "forget"; readonly messageId: string }
  | { readonly type: "change"; readonly key: string; readonly letter: Letter }
  | { readonly type: "otherIds"; readonly otherIds: OtherIds }
  | { readonly type: "freeze"; readonly ms: number }
  | { readonly type: "syncAgain" | "logout" | "reload" };

/** One open page. */
export interface Page {
  device?: string;
  /** The QR on its screen. */
  ref?: string;
  pairingCode?: string;
  /** Resolves when the page has done it, or is gone. */
  tell(order: Order): Promise<void>;
}

const epoch = Date.UTC(2026, 0, 1);

/** Everything that is so whether a browser runs or not. */
export function createWorld() {
  const letters: Letter[] = [];
  const votes = new Map<string, Vote>();
  const arrivals = new Map<string, Received[]>();
  let count = 0;

  /** What WhatsApp calls a serialised id. */
  const keyOf = ({ fromMe, chat, id, author }: Letter) =>
    `${fromMe}_${chat}_${id}${author === undefined ? "" : `_${author}`}`;

  return {
    me: "33600009999@c.us",
    myLid: "990000000001@lid",
    letters,
    /** Never replaced, so that everybody sees the same. */
    otherIds: [] as (readonly [string, string])[],
    keyOf,
    pages: new Set<Page>(),
    devices: new Set<string>(),
    media: new Map<string, string>(),
    acts: [] as Act[],
    /** Who wakes when something has happened. */
    watchers: new Set<() => void>(),
    behaviour: { alreadySynced: false, renamed: false, spoiled: [] as string[] },
    nextId: () => `3EB0${(epoch + count++).toString(16).toUpperCase().padStart(16, "0")}`,
    votes: () => [...votes.values()],
    keepVote: (vote: Vote) => votes.set(`${vote.pollKey} ${vote.voter}`, vote),
    arrivals(chat: string): Received[] {
      const known = arrivals.get(chat) ?? [];
      arrivals.set(chat, known);
      return known;
    },
    linkedPages() {
      return [...this.pages].filter(({ device }) => device !== undefined && this.devices.has(device));
    },
    /** Puts what has become of a message in its place. */
    async change(letter: Letter, changes: Partial<Letter>): Promise<void> {
      const changed = { ...letter, ...changes };
      letters[letters.indexOf(letter)] = changed;
      await this.tellLinked({ type: "change", key: keyOf(changed), letter: changed });
    },
    async tellLinked(order: Order): Promise<void> {
      await Promise.all(this.linkedPages().map((page) => page.tell(order)));
    },
    /** Wakes everybody who waits for something to have happened. */
    changed(): void {
      for (const wake of [...this.watchers]) wake();
    },
    /** Resolves with the first answer that is not undefined. */
    async waitFor<T>(look: () => T | undefined, what: string, timeoutMs = patienceMs): Promise<T> {
      const found = look();
      if (found !== undefined) return found;
      return new Promise((resolve, reject) => {
        const wake = () => {
          const answer = look();
          if (answer === undefined) return;
          this.watchers.delete(wake);
          clearTimeout(timer);
          resolve(answer);
        };
        const timer = setTimeout(() => {
          this.watchers.delete(wake);
          reject(new Error(`${what}: not within ${timeoutMs} ms`));
        }, timeoutMs);
        this.watchers.add(wake);
      });
    },
  };
}

export type World = ReturnType<typeof createWorld>;
