import { createActor, waitFor } from "xstate";
import { unavailable } from "./errors.ts";
import type { WhatsAppClient } from "./library.ts";
import { createSupervision, type SupervisorOptions } from "./supervision.ts";

/** Runs one client at a time and replaces each one that ends, until it is stopped. */
export function supervise(options: SupervisorOptions) {
  let patience = new AbortController();
  const actor = createActor(createSupervision(options)).start();

  function client(): WhatsAppClient | undefined {
    const snapshot = actor.getSnapshot();
    return snapshot.hasTag("ready") ? snapshot.context.client : undefined;
  }

  /** Rejects at once every `ready` call that waits, now or before the next start. */
  const endPatience = () => patience.abort();

  return {
    /** May be called again after a stop. */
    start() {
      patience = new AbortController();
      actor.send({ type: "start" });
    },
    endPatience,
    /** Resolves when the browser is gone. */
    async stop() {
      endPatience();
      actor.send({ type: "stop" });
      await waitFor(actor, (snapshot) => snapshot.matches("stopped"));
    },
    /** The client, while it is ready. */
    client,
    /** Resolves with a client that is ready; rejects after `patienceMs`, or at the stop. */
    async ready(): Promise<WhatsAppClient> {
      const waiting = { timeout: options.timing.patienceMs, signal: patience.signal };
      const isReady = () => client() !== undefined;
      if (!isReady()) await waitFor(actor, isReady, waiting).catch(() => undefined);
      const found = client();
      if (found === undefined) throw unavailable("not ready");
      return found;
    },
  };
}
