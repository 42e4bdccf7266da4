import type { Clock } from "../../app/ports.ts";
import { sleep } from "../../concurrency/sleep.ts";
import type { ChatNotes } from "./chat-notes.ts";
import type { Receiver } from "./receive.ts";

interface KeepFloorOptions {
  readonly receiver: Pick<Receiver, "settle">;
  readonly notes: Pick<ChatNotes, "noteAllHandled">;
  readonly clock: Clock;
  /** Raised when messages may be missed again. */
  readonly signal: AbortSignal;
}

const hour = 3_600_000;

/**
 * Once all that was missed is handed over, notes every hour that whatever was written until an hour ago is dealt with. Someone
 * who was erased has no note of their own any more: without this, what is left of their chat would be answered at a later start.
 */
export async function keepFloor({ receiver, notes, clock, signal }: KeepFloorOptions): Promise<void> {
  while (!signal.aborted) {
    const until = clock.now() - hour;
    await receiver.settle();
    if (!signal.aborted) notes.noteAllHandled(until);
    await sleep(hour, signal);
  }
}
