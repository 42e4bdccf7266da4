import type { Log } from "./app/ports.ts";

/** Stops one part of the program; resolves when it has stopped. */
export type Stop = () => Promise<void>;

/** Stops the parts one after another, the last first. One that cannot is logged, and keeps none of the others from it. */
export async function stopAll(stops: readonly Stop[], log: Pick<Log, "error">): Promise<void> {
  for (const stop of stops.toReversed())
    await stop().catch((error: unknown) => log.error({ error }, "a part of the program did not stop well"));
}
