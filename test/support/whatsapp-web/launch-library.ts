import whatsapp from "whatsapp-web.js";
import { patienceMs } from "../until.ts";
import { findChromium } from "./browser-args.ts";
import type { WhatsAppWeb } from "./whatsapp-web.ts";

/** The events that a client has raised and that nobody has taken yet. */
function watchEvents(client: InstanceType<typeof whatsapp.Client>) {
  const raised = new Map<string, unknown[][]>();
  const watchers = new Set<() => void>();
  const emit = client.emit.bind(client);
  client.emit = (name: string, ...given: unknown[]) => {
    raised.set(name, [...(raised.get(name) ?? []), given]);
    for (const wake of [...watchers]) wake();
    return emit(name, ...given);
  };
  return {
    count: (name: string) => raised.get(name)?.length ?? 0,
    forget: () => raised.clear(),
    /** What the next event of this name carries. */
    next: (name: string) =>
      new Promise<unknown[]>((resolve, reject) => {
        const wake = () => {
          const given = raised.get(name)?.shift();
          if (!given) return;
          watchers.delete(wake);
          clearTimeout(timer);
          resolve(given);
        };
        const timer = setTimeout(() => {
          watchers.delete(wake);
          reject(new Error(`no "${name}", only ${[...raised.keys()].join(", ")}`));
        }, patienceMs);
        watchers.add(wake);
        wake();
      }),
  };
}

/** Starts the bare library, as it was published, with a browser that meets the stand-in. */
export function launchLibrary(
  web: Pick<WhatsAppWeb, "browserArgs">,
  dataPath: string,
  pairingNumber?: string,
) {
  const client = new whatsapp.Client({
    authStrategy: new whatsapp.LocalAuth({ dataPath }),
    webVersionCache: { type: "none" },
    ...(pairingNumber && { pairWithPhoneNumber: { phoneNumber: pairingNumber } }),
    puppeteer: {
      executablePath: findChromium() ?? "",
      args: [...web.browserArgs],
      headless: true,
      pipe: true,
    },
  });
  return { client, ...watchEvents(client), started: client.initialize() };
}

export type LibraryInChromium = ReturnType<typeof launchLibrary>;
