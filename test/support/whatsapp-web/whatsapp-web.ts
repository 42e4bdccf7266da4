import { browserArgs } from "./browser-args.ts";
import { createPhone } from "./phone.ts";
import { servePage } from "./serve-page.ts";
import { createWorld } from "./world.ts";

/** A message that has reached a person's phone. */
export interface Received {
  readonly id: string;
  /** The text, or the words under a file. */
  readonly text?: string;
  readonly poll?: {
    readonly question: string;
    readonly options: readonly string[];
    readonly multiple: boolean;
  };
  readonly file?: { readonly name: string; readonly mimeType: string; readonly content: string };
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * Somebody with a telephone who writes to the linked account. What they do is kept although no browser runs; with
 * one, it resolves when the page has taken it.
 */
export interface Person {
  readonly id: string;
  /** Resolves with the message's id. `at` is cut to whole seconds, as WhatsApp does. */
  says(text: string, at?: number): Promise<string>;
  /** Says this in reply to that message. */
  quotes(messageId: string, text: string): Promise<string>;
  sends(kind: "voice" | "image" | "sticker"): Promise<string>;
  /** Selects exactly these options, by default of the newest poll; `[]` takes the vote back. */
  votes(options: readonly string[], pollId?: string): Promise<void>;
  calls(): Promise<void>;
  /** A message of theirs that the page cannot decrypt yet; resolves with its id. */
  arrivesUndecrypted(at?: number): Promise<string>;
  /** The page learns what that message says. */
  decrypts(messageId: string, text: string): Promise<void>;
  edits(messageId: string, text: string): Promise<void>;
  /** A system notice in their chat, such as "e2e_notification". */
  notice(type: string): Promise<void>;
  /** The next message that they have not seen; waits for it, 3,000 ms by default. */
  next(timeoutMs?: number): Promise<Received>;
  /** What has reached them and was not yet taken by {@link Person.next}. */
  unread(): readonly Received[];
}

/** Something the linked account did, in order. */
export interface Act {
  readonly kind: "typing" | "message" | "seen" | "cleared" | "deleted";
  readonly chat: string;
  readonly at: number;
}

/**
 * How a send goes wrong: it ends with acknowledgement -1, it is refused with an exception, or its result never comes
 * (noticed only by who waits until the message is sent).
 */
export type SendFailure = "error" | "throw" | "hang";

export type SocketState =
  | "CONNECTED"
  | "TIMEOUT"
  | "CONFLICT"
  | "UNPAIRED"
  | "DEPRECATED_VERSION"
  | "TOS_BLOCK";

/** A stand-in for WhatsApp Web and the telephones behind it. Its world outlives the browser. */
export interface WhatsAppWeb {
  readonly port: number;
  /** The linked account's own id. */
  readonly me: string;
  /** Sends Chromium here instead of to WhatsApp, and nowhere else. */
  readonly browserArgs: readonly string[];
  person(id: string): Person;
  /** Waits until a QR is shown (10,000 ms by default) and scans it; resolves when the page is linked. */
  scan(timeoutMs?: number): Promise<void>;
  /** Types the pairing code into the phone; rejects when it is not the one that is shown. */
  enterCode(code: string): Promise<void>;
  /** Shows a new QR, as WhatsApp does every 20 s. */
  refreshQr(): Promise<void>;
  /** The page gives up showing QRs, as after some minutes. */
  expireQr(): Promise<void>;
  says(where: { readonly group: string } | "status", author: string, text: string): Promise<void>;
  /** The account's owner writes from their own phone. */
  ownerSays(chat: string, text: string): Promise<void>;
  /** The owner unlinks all devices on the phone, also those that no browser runs now. */
  logout(): Promise<void>;
  /** Another window has taken the session over. */
  conflict(): Promise<void>;
  reload(): Promise<void>;
  /** `silently`: without the event. */
  setState(state: SocketState, silently?: "silently"): Promise<void>;
  /** The page answers nothing for so long, not even the browser's own questions. */
  freeze(ms: number): Promise<void>;
  /** The page says once more that it is in sync. */
  syncAgain(): Promise<void>;
  /** From now on, also after a reload, modules have other names: authenticated, but never ready. */
  renameModules(renamed?: boolean): Promise<void>;
  /**
   * From now on, also after a reload, the page cannot describe exactly these: chats and messages by their ids, and a poll's votes by
   * "votes of " and its id.
   */
  spoil(...ids: readonly string[]): Promise<void>;
  /** From the next page on it is in sync before anybody can listen. */
  alreadySynced(already?: boolean): void;
  /** The next sends fail like this. */
  failSends(how: SendFailure, times?: number): Promise<void>;
  /** From now on the page knows, without asking anybody, that this lid hides this number. */
  knows(number: string, lid: string): Promise<void>;
  /** Until the page is loaded anew, each send takes so long. */
  slowSends(ms: number): Promise<void>;
  /** The page no longer finds this message, so that a vote on it comes without its poll. */
  forget(messageId: string): Promise<void>;
  readonly acts: readonly Act[];
  /** Browsers that are connected now. */
  readonly pages: number;
  /** Is any device linked? */
  readonly linked: boolean;
  close(): Promise<void>;
}

/** Starts a stand-in on a free port of the loopback. */
export async function createWhatsAppWeb(): Promise<WhatsAppWeb> {
  const world = createWorld();
  const server = await servePage(world);
  const phone = createPhone(world);
  return {
    ...phone,
    port: server.port,
    browserArgs: browserArgs(server.port),
    get acts() {
      return world.acts;
    },
    get pages() {
      return world.pages.size;
    },
    get linked() {
      return world.devices.size > 0;
    },
    close: server.close,
  };
}
