import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import wrapAnsi from "wrap-ansi";
import type { Channel, ConversationId, Inbox } from "../../ports.ts";
import { second } from "../../support/durations.ts";
import { renderMessage } from "./render.ts";

/** What the chat in the terminal needs. */
export interface TerminalOptions {
  readonly input: Readable;
  readonly output: Writable & { readonly columns?: number };
  /** True at a terminal: colours, a prompt, and files are kept. False in a pipe: plain text. */
  readonly isInteractive: boolean;
  /** The first message to the bot, so that the bot speaks first. */
  readonly firstWords: string;
  readonly languageHint?: string | undefined;
  /** The folder for the files that the bot sends. */
  readonly filesFolder: string;
  /** Texts of the chat itself. */
  readonly texts: { readonly hint: string; readonly unknown: string; readonly time: () => string };
  /** Resolves when the bot has sent all its messages. */
  readonly settle: () => Promise<void>;
  /** Moves the clock, and runs what is due by then. */
  readonly advance: (ms: number) => Promise<void>;
  /** Called once, when the input has ended or the person has quit. */
  readonly onEnd: () => void;
}

const conversationId: ConversationId = "terminal:you";
const secondsIn: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 7 * 86_400 };

/** A chat with one person, in the terminal or through a pipe. */
export function createTerminalChannel(options: TerminalOptions): Channel {
  const { input, output, isInteractive } = options;
  let reader: Interface | undefined;
  let talking: Promise<void> = Promise.resolve();
  let received = 0;
  const run = `${process.pid}-${process.hrtime.bigint()}`;

  async function tell(inbox: Inbox, text: string): Promise<void> {
    const { languageHint } = options;
    received += 1;
    await inbox.receive({ id: `${run}-${received}`, conversationId, text, languageHint });
    await options.settle();
  }

  /** Runs a line that starts with a colon as a command of the terminal chat; all others are for the bot. */
  async function obey(inbox: Inbox, line: string): Promise<void> {
    const text = line.trim();
    if (text === "") return;
    if (!text.startsWith(":")) return tell(inbox, text);
    if (/^:q(uit)?$/.test(text)) return reader?.close();
    const ms = readAdvance(text);
    if (ms === undefined) return write(options.texts.unknown);
    await options.advance(ms);
    await options.settle();
    write(options.texts.time());
  }

  async function talk(inbox: Inbox, lines: AsyncIterable<string>): Promise<void> {
    if (isInteractive) write(options.texts.hint);
    await tell(inbox, options.firstWords);
    for await (const line of lines) await obey(inbox, line);
    options.onEnd();
  }

  function write(text: string): void {
    if (!isInteractive) {
      output.write(`${text}\n\n`);
      return;
    }
    output.write(`\r\u001B[K${wrapAnsi(text, output.columns ?? 80, { trim: false })}\n\n`);
    reader?.prompt(true);
  }

  return {
    name: "terminal",
    async start(inbox) {
      // The output is closed, as in "npm start | head".
      output.on("error", () => reader?.close());
      reader = createInterface({ input, output, terminal: isInteractive, prompt: isInteractive ? "> " : "" });
      const lines = reader[Symbol.asyncIterator]();
      // Iterates from the start: lines that come before would be lost.
      talking = talk(inbox, { [Symbol.asyncIterator]: () => lines });
    },
    async stop() {
      reader?.close();
      await talking;
    },
    async send(_id, message) {
      write(renderMessage(message, isInteractive));
      const { file } = message;
      if (file && isInteractive) writeFileSync(join(options.filesFolder, file.name), file.content);
    },
  };
}

/**
 * Returns by how many milliseconds a line such as `:advance 3d` (s, m, h, d, w) moves the clock;
 * undefined for any other line.
 */
function readAdvance(line: string): number | undefined {
  const [, count, unit = ""] = /^:advance\s+(\d{1,4})\s*([smhdw])$/.exec(line) ?? [];
  const seconds = secondsIn[unit];
  return seconds && Number(count) * seconds * second;
}
