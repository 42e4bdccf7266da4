import type { AtEnd } from "../test/support/bot-process.ts";

/** Keeps what is to be undone, for what a test would undo by itself. */
export function createUndo(): { readonly atEnd: AtEnd; run(): Promise<void> } {
  const steps: Parameters<AtEnd>[0][] = [];
  return {
    atEnd: (undo) => void steps.push(undo),
    async run() {
      for (const undo of steps.toReversed()) await undo();
    },
  };
}
