import { encodeQR } from "qr";
import type { Channel, Inbox, LinkCode, Outside } from "../../ports.ts";
import { second } from "../../support/durations.ts";
import { errorCodeOf } from "../../support/error-code-of.ts";
import { StartError } from "../../support/operator-error.ts";
import { systemTimers, withTimeout } from "../../support/timers.ts";
import { nameChannel } from "../channel-state.ts";
import { browserArgs, findBrowser, type LockFile, sessionFolder } from "./browser.ts";
import { catchUp } from "./catch-up.ts";
import { type ChatNotesOptions, createChatNotes } from "./chat-notes.ts";
import { checkCommunity } from "./check-community.ts";
import { tolerateRejections } from "./errors.ts";
import { createFindOtherId } from "./find-other-id.ts";
import type { WhatsAppLibrary } from "./library.ts";
import { createReceiver, type Receiver } from "./receive.ts";
import { Sender, type SenderOptions } from "./send.ts";
import { supervise } from "./supervise.ts";
import { type SupervisorTiming, usualTiming } from "./supervision.ts";
import { trackState } from "./track-state.ts";

/** What the WhatsApp channel needs from the operator and from the rest of the program. */
export interface WhatsAppOptions
  extends Pick<Outside, "clock" | "log" | "random">,
    Pick<SenderOptions, "polls" | "typingMs" | "communityChat">,
    Pick<ChatNotesOptions, "notes"> {
  /** The folder of the linked session; whoever has it can read and write in the account's name. */
  readonly sessionDir: string;
  /** Locks the session folder against a second process. */
  readonly lockFile: LockFile;
  /** The account's number, digits only: a code to type is shown in place of a QR code. */
  readonly pairingNumber?: string | undefined;
  /** Chromium or Chrome; searched for if absent. */
  readonly chromiumPath?: string | undefined;
  readonly chromiumArgs: readonly string[];
  /** The most proactive messages in an hour and in a day. */
  readonly hourlyCap: number;
  readonly dailyCap: number;
  /** Whether alerts are sent, for which WhatsApp may ban the number. */
  readonly alerts: boolean;
  /** Shows the operator what must not be logged: the link code, and the name of the linked account. */
  readonly print: (text: string) => void;
  readonly timing?: Partial<SupervisorTiming & { readonly sendMs: number }>;
  /** Replaces whatsapp-web.js in tests; needs no browser. */
  readonly library?: WhatsAppLibrary;
}

export type WhatsAppChannel = Channel & Required<Pick<Channel, "close" | "state" | "linkCode">>;

const pairingIntervalMs = 180 * second;
/** How long closing waits for sends without a result before it ends the browser. */
const lastAnswersMs = 3 * second;

/** The WhatsApp channel: private chats through a linked device, which a headless browser runs. */
export function createWhatsAppChannel(given: WhatsAppOptions): WhatsAppChannel {
  const log = nameChannel("whatsapp", given.log);
  const options = { ...given, log };
  const { sessionDir, clock, print } = options;
  const codeMs = options.pairingNumber === undefined ? usualTiming.codeMs : pairingIntervalMs + 60 * second;
  const timing = { ...usualTiming, sendMs: 30 * second, codeMs, ...options.timing };
  const folder = sessionFolder(sessionDir, options.lockFile);
  const notes = createChatNotes(options);
  let ending = new AbortController();
  let library = options.library;
  let receiver: Receiver | undefined;
  let linkedAs: string | undefined;
  let linkCode: LinkCode | undefined;
  let releaseLock = () => {};
  let endTolerance = () => {};

  const state = trackState(options);
  const supervisor = supervise({
    ...options,
    timing,
    state,
    createClient() {
      folder.unlock();
      linkCode = undefined;
      return loaded().createClient();
    },
    forgetSession: () => folder.forget(),
    onCode(given) {
      linkCode = given;
      print(explain(given));
    },
    onLinked() {
      linkCode = undefined;
      notes.begin(clock.now());
      receiver?.waitForRead();
    },
    async onReady(client, signal) {
      const name = client.info?.pushname || "an account without a name";
      if (name !== linkedAs) print(`WhatsApp: linked as ${name}`);
      if (linkedAs === undefined && options.communityChat !== undefined)
        void checkCommunity(client, options.communityChat, log);
      linkedAs = name;
      const until = AbortSignal.any([signal, ending.signal]);
      if (receiver !== undefined)
        await catchUp({ ...options, client, receiver, notes, findOtherId, signal: until });
    },
    onIncoming: (incoming) => receiver?.receive(incoming),
  });
  const findOtherId = createFindOtherId(() => supervisor.client());
  const sender = new Sender({
    ...options,
    ready: () => supervisor.ready(),
    library: loaded,
    notes,
    findOtherId,
    sendMs: timing.sendMs,
    signal: () => ending.signal,
  });

  function loaded(): WhatsAppLibrary {
    if (library === undefined) throw new Error("whatsapp-web.js is not loaded yet");
    return library;
  }

  return {
    name: "whatsapp",
    isExclusive: true,
    mergedCap: 4_096,
    limits: {
      perHour: options.hourlyCap,
      perDay: options.dailyCap,
      // Numbers that send faster risk a ban.
      spacing: { shortestMs: 5 * second, longestMs: 30 * second },
      isReady: () => supervisor.client() !== undefined,
    },
    perChat: { everyMs: second, burst: 1, counts: "proactive" },
    alerts: { note: "risk", isOff: !options.alerts },
    state: () => state.state(),
    linkCode: () => linkCode,
    invitation() {
      const [, number] = /^(\d+)@c\.us$/.exec(supervisor.client()?.info?.wid?._serialized ?? "") ?? [];
      return number && `https://wa.me/${number}?text=%2Fstart%20{campaign}-{language}`;
    },

    async start(inbox: Inbox): Promise<void> {
      ending = new AbortController();
      const { signal } = ending;
      library ??= await loadLibrary(options);
      if (signal.aborted) return;
      releaseLock = folder.take();
      await notes.open();
      if (signal.aborted) return;
      const { client } = supervisor;
      receiver = createReceiver({ inbox, notes, log, findOtherId, sender, client, signal });
      endTolerance = tolerateRejections((problem) =>
        log.warn({ problem }, "whatsapp-web.js has let an error go; it is watched over"),
      );
      supervisor.start();
    },

    async stop(): Promise<void> {
      ending.abort();
      supervisor.endPatience();
      await receiver?.settle();
    },

    /** Closes the browser and unlocks the session folder. */
    async close(): Promise<void> {
      // When another process takes over, messages may still be on their way.
      await withTimeout(systemTimers, lastAnswersMs, sender.settle()).catch(() => undefined);
      await supervisor.stop();
      await notes.settle();
      endTolerance();
      releaseLock();
    },

    send: (conversationId, message) => state.duringSend(conversationId, sender.send(conversationId, message)),
  };
}

/** Tells the operator what to do with a link code on the phone. */
function explain(linkCode: LinkCode): string {
  if (linkCode.kind === "qr")
    return `${encodeQR(linkCode.text, "ascii")}WhatsApp: on the phone, Settings → Linked devices → Link a device, and scan this`;
  const spaced = `${linkCode.code.slice(0, 4)}-${linkCode.code.slice(4)}`;
  return `WhatsApp: on the phone, Settings → Linked devices → Link with phone number, and type ${spaced}`;
}

/** Loads whatsapp-web.js, and puppeteer with it, only if it is used: an install may leave it out. */
async function loadLibrary(options: WhatsAppOptions): Promise<WhatsAppLibrary> {
  const { sessionDir, pairingNumber, chromiumPath, chromiumArgs } = options;
  const { default: whatsapp } = await import("whatsapp-web.js").catch(explainImport);
  const executablePath = findBrowser(chromiumPath);
  const { Client, LocalAuth, MessageMedia, Poll } = whatsapp;
  return {
    createClient: () =>
      new Client({
        authStrategy: new LocalAuth({ dataPath: sessionDir }),
        // The library would keep a copy of the page in the working folder.
        webVersionCache: { type: "none" },
        pairWithPhoneNumber: {
          phoneNumber: pairingNumber ?? "",
          showNotification: true,
          intervalMs: pairingIntervalMs,
        },
        puppeteer: {
          executablePath,
          args: browserArgs(chromiumArgs),
          headless: true,
          // With a pipe, the browser ends when this process ends, however it ends.
          pipe: true,
          // puppeteer would exit the process at once, before pending messages are finished.
          handleSIGINT: false,
          handleSIGTERM: false,
          handleSIGHUP: false,
        },
      }),
    createFile: (mimeType, base64, name) => new MessageMedia(mimeType, base64, name),
    createPoll: (question, labels, several) =>
      new Poll(question, [...labels], { allowMultipleAnswers: several, messageSecret: undefined }),
  };
}

function explainImport(error: unknown): never {
  if (errorCodeOf(error) !== "ERR_MODULE_NOT_FOUND") throw error;
  throw new StartError(
    'WHATSAPP: whatsapp-web.js is not installed, run "npm ci" or build the image with --build-arg WHATSAPP=on',
    { cause: error },
  );
}
