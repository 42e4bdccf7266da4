/** What we use of a chat of whatsapp-web.js. */
export interface WhatsAppChat {
  readonly id: { readonly _serialized: string };
  /** Seconds since the epoch; absent if the chat has no messages. */
  readonly timestamp?: number;
  readonly lastMessage?: { readonly fromMe: boolean } | null;
  fetchMessages(options: { limit: number; fromMe: boolean }): Promise<readonly unknown[]>;
  sendStateTyping(): Promise<unknown>;
  /** Resolves with false if the page does not find the chat. */
  clearMessages(): Promise<boolean>;
  delete(): Promise<boolean>;
}

/** What we use of a puppeteer browser. */
interface WhatsAppBrowser {
  on(event: "disconnected", listener: () => void): unknown;
  process(): {
    kill(signal: "SIGKILL"): unknown;
    readonly stdio?: readonly ({ on(event: "error", listener: () => void): unknown } | null | undefined)[];
  } | null;
}

/** What we use of a puppeteer page. */
interface WhatsAppPage {
  on(event: "error" | "pageerror" | "framenavigated", listener: (subject: unknown) => void): unknown;
  evaluate(script: string): Promise<unknown>;
}

/** What we use of a client of whatsapp-web.js. */
export interface WhatsAppClient {
  readonly info?: { readonly pushname: string; readonly wid?: { readonly _serialized: string } };
  readonly pupBrowser?: WhatsAppBrowser | null | undefined;
  readonly pupPage?: WhatsAppPage | null | undefined;
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  initialize(): Promise<void>;
  destroy(): Promise<void>;
  getState(): Promise<string | null>;
  getChats(): Promise<readonly WhatsAppChat[]>;
  getChatById(chatId: string): Promise<WhatsAppChat>;
  /** Resolves with null if there is no such message. */
  getMessageById(messageId: string): Promise<unknown>;
  getPollVotes(messageId: string): Promise<readonly unknown[]>;
  sendMessage(chatId: string, content: unknown, options: object): Promise<unknown>;
}

/** whatsapp-web.js, as far as we use it. */
export interface WhatsAppLibrary {
  createClient(): WhatsAppClient;
  createFile(mimeType: string, base64: string, name: string): unknown;
  createPoll(question: string, options: readonly string[], several: boolean): unknown;
}
