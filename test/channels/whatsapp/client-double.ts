import { EventEmitter } from "node:events";
import { onTestFinished, vi } from "vitest";
import { createChannelNotes } from "../../../src/app/channel-notes.ts";
import { createWhatsAppChannel, type WhatsAppOptions } from "../../../src/channels/whatsapp/adapter.ts";
import type { WhatsAppChat, WhatsAppClient } from "../../../src/channels/whatsapp/library.ts";
import type { Channel, ChannelNotes, Inbox, IncomingMessage, Store } from "../../../src/ports.ts";
import { lockFile } from "../../../src/storage/sqlite-file.ts";
import type { Log } from "../../../src/support/log.ts";
import { openMemoryStore } from "../../support/open-memory-store.ts";
import { someConversation } from "../../support/store-contract.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** What a message of the library looks like, as far as anybody looks. */
export function messageOf(from: string, body: string, others: object = {}) {
  const id = { _serialized: `false_${from}_${body.replace(/\W/g, "").toUpperCase() || "ID"}` };
  return { id, from, fromMe: false, type: "chat", body, timestamp: 1_747_000_000, ...others };
}

type LibraryMessage = ReturnType<typeof messageOf>;

/** Stands in for a client of the library: raises what it is told to, and notes what it is asked for. */
class ClientDouble extends EventEmitter implements WhatsAppClient {
  readonly info = { pushname: "Objecteur", wid: { _serialized: "33900000000@c.us" } };
  readonly pupPage = Object.assign(new EventEmitter(), {
    scripts: [] as string[],
    /** What the page knows of people's other ids. */
    otherIds: new Map<string, string>(),
    async evaluate(script: string) {
      this.scripts.push(script);
      const asked = /createWid\("([^"]+)"\)/.exec(script)?.[1] ?? "";
      return script.includes("WAWebApiContact") ? this.otherIds.get(asked) : undefined;
    },
  });
  /** What the browser is talked to through. */
  readonly pipe = new EventEmitter();
  readonly pupBrowser = Object.assign(new EventEmitter(), {
    process: () => ({ kill: () => true, stdio: [null, null, null, this.pipe] }),
  });
  readonly sent: { readonly chat: string; readonly content: unknown; readonly options: object }[] = [];
  readonly typed: string[] = [];
  /** What was done to a chat as a whole, in order. */
  readonly cleared: string[] = [];
  /** What becomes of a clearing or a deletion. */
  onClear: () => Promise<boolean> = async () => true;
  readonly messages = new Map<string, LibraryMessage[]>();
  readonly votes = new Map<string, object[]>();
  state: string | null = "CONNECTED";
  isDestroyed = false;
  /** What becomes of a sending; its id where all goes well. */
  onSend: (content: unknown) => Promise<unknown> = async () => undefined;

  async initialize(): Promise<void> {}

  async destroy(): Promise<void> {
    this.isDestroyed = true;
  }

  async getState(): Promise<string | null> {
    return await this.answer(this.state);
  }

  /** What every question gets; a test may let it hang. */
  answer: <T>(value: T) => Promise<T> = async (value) => value;

  async getChats(): Promise<readonly WhatsAppChat[]> {
    return [...this.messages.keys()].map((chat) => this.chatOf(chat));
  }

  /** What the library tells of a group or channel beside what it tells of every chat. */
  readonly communities = new Map<string, object>();

  async getChatById(chat: string): Promise<WhatsAppChat> {
    return { ...this.chatOf(chat), ...this.communities.get(chat) };
  }

  async getMessageById(messageId: string): Promise<unknown> {
    const all = [...this.messages.values()].flat();
    return all.find(({ id }) => id._serialized === messageId) ?? null;
  }

  async getPollVotes(pollId: string): Promise<readonly unknown[]> {
    return this.votes.get(pollId) ?? [];
  }

  async sendMessage(chat: string, content: unknown, options: object): Promise<unknown> {
    this.sent.push({ chat, content, options });
    const id = { _serialized: `true_${chat}_SENT${this.sent.length}` };
    const result = await this.onSend(content);
    return result === undefined ? { id, ack: 1 } : result;
  }

  becomeReady(): void {
    this.emit("authenticated");
    this.emit("ready");
  }

  private chatOf(chat: string): WhatsAppChat {
    const messages = this.messages.get(chat) ?? [];
    const { typed } = this;
    const shown = () => this.answer(undefined);
    const clear = async (deed: string) => {
      this.cleared.push(`${deed} ${chat}`);
      return await this.onClear();
    };
    return {
      clearMessages: () => clear("clear"),
      delete: () => clear("delete"),
      id: { _serialized: chat },
      timestamp: Math.max(0, ...messages.map(({ timestamp }) => timestamp)),
      async fetchMessages({ limit }) {
        // As the library does it: what is cut loses the order within a second.
        const sorted = messages.toSorted((one, other) => (one.timestamp > other.timestamp ? 1 : -1));
        return messages.length > limit ? sorted.slice(-limit) : messages;
      },
      async sendStateTyping() {
        typed.push(chat);
        await shown();
      },
    };
  }
}

/** Lets fake time pass, and the work end that waits for the store, which no fake clock moves. */
export async function settled(ms = 0): Promise<void> {
  for (const step of [0, ms, 0]) {
    await vi.advanceTimersByTimeAsync(step);
    for (let turn = 0; turn < 400; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A store in memory, and a channel's notes in it. */
export function openNotes() {
  const store = openMemoryStore();
  const notes = store.then((opened) => createChannelNotes(opened, "whatsapp", "Europe/Paris"));
  return {
    store,
    notes: {
      read: async (id) => (await notes).read(id),
      update: async (id, change) => (await notes).update(id, change),
      readOwn: async () => (await notes).readOwn(),
      writeOwn: async (note) => (await notes).writeOwn(note),
      lastSeen: async (id) => (await notes).lastSeen(id),
      countCharge: async (charge) => (await notes).countCharge(charge),
    } satisfies ChannelNotes,
  };
}

/** An inbox that keeps what it gets, and in the store, where it has one, that the person is known. */
export function keepingInbox(store?: Promise<Store>) {
  const received: IncomingMessage[] = [];
  const moves: string[] = [];
  const inbox: Inbox = {
    async receive(message) {
      received.push(message);
      await (await store)?.transaction((transaction) =>
        transaction.save(message.conversationId, someConversation(), 0),
      );
      return "answered";
    },
    noAlerts: async () => {},
    erase: async () => {},
    async gone() {},
    async moved(from, to) {
      moves.push(`${from} → ${to}`);
      await (await store)?.transaction((transaction) => transaction.rename(from, to));
    },
    subscribe: async () => false,
    resend: async () => {},
    here: () => {},
  };
  return { inbox, received, moves, words: () => received.map(({ text, tapped }) => text ?? tapped) };
}

/** A log that writes each event as "level {fields} message". */
export function collectingLog(logged: string[]): Log {
  const write = (level: string) => (fields: object, message: string) => {
    logged.push(`${level} ${JSON.stringify(fields)} ${message}`);
  };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}

/** Ends a channel as the bot does. */
export async function endChannel(channel: Channel): Promise<void> {
  await channel.stop();
  await channel.close?.();
}

/** A channel whose clients are doubles, the newest last. */
export function createChannel(
  options: Partial<WhatsAppOptions> = {},
  communities: Readonly<Record<string, object>> = {},
) {
  const clients: ClientDouble[] = [];
  const logged: string[] = [];
  const printed: string[] = [];
  const channel = createWhatsAppChannel({
    sessionDir: temporaryFolder(),
    lockFile,
    chromiumArgs: [],
    polls: true,
    alerts: true,
    typingMs: 0,
    hourlyCap: 30,
    dailyCap: 200,
    clock: { now: () => Date.now() },
    log: collectingLog(logged),
    random: () => 0,
    print: (text) => printed.push(text),
    notes: openNotes().notes,
    library: {
      createClient() {
        const client = new ClientDouble();
        for (const [id, community] of Object.entries(communities)) client.communities.set(id, community);
        clients.push(client);
        return client;
      },
      createFile: (mimeType, base64, name) => ({ mimeType, base64, name }),
      createPoll: (question, labels, several) => ({ question, labels, several }),
    },
    ...options,
  });
  onTestFinished(() => endChannel(channel));
  const client = () => {
    const newest = clients.at(-1);
    if (newest === undefined) throw new Error("no client was created");
    return newest;
  };
  return { channel, clients, client, logged, printed };
}

interface StartOptions extends Partial<WhatsAppOptions> {
  /** What was kept before. */
  readonly kept?: ReturnType<typeof openNotes>;
}

/** A channel that is started and ready; its store comes to know whoever writes, and whom `knows` is called with. */
export async function startChannel(
  { kept = openNotes(), ...options }: StartOptions = {},
  communities?: Readonly<Record<string, object>>,
) {
  const parts = createChannel({ notes: kept.notes, ...options }, communities);
  const inbox = keepingInbox(kept.store);
  await parts.channel.start(inbox.inbox);
  parts.client().becomeReady();
  const knows = async (chat: string) =>
    (await kept.store).transaction((transaction) =>
      transaction.save(`whatsapp:${chat}`, someConversation(), 0),
    );
  return { ...parts, ...inbox, knows };
}
