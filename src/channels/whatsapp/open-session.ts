import type { LinkCode, Outside } from "../../ports.ts";
import { systemTimers, withTimeout } from "../../support/timers.ts";
import { describeWhatsAppError } from "./errors.ts";
import type { WhatsAppClient } from "./library.ts";
import { type Incoming, readEdit, readMessage, readVote } from "./read.ts";
import { type Ending, endingOfState } from "./track-state.ts";

/** The events of a client. */
export type ClientEvent =
  | { readonly type: "code"; readonly linkCode: LinkCode }
  /**
   * `linked`: messages may come from now on; `progress`: the first synchronisation continues; `ready`:
   * may be sent repeatedly; `reloaded`: no messages come until the library has attached to the page
   * again; `changed`: the connection's state may have changed.
   */
  | { readonly type: "linked" | "progress" | "ready" | "reloaded" | "changed" }
  | { readonly type: "incoming"; readonly incoming: Incoming }
  /** The client cannot recover: it has to be replaced. */
  | { readonly type: "failed"; readonly reason: Ending; readonly problem: string };

/**
 * Triggers the handler that the page is in sync, if the library attached too late to hear it,
 * wwebjs/whatsapp-web.js#5755.
 */
const nudge =
  'window.AuthStore && window.require("WAWebSocketModel").Socket.hasSynced && window.onAppStateHasSyncedEvent?.()';

const readers = {
  message: readMessage,
  message_ciphertext: readMessage,
  message_edit: readEdit,
  vote_update: readVote,
};

interface SessionOptions extends Pick<Outside, "log"> {
  readonly timing: {
    /** How long to wait for a code, a link or readiness before running the nudge script in the page. */
    readonly nudgeMs: number;
    /** How long a browser may take to close before it is killed. */
    readonly closeMs: number;
  };
}

/** Launches the client and sends its events to `tell`. Returns a function that ends this. */
export function openSession(
  client: WhatsAppClient,
  tell: (event: ClientEvent) => void,
  { timing: { nudgeMs, closeMs }, log }: SessionOptions,
): () => void {
  let isWatched = false;
  let isOver = false;
  const nudging = setInterval(() => {
    watchBrowser();
    void client.pupPage?.evaluate(nudge).catch(() => undefined);
  }, nudgeMs);

  function fail(reason: Ending, problem: string): void {
    tell({ type: "failed", reason, problem });
  }

  /** The library sets the browser soon after the launch, but emits no event for it. */
  function watchBrowser(): void {
    const { pupBrowser, pupPage } = client;
    if (isWatched || !pupBrowser || !pupPage) return;
    isWatched = true;
    toleratePipeErrors(client);
    pupBrowser.on("disconnected", () => fail("browser-ended", "the browser has ended"));
    pupPage.on("error", (error) => fail("page-crashed", describeWhatsAppError(error)));
    pupPage.on("pageerror", (error) =>
      log.debug({ problem: describeWhatsAppError(error) }, "an error in WhatsApp's page"),
    );
    pupPage.on("framenavigated", (frame) => {
      if (isMainFrame(frame)) tell({ type: "reloaded" });
    });
  }

  function on(event: string, handler: (subject: unknown) => void): void {
    client.on(event, (subject) => {
      watchBrowser();
      handler(subject);
    });
  }

  /** Stops nudging: this event shows that the library has not missed the page's signal. */
  function onSign(event: ClientEvent): void {
    clearInterval(nudging);
    tell(event);
  }

  const onCode = (linkCode: LinkCode) => onSign({ type: "code", linkCode });
  on("qr", (text) => typeof text === "string" && onCode({ kind: "qr", text }));
  on("code", (code) => typeof code === "string" && onCode({ kind: "code", code }));
  for (const [event, read] of Object.entries(readers))
    on(event, (raw) => {
      const incoming = read(raw);
      if (incoming !== undefined) tell({ type: "incoming", incoming });
    });
  on("authenticated", () => onSign({ type: "linked" }));
  on("loading_screen", () => tell({ type: "progress" }));
  on("ready", () => onSign({ type: "ready" }));
  on("change_state", () => tell({ type: "changed" }));
  on("auth_failure", () => fail("not-starting", "the session was not accepted"));
  on("disconnected", (state) => {
    const known = typeof state === "string" ? endingOfState[state] : undefined;
    fail(known ?? "unresponsive", `disconnected (${describeWhatsAppError(state)})`);
  });
  client.on("error", () => undefined);

  async function launch(): Promise<void> {
    try {
      await client.initialize();
      watchBrowser();
    } catch (error) {
      fail("not-starting", describeWhatsAppError(error));
    }
    // The session ended while the browser was being launched.
    if (isOver) await closeBrowser(client, closeMs);
  }

  void launch();
  return () => {
    isOver = true;
    clearInterval(nudging);
  };
}

function isMainFrame(frame: unknown): boolean {
  if (typeof frame !== "object" || frame === null || !("parentFrame" in frame)) return false;
  return typeof frame.parentFrame === "function" && frame.parentFrame() === null;
}

/** Closes the client's browser; kills it if it takes longer than `limitMs`. Never rejects. */
export async function closeBrowser(client: WhatsAppClient, limitMs: number): Promise<void> {
  toleratePipeErrors(client);
  await withTimeout(systemTimers, limitMs, client.destroy()).catch(() => undefined);
  try {
    client.pupBrowser?.process()?.kill("SIGKILL");
  } catch {
    // The browser has already ended.
  }
}

/**
 * Keeps a browser that ends while it is writing from ending this process: when puppeteer is done
 * with its pipes it removes its listeners, and a later pipe error would be unhandled.
 */
function toleratePipeErrors({ pupBrowser }: WhatsAppClient): void {
  for (const pipe of pupBrowser?.process()?.stdio ?? []) pipe?.on("error", () => undefined);
}
