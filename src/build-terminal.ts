import { mkdirSync } from "node:fs";
import { type BotDependencies, createBot } from "./app/create-bot.ts";
import { createMovableClock } from "./app/movable-clock.ts";
import { createTerminalChannel } from "./channels/terminal/adapter.ts";
import type { Instant, Language } from "./conversation/vocabulary.ts";
import { openStore } from "./storage/open-store.ts";

/** What the chat in the terminal is built from. */
export interface TerminalDependencies
  extends Omit<BotDependencies, "store" | "channels" | "messagesPerMinute"> {
  /** When it begins; its clock can be moved from there. */
  readonly startAt: Instant;
  /** What the terminal itself speaks. */
  readonly language: Language;
  /** What the person seems to speak. */
  readonly languageHint: Language | undefined;
  /** For its store and for files; made where it is missing. */
  readonly folder: string;
  /** Told when there is no more input. */
  readonly onEnd: () => void;
}

/** The chat in the terminal. */
export interface BuiltTerminal {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Builds the chat in the terminal, or through a pipe, with a store of its own: through a pipe it is gone at the end. */
export async function buildTerminal(dependencies: TerminalDependencies): Promise<BuiltTerminal> {
  const { wording, world, folder, language, languageHint, onEnd } = dependencies;
  const isInteractive = process.stdin.isTTY === true && process.stdout.isTTY === true;
  if (isInteractive) mkdirSync(folder, { recursive: true });
  const store = await openStore(isInteractive ? `file:${folder}/chat.db` : "memory:");
  const clock = createMovableClock(dependencies.clock, dependencies.startAt);
  const when = () => ({ instant: clock.now(), zone: world.defaultZone });
  const terminal = createTerminalChannel({
    input: process.stdin,
    output: process.stdout,
    isInteractive,
    firstWords: "/start",
    ...(languageHint !== undefined && { languageHint }),
    filesFolder: folder,
    texts: {
      hint: wording.plain({ key: "terminal.hint" }, language),
      unknown: wording.plain({ key: "terminal.unknown" }, language),
      time: () => wording.plain({ key: "terminal.time", params: { when: when() } }, language),
    },
    settle: () => bot.settle(),
    async advance(ms) {
      clock.advance(ms);
      await bot.remind();
    },
    onEnd,
  });
  const messagesPerMinute = Number.POSITIVE_INFINITY;
  const bot = createBot({ ...dependencies, store, channels: [terminal], clock, messagesPerMinute });
  return {
    start: () => bot.start(),
    async stop() {
      await bot.stop();
      await store.close();
    },
  };
}
