import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createWhatsAppChannel, type WhatsAppOptions } from "../../../src/channels/whatsapp/adapter.ts";
import { lockFile } from "../../../src/storage/sqlite-file.ts";
import { collectingLog, keepingInbox, openNotes } from "../../channels/whatsapp/client-double.ts";
import { browserArgs, findChromium } from "./browser-args.ts";
import type { WhatsAppWeb } from "./whatsapp-web.ts";

/** Starts the real channel, with the real library in a real browser, in front of the stand-in. */
export async function openChannel(
  web: WhatsAppWeb,
  { sessionDir, kept }: OpenedSession,
  timing: NonNullable<WhatsAppOptions["timing"]> = {},
) {
  const logged: string[] = [];
  const keeping = keepingInbox(kept.store);
  const channel = createWhatsAppChannel({
    sessionDir,
    chromiumPath: findChromium() ?? "",
    lockFile,
    chromiumArgs: browserArgs(web.port),
    polls: true,
    alerts: true,
    typingMs: 0,
    hourlyCap: 30,
    dailyCap: 200,
    clock: { now: () => Date.now() },
    log: collectingLog(logged),
    random: () => 0,
    print: () => {},
    notes: kept.notes,
    timing,
  });
  await channel.start(keeping.inbox);
  if (!web.linked) await web.scan();
  return { channel, logged, ...keeping };
}

export type OpenedChannel = Awaited<ReturnType<typeof openChannel>>;

/** What outlives a channel: the folder of its session, into which browsers that are just ending still write, and its notes. */
export async function openSession() {
  const sessionDir = await mkdtemp(join(tmpdir(), "whatsapp-"));
  const remove = () => rm(sessionDir, { recursive: true, force: true, maxRetries: 5 });
  return { sessionDir, kept: openNotes(), remove };
}

type OpenedSession = Awaited<ReturnType<typeof openSession>>;
