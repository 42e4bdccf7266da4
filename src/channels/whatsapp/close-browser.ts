import { withTimeout } from "../../concurrency/with-timeout.ts";
import type { WhatsAppClient } from "./library.ts";

/** Closes the client's browser; one that takes longer than this is killed. Never rejects. */
export async function closeBrowser(client: WhatsAppClient, limitMs: number): Promise<void> {
  toleratePipeErrors(client);
  await withTimeout(limitMs, client.destroy()).catch(() => undefined);
  try {
    client.pupBrowser?.process()?.kill("SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/**
 * Keeps a browser that ends in the middle of a word from ending this process: when puppeteer is done with its pipes it
 * takes its listeners off, and an error that comes then would be no one's.
 */
export function toleratePipeErrors({ pupBrowser }: WhatsAppClient): void {
  for (const pipe of pupBrowser?.process()?.stdio ?? []) pipe?.on("error", ignore);
}

function ignore(): void {}
