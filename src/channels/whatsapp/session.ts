import type { Log } from "../../app/ports.ts";
import { sleep } from "../../concurrency/sleep.ts";
import { closeBrowser, toleratePipeErrors } from "./close-browser.ts";
import { describeWhatsAppError } from "./errors.ts";
import type { WhatsAppClient } from "./library.ts";
import { createProbe, type ProbeTiming } from "./probe.ts";

/** Why a client is of no use any more. */
export type EndReason =
  | "browser-ended"
  | "page-crashed"
  | "not-starting"
  /** Not even a sign of being linked. */
  | "silent"
  /** Linked, and never ready. */
  | "never-ready"
  | "unresponsive"
  | "not-scanned"
  | "logged-out"
  | "taken-over"
  /** WhatsApp refuses the account or the version. */
  | "refused"
  | "stopped";

export interface SessionTiming extends ProbeTiming {
  /** From the launch, or from being linked, to being ready. */
  readonly readyMs: number;
  /** A QR code or a pairing code that is older is of no use. */
  readonly codeMs: number;
  /** How long to wait for a sign before looking whether the library has missed it. */
  readonly nudgeMs: number;
  /** How long a browser may take to close before it is killed. */
  readonly closeMs: number;
}

interface SessionOptions {
  readonly client: WhatsAppClient;
  readonly timing: SessionTiming;
  readonly log: Log;
  /** A QR code to scan, or a code to type. */
  readonly onCode: (kind: "qr" | "code", code: string) => void;
  /** Linked; from now on messages may come. */
  readonly onLinked: () => void;
  /** Ready, possibly again after a reload. */
  readonly onReady: () => void;
  /** Not ready any more, without having ended, and why. */
  readonly onUnready: (problem: string) => void;
  readonly onMessage: (message: unknown) => void;
  readonly onEdit: (message: unknown) => void;
  readonly onVote: (vote: unknown) => void;
  /** The client is of no use any more; its browser still closes. */
  readonly onOver: (reason: EndReason) => void;
}

/** One client from its launch to its end. */
export interface Session {
  readonly client: WhatsAppClient;
  /** Resolves with the reason when the client is of no use any more, and its browser is gone. */
  readonly ended: Promise<EndReason>;
  end(reason: EndReason): void;
  isReady(): boolean;
}

/** Finishes what the page is in when the library came too late to hear that it is in sync, wwebjs/whatsapp-web.js#5755. */
const nudge =
  'window.AuthStore && window.require("WAWebSocketModel").Socket.hasSynced && window.onAppStateHasSyncedEvent?.()';

const reasons: Readonly<Record<string, EndReason>> = {
  LOGOUT: "logged-out",
  UNPAIRED: "logged-out",
  UNPAIRED_IDLE: "logged-out",
  CONFLICT: "taken-over",
  DEPRECATED_VERSION: "refused",
  TOS_BLOCK: "refused",
  SMB_TOS_BLOCK: "refused",
  PROXYBLOCK: "refused",
};
/** The library erases the session right after it has told us; a browser that is closed in between makes it fail. */
const logoutMs = 1_000;

/** Launches the client and watches over it. */
export function openSession(options: SessionOptions): Session {
  const { client, timing, log } = options;
  const over = new AbortController();
  let stage: "starting" | "coded" | "linked" | "ready" | "disconnected" = "starting";
  let alarm: NodeJS.Timeout | undefined;
  let nudging: NodeJS.Timeout | undefined;
  let isWatched = false;
  let finish: (reason: EndReason) => void = () => undefined;
  const reason = new Promise<EndReason>((resolve) => {
    finish = resolve;
  });
  const probe = createProbe({
    client,
    timing,
    onLost: (problem) => fail("unresponsive", problem),
    onDisconnected() {
      stage = "disconnected";
      options.onUnready("WhatsApp Web has lost its connection, and is finding it again");
    },
    onReconnected() {
      stage = "ready";
      options.onReady();
    },
  });

  function end(why: EndReason): void {
    if (over.signal.aborted) return;
    over.abort();
    clearTimeout(alarm);
    clearInterval(nudging);
    probe.stop();
    options.onOver(why);
    finish(why);
  }

  function fail(why: EndReason, problem: string): void {
    if (over.signal.aborted) return;
    log.warn({ channel: "whatsapp", reason: why, problem }, "WhatsApp Web has to be started again");
    end(why);
  }

  function setAlarm(ms: number, why: () => EndReason): void {
    clearTimeout(alarm);
    alarm = setTimeout(() => fail(why(), "nothing has come for too long"), ms);
  }

  function awaitReady(): void {
    setAlarm(timing.readyMs, () => (stage === "linked" ? "never-ready" : "silent"));
  }

  /** The library has the browser soon after the launch, and does not say when. */
  function watchBrowser(): void {
    const { pupBrowser, pupPage } = client;
    if (isWatched || !pupBrowser || !pupPage) return;
    isWatched = true;
    toleratePipeErrors(client);
    pupBrowser.on("disconnected", () => fail("browser-ended", "the browser has ended"));
    pupPage.on("error", (error) => fail("page-crashed", describeWhatsAppError(error)));
    pupPage.on("pageerror", (error) =>
      log.debug(
        { channel: "whatsapp", problem: describeWhatsAppError(error) },
        "an error in WhatsApp's page",
      ),
    );
    pupPage.on("framenavigated", (frame) => {
      if (isMainFrame(frame)) onNavigated();
    });
  }

  /** After a reload nothing is heard until the library has found its way into the page again. */
  function onNavigated(): void {
    if ((stage !== "ready" && stage !== "disconnected") || over.signal.aborted) return;
    stage = "linked";
    probe.stop();
    options.onUnready("WhatsApp Web has reloaded");
    awaitReady();
  }

  /** Handlers that are told of every event, however often it comes, and of none after the end. */
  function on(event: string, handler: (...args: unknown[]) => void): void {
    client.on(event, (...args) => {
      watchBrowser();
      if (!over.signal.aborted) handler(...args);
    });
  }

  function onCode(kind: "qr" | "code", code: unknown): void {
    if (typeof code !== "string") return;
    stage = "coded";
    setAlarm(timing.codeMs, () => "not-scanned");
    options.onCode(kind, code);
  }

  function onReady(): void {
    stage = "ready";
    clearTimeout(alarm);
    probe.start();
    options.onReady();
  }

  on("qr", (code) => onCode("qr", code));
  on("code", (code) => onCode("code", code));
  on("authenticated", () => {
    if (stage === "starting" || stage === "coded") {
      stage = "linked";
      awaitReady();
    }
    options.onLinked();
  });
  on("loading_screen", () => {
    if (stage === "starting" || stage === "linked") awaitReady();
  });
  on("ready", onReady);
  on("message", options.onMessage);
  on("message_ciphertext", options.onMessage);
  on("message_edit", options.onEdit);
  on("vote_update", options.onVote);
  on("change_state", () => probe.look());
  on("auth_failure", () => fail("not-starting", "the session was not accepted"));
  on("disconnected", (state) => {
    const known = typeof state === "string" ? reasons[state] : undefined;
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
  }

  async function close(why: EndReason, launched: Promise<void>): Promise<void> {
    if (why === "logged-out") await sleep(logoutMs);
    await closeBrowser(client, timing.closeMs);
    // A browser that was being launched when the end came.
    void launched.then(() => closeBrowser(client, timing.closeMs));
  }

  function lookForMissedSync(): void {
    watchBrowser();
    if (stage === "starting") void client.pupPage?.evaluate(nudge).catch(() => undefined);
  }

  awaitReady();
  nudging = setInterval(lookForMissedSync, timing.nudgeMs);
  const launched = launch();
  const ended = reason.then(async (why) => {
    await close(why, launched);
    return why;
  });
  return { client, ended, end, isReady: () => stage === "ready" && !over.signal.aborted };
}

function isMainFrame(frame: unknown): boolean {
  if (typeof frame !== "object" || frame === null || !("parentFrame" in frame)) return false;
  return typeof frame.parentFrame === "function" && frame.parentFrame() === null;
}
