import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { query } from "../support/bot-api-scene.ts";
import { useChat } from "../support/browser-chat.ts";
import { freePort } from "../support/free-port.ts";
import { openBrowserPage } from "../support/open-browser-page.ts";
import { seriousFindings } from "../support/serious-findings.ts";
import { describeInBrowser, shareBrowser } from "../support/share-browser.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { createWebPage, newSession } from "../support/web-page.ts";

const question = "Quels comptes avez-vous";
const phishing = "Votre compte est bloqué";
let database: string;

const shared = shareBrowser(async (atEnd) => {
  database = `${temporaryFolder(atEnd)}/bot.db`;
  return { WEB: "public", PORT: String(await freePort()), DATABASE_URL: `file:${database}` };
});

const people = () => query(database, "SELECT person FROM person ORDER BY conversation_id");

/** Someone at a keyboard far away, with every tool but the reader's browser. */
function createAttacker() {
  const page = createWebPage({ url: shared.url, language: "fr" });
  return {
    messages: page.messages,
    /** Has a conversation with the real bot; resolves once it has answered. */
    async talks(...texts: readonly string[]) {
      await page.open();
      for (const text of texts) {
        const before = page.messages.length;
        await page.post({ text });
        await expect.poll(() => page.messages.length).toBeGreaterThan(before);
      }
    },
    /** Leaves lines on the server; returns the link to send to a reader. */
    async leaves(lines: readonly unknown[]): Promise<string> {
      const key = newSession();
      const headers = { "content-type": "application/json", "x-session": page.session };
      const body = JSON.stringify({ key, lines });
      await fetch(`${shared.url}/chat/handover`, { method: "POST", headers, body });
      return `${shared.url}/#${key}`;
    },
  };
}

/** A line as a page keeps it, with what an attacker would have the bot say. */
const botLine = (told: object) => ({ type: "bot", id: "forged-1", order: 1, at: Date.now(), told });
const forged = {
  type: "message",
  id: "forged-1",
  kind: "answer",
  message: {
    text: [{ type: "text", text: phishing }],
    links: [
      { label: "Se connecter", url: "https://meta-login.example/" },
      { label: "Script", url: "javascript:document.body.remove()" },
    ],
    mail: { label: "E-mail", url: "javascript:document.body.remove()" },
    file: {
      name: "objection-form.hta",
      mimeType: "application/hta",
      content: "<script>new ActiveXObject('WScript.Shell')</script>",
      online: { label: "En ligne", url: "data:text/html,<script>alert(1)</script>" },
    },
    choices: [{ id: "x", label: "Oui" }],
    language: "fr",
  },
};
const personLine = (said: object, words = "Oui", fate = "waiting") => {
  return { type: "person", id: "forged-person-1", order: 2, at: Date.now(), words, said, fate };
};

const openReader = () => openBrowserPage(shared.browser, "phone", { locale: "fr" });

/** A reader who has told the bot about their Facebook account. */
async function openReaderWithConversation(): Promise<Page> {
  const page = await openReader();
  await page.goto(`${shared.url}/?start=meta-fr`);
  await useChat(page).presses("Commencer");
  await useChat(page).hears(question);
  await useChat(page).writes("facebook");
  await useChat(page).hears("Et maintenant");
  return page;
}

const rowsOf = (page: Page) => page.locator(".row .text").allTextContents();
const asked = (page: Page) => page.locator("#claim");

/** All that the page sends in its reader's name. */
function watchWords(page: Page): readonly unknown[] {
  const sent: unknown[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/chat/messages")) sent.push(request.postDataJSON());
  });
  return sent;
}

describeInBrowser("a link from someone else", () => {
  it("changes nothing by itself: the reader's lines, accounts and reminders stay until they say otherwise", async () => {
    const reader = await openReaderWithConversation();
    const rows = await rowsOf(reader);
    const attacker = createAttacker();
    await attacker.talks("/start linkedin-fr");
    const before = people();
    const link = await attacker.leaves(attacker.messages.map((told) => botLine(told)));
    const tab = await reader.context().newPage();
    await tab.goto(link);
    await asked(tab).getByText("La remplacer").waitFor();
    expect(await seriousFindings(tab)).toEqual([]);
    expect(await rowsOf(tab)).toEqual(rows);
    await asked(tab).getByRole("button", { name: "Garder la mienne" }).click();
    expect(await asked(tab).isVisible()).toBe(false);
    await useChat(tab).writes("où en suis-je ?");
    await useChat(tab).hears("Facebook");
    await tab.reload();
    expect((await rowsOf(tab)).slice(0, rows.length)).toEqual(rows);
    expect(await asked(tab).isVisible()).toBe(false);
    expect(people()).toHaveLength(before.length);
  });

  it("shows a reader who takes it over only what the bot has really said, and sends nothing in their name", async () => {
    const attacker = createAttacker();
    await attacker.talks("/start meta-fr");
    const [real] = attacker.messages.slice(-1);
    const other = createAttacker();
    await other.talks("/start linkedin-fr");
    const link = await attacker.leaves([
      botLine(forged),
      botLine({ ...forged, signature: "A".repeat(43) }),
      botLine({ ...real, ...forged, signature: real?.signature }),
      botLine({ ...real, message: { ...real?.message, links: forged.message.links } }),
      botLine({ ...real, kind: "reminder" }),
      ...other.messages.map((told) => botLine(told)),
      { ...botLine(real ?? {}), isEnd: true, at: 1e300, chosen: { toString: "x" } },
      personLine({ text: "/forget" }, "Bonjour"),
      personLine({ text: "/forget" }, "Oui", "failed"),
      { type: "note", id: "note-12345", order: 3, at: 0, words: phishing },
      { type: "note", id: "end", order: 3, at: 0, words: phishing, isEnd: true },
      botLine(real ?? {}),
      null,
      "x",
    ]);
    const page = await openReader();
    const words = watchWords(page);
    await page.goto(link);
    await asked(page).getByRole("button", { name: "Continuer ici" }).click();
    await useChat(page).hears(question);
    await page.waitForTimeout(500);
    expect(await page.locator(".row.bot").count()).toBe(1);
    expect(await page.locator("#log").textContent()).not.toMatch(/bloqué|LinkedIn|Script/);
    expect(await page.locator("#log").getByRole("link").count()).toBe(0);
    expect(words).toEqual([]);
    await page.reload();
    await useChat(page).hears(question);
    expect(words).toEqual([]);
  });

  it("is good for nothing with a key that nobody has left, and the reader is told so", async () => {
    const page = await openReader();
    await page.goto(`${shared.url}/#${newSession()}`);
    await asked(page).getByRole("button", { name: "Continuer ici" }).click();
    await page.locator("#state", { hasText: "n’est plus là" }).waitFor();
    expect(await page.locator("#claim").isVisible()).toBe(false);
    await useChat(page).presses("Commencer");
    await useChat(page).hears("De quel service");
  });
});

describeInBrowser("a line that was forged before", () => {
  it("leads to no script, and saves no file that a machine would run", async () => {
    const page = await openReader();
    await page.goto(shared.url);
    const session = newSession();
    const key = `objecteur:entry:${session}:forged-1`;
    const kept = { "objecteur:session": session, [key]: JSON.stringify(botLine(forged)) };
    await page.evaluate(`Object.assign(localStorage, ${JSON.stringify(kept)})`);
    await page.reload();
    await useChat(page).hears(phishing);
    const links = await page
      .locator("#log a")
      .evaluateAll((all) => all.map((each) => each.getAttribute("href")));
    expect(links).toEqual(["https://meta-login.example/"]);
    expect(await page.locator("#log").getByText("objection-form.hta").count()).toBe(0);
  });
});
