import { createBot } from "./app/create-bot.ts";
import { createMovableClock } from "./app/movable-clock.ts";
import { createTerminalChannel } from "./channels/terminal/adapter.ts";
import type { Instant, Language } from "./conversation/vocabulary.ts";
import { createMetrics } from "./operator/metrics.ts";
import type { Core } from "./read-core.ts";
import { openStore } from "./storage/open-store.ts";
import type { Stop } from "./support/command-line.ts";
import { makeFolder } from "./support/folders.ts";
import { createLog } from "./support/log.ts";

/** How the chat in the terminal begins and ends. */
interface ChatOptions {
  /** Where the movable clock starts. */
  readonly startAt: Instant;
  /** The language of the terminal's own texts. */
  readonly spoken: Language;
  /** The language that the person seems to speak. */
  readonly languageHint: Language | undefined;
  /** Called when there is no more input. */
  readonly onEnd: () => void;
}

/** Holds the store and the files; created if it is missing. */
const folder = "data";

/**
 * Opens the chat in the terminal, or through a pipe, with a store of its own: for a pipe, one in
 * memory.
 */
export async function chat(
  core: Core,
  { startAt, spoken, languageHint, onEnd }: ChatOptions,
  stops: Stop[],
): Promise<void> {
  const { wording, world } = core;
  const isInteractive = process.stdin.isTTY === true && process.stdout.isTTY === true;
  if (isInteractive) makeFolder(folder);
  const store = await openStore(isInteractive ? `file:${folder}/chat.db` : "memory:");
  stops.push(() => store.close());
  const clock = createMovableClock(core.clock, startAt);
  const when = () => ({ instant: clock.now(), zone: world.defaultZone });
  const terminal = createTerminalChannel({
    input: process.stdin,
    output: process.stdout,
    isInteractive,
    firstWords: "/start",
    languageHint,
    filesFolder: folder,
    texts: {
      hint: wording.plain({ key: "terminal.hint" }, spoken),
      unknown: wording.plain({ key: "terminal.unknown" }, spoken),
      time: () => wording.plain({ key: "terminal.time", params: { when: when() } }, spoken),
    },
    settle: () => bot.settle(),
    async advance(ms) {
      clock.advance(ms);
      await bot.remind();
    },
    onEnd,
  });
  const bot = createBot({
    ...core,
    store,
    channels: [terminal],
    clock,
    log: createLog("error"),
    meter: createMetrics().meter,
    messagesPerMinute: Number.POSITIVE_INFINITY,
  });
  stops.push(() => bot.stop());
  await bot.start();
}
