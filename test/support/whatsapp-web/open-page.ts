import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import { newRef } from "./phone.ts";
import type { Order, Page, World } from "./world.ts";

/** The pages that are open, and what they have been told but not yet done. */
export function openPages(world: World) {
  const undone = new Map<string, () => void>();
  const pages = new Map<string, Page>();
  let count = 0;

  const openPage = (device: string | null, response: ServerResponse) => {
    const open = new Set<string>();
    const write = (message: object) => response.write(`data: ${JSON.stringify(message)}\n\n`);

    const tell = (order: Order) =>
      new Promise<void>((resolve) => {
        const number = String(++count);
        open.add(number);
        undone.set(number, () => {
          open.delete(number);
          undone.delete(number);
          resolve();
        });
        if (response.closed) undone.get(number)?.();
        else write({ ...order, number });
      });

    const linked = device !== null && world.devices.has(device);
    const page: Page = linked ? { tell, device } : { tell, ref: newRef() };
    const number = String(++count);
    pages.set(number, page);
    world.pages.add(page);
    response.on("close", () => {
      pages.delete(number);
      world.pages.delete(page);
      for (const order of open) undone.get(order)?.();
    });
    response.setHeader("content-type", "text/event-stream");
    const { me, myLid, letters, behaviour, otherIds } = world;
    const greeting = { type: "hello", page: number, linked, ref: page.ref, me, myLid, letters, behaviour };
    write({ ...greeting, otherIds, votes: world.votes() });
    world.changed();
  };

  return {
    openPage,
    done: (number: string | null) => undone.get(number ?? "")?.(),
    showPairingCode(number: string | null): string {
      const code = randomBytes(4).toString("hex").toUpperCase();
      const page = pages.get(number ?? "");
      if (page) page.pairingCode = code;
      return code;
    },
  };
}
