import { randomBytes } from "node:crypto";
import { createPerson } from "./person.ts";
import type { SendFailure, SocketState } from "./whatsapp-web.ts";
import type { Page, World } from "./world.ts";

/** The owner's phone, and what WhatsApp itself does to a page. */
export function createPhone(world: World) {
  const everyPage = async (act: (page: Page) => Promise<void>) => {
    await Promise.all([...world.pages].map(act));
  };

  const link = async (page: Page) => {
    const device = randomBytes(8).toString("hex");
    delete page.ref;
    delete page.pairingCode;
    page.device = device;
    world.devices.add(device);
    await page.tell({ type: "linked", device, letters: world.letters, votes: world.votes() });
  };

  const deliver = async (letter: Parameters<typeof world.keyOf>[0]) => {
    world.letters.push(letter);
    await world.tellLinked({ type: "letter", letter });
  };

  const now = () => Math.floor(Date.now() / 1_000);

  return {
    me: world.me,
    person: (id: string) => createPerson(world, id, deliver),
    async scan(timeoutMs?: number) {
      const showing = () => [...world.pages].find(({ ref }) => ref !== undefined);
      await link(await world.waitFor(showing, "a QR to scan", timeoutMs));
    },
    async enterCode(code: string) {
      const page = [...world.pages].find(({ pairingCode }) => pairingCode === code);
      if (!page) throw new Error(`no page shows the code ${code}`);
      await link(page);
    },
    refreshQr: () =>
      everyPage(async (page) => {
        if (page.ref === undefined) return;
        page.ref = newRef();
        await page.tell({ type: "ref", ref: page.ref });
      }),
    expireQr: () =>
      everyPage(async (page) => {
        if (page.ref === undefined) return;
        delete page.ref;
        await page.tell({ type: "state", state: "UNPAIRED_IDLE", silently: false });
      }),
    says: (where: { readonly group: string } | "status", author: string, body: string) =>
      deliver({
        id: world.nextId(),
        chat: where === "status" ? "status@broadcast" : where.group,
        fromMe: false,
        author,
        t: now(),
        type: "chat",
        body,
      }),
    ownerSays: (chat: string, body: string) =>
      deliver({ id: world.nextId(), chat, fromMe: true, t: now(), type: "chat", body }),
    async logout() {
      const pages = world.linkedPages();
      world.devices.clear();
      await Promise.all(pages.map((page) => page.tell({ type: "logout" })));
    },
    conflict: () => world.tellLinked({ type: "state", state: "CONFLICT", silently: false }),
    reload: () => everyPage((page) => page.tell({ type: "reload" })),
    setState: (state: SocketState, silently?: "silently") =>
      world.tellLinked({ type: "state", state, silently: silently !== undefined }),
    freeze: (ms: number) => everyPage((page) => page.tell({ type: "freeze", ms })),
    syncAgain: () => world.tellLinked({ type: "syncAgain" }),
    async renameModules(renamed = true) {
      world.behaviour.renamed = renamed;
      await everyPage((page) => page.tell({ type: "rename", renamed }));
    },
    async spoil(...ids: readonly string[]) {
      world.behaviour.spoiled = [...ids];
      await everyPage((page) => page.tell({ type: "spoil", spoiled: ids }));
    },
    alreadySynced(already = true) {
      world.behaviour.alreadySynced = already;
    },
    failSends: (how: SendFailure, times = 1) => world.tellLinked({ type: "failSends", how, times }),
    async knows(number: string, lid: string) {
      world.otherIds.push([number, lid], [lid, number]);
      await world.tellLinked({ type: "otherIds", otherIds: world.otherIds });
    },
    slowSends: (ms: number) => world.tellLinked({ type: "slowSends", ms }),
    forget: (messageId: string) => world.tellLinked({ type: "forget", messageId }),
  };
}

/** What a QR is made of, and no other QR. */
export function newRef(): string {
  return `2@${randomBytes(24).toString("base64")}`;
}
