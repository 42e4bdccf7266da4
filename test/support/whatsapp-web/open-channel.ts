import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createWhatsAppChannel, type WhatsAppOptions } from "../../../src/channels/whatsapp/adapter.ts";
import { lockFile } from "../../../src/storage/lock-file.ts";
import { collectingLog, keepingInbox } from "../../channels/whatsapp/client-double.ts";
import { browserArgs, findChromium } from "./browser-args.ts";
import type { WhatsAppWeb } from "./whatsapp-web.ts";

/** Starts the real channel, with the real library in a real browser, in front of the stand-in. */
export async function openChannel(
  web: WhatsAppWeb,
  sessionDir: string,
  timing: NonNullable<WhatsAppOptions["timing"]> = {},
) {
  const logged: string[] = [];
  const kept = keepingInbox();
  const channel = createWhatsAppChannel({
    sessionDir,
    chromiumPath: findChromium() ?? "",
    lockFile,
    chromiumArgs: browserArgs(web.port),
    polls: true,
    hourlyCap: 30,
    dailyCap: 200,
    clock: { now: () => Date.now() },
    log: collectingLog(logged),
    random: () => 0,
    print: () => {},
    timing,
  });
  await channel.start(kept.inbox);
  if (!web.linked) await web.scan(15_000);
  return { channel, logged, ...kept };
}

export type OpenedChannel = Awaited<ReturnType<typeof openChannel>>;

/** A folder for a session; browsers that are just ending still write into it. */
export async function openSessionDir() {
  const sessionDir = await mkdtemp(join(tmpdir(), "whatsapp-"));
  return { sessionDir, remove: () => rm(sessionDir, { recursive: true, force: true, maxRetries: 5 }) };
}
