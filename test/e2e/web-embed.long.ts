import type { BrowserContextOptions, Locator, Page } from "playwright-core";
import { describe, expect, it, onTestFinished } from "vitest";
import { query } from "../support/bot-api-scene.ts";
import { type screens, useChat } from "../support/browser-chat.ts";
import { createGate } from "../support/create-gate.ts";
import { freePort } from "../support/free-port.ts";
import { openBrowserPage } from "../support/open-browser-page.ts";
import { seriousFindings } from "../support/serious-findings.ts";
import { serveSite } from "../support/serve-site.ts";
import { describeInBrowser, shareBrowser } from "../support/share-browser.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const launcher = { name: /^S’opposer à l’IA/ };
const hostile = `<style>
  * { font: 60px serif !important; color: yellow !important; border-radius: 0 !important; text-transform: uppercase !important }
  button, div, span, iframe { position: static !important; background: red !important; width: 30px !important }
</style>`;
const noStorage = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no') } })";
let site: string;
let database: string;

/** An article of each kind, and a chat that lets itself be shown in them. */
const shared = shareBrowser(async (atEnd) => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const script = (attributes: string) => `<script src="${url}/embed.js" ${attributes}></script>`;
  const text = "<h1>Un article</h1><p>Tout sur Meta.</p><button id='own'>En parler</button>";
  site = await serveSite(
    {
      article: `${text}${script('data-start="meta-fr"')}`,
      hostile: `${hostile}${text}${script('data-start="meta-fr"')}`,
      dressed: `<style>objecteur-chat { --objecteur-font: Georgia }</style>${text}${script('data-lang="en" data-accent="#b00020" data-label="Ask here" data-side="left" data-theme="dark"')}`,
      unreadable: `${text}${script('data-accent="#ffd400"')}`,
      misplaced: `${text}<div id="1chat"></div>${script('data-inline="#1chat"')}`,
      nowhere: `${text}${script('data-inline="#nope"')}`,
      inline: `${text}<div id="chat"></div>${script('data-inline="#chat" data-start="linkedin-fr"')}`,
    },
    atEnd,
  );
  database = `${temporaryFolder(atEnd)}/bot.db`;
  return {
    WEB: "public",
    PORT: String(port),
    WEB_ALLOWED_ORIGINS: site,
    DATABASE_URL: `file:${database}`,
  };
});

async function openArticle(
  path: string,
  screen: keyof typeof screens = "desktop",
  options: BrowserContextOptions = {},
): Promise<Page> {
  const page = await openBrowserPage(shared.browser, screen, {
    locale: "fr",
    timezoneId: "Europe/Paris",
    ...options,
  });
  await page.goto(`${site}/${path}`);
  return page;
}

function styleOf(part: Locator, property: string): Promise<string> {
  return part.evaluate((element, name) => String(element.computedStyleMap().get(name)), property);
}

/** What has the focus within the embed. */
const focusedIn = (page: Page) =>
  page.locator("objecteur-chat").evaluate(({ shadowRoot }) => shadowRoot?.activeElement?.localName);

const countPeople = () => query(database, "SELECT 1 FROM person").length;

describeInBrowser("the chat in an article", () => {
  it("floats over the article in a rounded panel, whatever the article's own rules are, and closes by its cross or Escape", async () => {
    const page = await openArticle("hostile");
    const open = page.getByRole("button", launcher);
    const box = await open.boundingBox();
    expect(box?.height).toBeLessThan(60);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeCloseTo(1200 - 16, -1);
    await open.click();
    const frame = page.frameLocator("iframe");
    await frame.getByRole("button", { name: "Commencer" }).click();
    await frame.getByText("Quels comptes avez-vous").waitFor();
    const panel = page.getByRole("dialog", { name: "Objecteur" });
    expect(await styleOf(panel, "border-top-left-radius")).toBe("16px");
    await panel.getByRole("button", { name: "Fermer" }).click();
    expect(await panel.isVisible()).toBe(false);
    await page.locator("objecteur-chat button:focus", { hasText: "S’opposer" }).waitFor();
    await page.keyboard.press("Enter");
    await panel.waitFor();
    await page.locator("h1").click();
    await page.keyboard.press("Escape");
    await expect.poll(() => panel.isVisible()).toBe(false);
    await open.click();
    await frame.locator("#text").press("Escape");
    await expect.poll(() => panel.isVisible()).toBe(false);
    expect(await page.context().cookies()).toEqual([]);
  });

  it("stands within the article where that has a place for it", async () => {
    const page = await openArticle("inline", "phone");
    const frame = page.frameLocator("#chat iframe");
    await frame.getByRole("button", { name: "Commencer" }).click();
    await frame.getByText("LinkedIn").first().waitFor();
    expect(await page.getByRole("button", launcher).count()).toBe(0);
    await frame.locator("#text").press("Escape");
    expect(await page.locator("#chat iframe").isVisible()).toBe(true);
  });

  it("leaves nothing on the server that no one could find again", async () => {
    const page = await openArticle("article");
    await page.addInitScript(`if (window !== parent) ${noStorage}`);
    await page.reload();
    await page.getByRole("button", launcher).click();
    const before = countPeople();
    await page.frameLocator("iframe").getByRole("button", { name: "Commencer" }).click();
    await page.frameLocator("iframe").getByText("Quels comptes avez-vous").waitFor();
    expect(countPeople()).toBe(before + 1);
    await page.close();
    await expect.poll(countPeople).toBe(before);
  });

  describe("in every circumstance", () => {
    it("says what to do in place of a frame that does not load, and can be closed", async () => {
      const context = await shared.browser.newContext({ locale: "fr" });
      onTestFinished(() => context.close());
      const page = await context.newPage();
      const away = `${shared.url}/?**`;
      await page.route(away, (route) => route.abort());
      await page.goto(`${site}/article`);
      await page.getByRole("button", launcher).click();
      const failure = page.locator(".note[role=status]");
      await failure.getByText("La conversation ne se charge pas ici").waitFor();
      expect(await failure.getByRole("link", { name: "Ouvrir dans un onglet" }).getAttribute("href")).toMatch(
        shared.url,
      );
      expect(await seriousFindings(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      await page.getByRole("button", launcher).click();
      await page.unroute(away);
      await failure.getByRole("button", { name: "Réessayer" }).click();
      await page.frameLocator("iframe").getByRole("button", { name: "Commencer" }).waitFor();
      await expect.poll(() => focusedIn(page)).toBe("iframe");
      expect(await failure.textContent()).toBe("");
    });

    it("counts what is said while it is closed, and tells the article's own scripts", async () => {
      const page = await openArticle("article");
      const closed = createGate();
      await page.route("**/chat/messages", async (route) => {
        await closed.opened;
        await route.continue();
      });
      await page.evaluate(`
        told = [];
        for (const name of ["open", "close", "ready", "message", "failed"])
          Objecteur.on(name, ({ type, detail }) => told.push(type + detail.unread));
        own.onclick = () => Objecteur.open({ start: "linkedin-fr" });
      `);
      await page.locator("#own").click();
      await page.frameLocator("iframe").getByRole("button", { name: "Commencer" }).click();
      await page.evaluate("Objecteur.close()");
      closed.open();
      expect(await page.locator("#own:focus").count()).toBe(1);
      await page.getByRole("button", { name: "nouveaux messages : 2" }).waitFor();
      expect(await page.evaluate("told")).toEqual(["open0", "ready0", "close0", "message1", "message2"]);
      expect(await seriousFindings(page)).toEqual([]);
      await page.getByRole("button", launcher).click();
      await page.frameLocator("iframe").getByText("LinkedIn").first().waitFor();
      await page.evaluate("Objecteur.close()");
      expect(await page.getByRole("button", launcher).textContent()).toBe("S’opposer à l’IA");
    });

    it("wears the article's colour, label, side and language", async () => {
      const page = await openArticle("dressed");
      const open = page.getByRole("button", { name: "Ask here" });
      expect((await open.boundingBox())?.x).toBe(16);
      expect(await styleOf(open, "background-color")).toBe("rgb(176, 0, 32)");
      expect(await styleOf(open, "color")).toBe("rgb(255, 255, 255)");
      expect(await styleOf(open, "font-family")).toMatch(/^Georgia/);
      await open.click();
      const begin = page.frameLocator("iframe").getByRole("button", { name: "Begin" });
      // The theme is dark: the accent is as light as it has to be.
      expect(await styleOf(begin, "background-color")).toBe("rgb(219, 140, 155)");
      expect(await styleOf(page.frameLocator("iframe").locator("body"), "background-color")).toBe(
        "rgb(14, 20, 22)",
      );
      expect(await seriousFindings(page)).toEqual([]);
    });

    it("refuses an accent that cannot be read, in words, and wears its own", async () => {
      const page = await openArticle("article");
      const told: string[] = [];
      page.on("console", (message) => told.push(`${message.type()} ${message.text()}`));
      await page.goto(`${site}/unreadable`);
      const open = page.getByRole("button", launcher);
      expect(await styleOf(open, "background-color")).toBe("rgb(6, 84, 80)");
      expect(told).toEqual([expect.stringMatching(/^warning Objecteur: data-accent: white .*"#ffd400"$/)]);
    });

    it.each(["misplaced", "nowhere"])(
      "stands behind its button where the place is %s, and warns",
      async (path) => {
        const page = await openArticle("article");
        const told: string[] = [];
        page.on("console", (message) => told.push(`${message.type()} ${message.text()}`));
        await page.goto(`${site}/${path}`);
        await page.getByRole("button", launcher).waitFor();
        expect(told).toEqual([expect.stringMatching(/^warning Objecteur: data-inline: .*"#(1chat|nope)"$/)]);
      },
    );

    it("says that it loads, and keeps the focus within the panel until it has", async () => {
      const page = await openArticle("article");
      const loads = createGate();
      await page.route(`${shared.url}/?**`, async (route) => {
        await loads.opened;
        await route.continue();
      });
      await page.getByRole("button", launcher).press("Enter");
      const panel = page.getByRole("dialog");
      const loading = panel.locator("[role=status]:focus");
      await loading.getByText("Chargement").waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      loads.open();
      await expect.poll(() => focusedIn(page)).toBe("iframe");
      expect(await panel.locator("[role=status]").textContent()).toBe("");
    });

    it("offers the article's service to a reader who comes back, and loses nothing of what was said", async () => {
      const page = await openBrowserPage(shared.browser, "phone", { locale: "fr" });
      await page.goto(`${shared.url}/?start=meta-fr`);
      await useChat(page).presses("Commencer");
      await useChat(page).hears("Quels comptes avez-vous");
      await page.reload();
      await useChat(page).hears("Quels comptes avez-vous");
      expect(await page.locator("#offer").isVisible()).toBe(false);
      await page.goto(`${shared.url}/?start=linkedin-fr`);
      await page.getByText("Venez-vous pour LinkedIn").waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await page.getByRole("button", { name: "Voir LinkedIn" }).click();
      await useChat(page).hears(/LinkedIn/);
      expect(await page.locator("#offer").isVisible()).toBe(false);
      expect(await page.locator(".row.bot", { hasText: "Quels comptes avez-vous" }).count()).toBe(1);
    });

    it("speaks the language of the link from the first word, as the bot will", async () => {
      const page = await openBrowserPage(shared.browser, "phone", { locale: "fr" });
      await page.goto(`${shared.url}/?start=linkedin-en`);
      expect(await page.locator("#start").textContent()).toBe("Begin");
    });

    it("says where the browser keeps nothing, and goes on in a tab by a key that is good once", async () => {
      const page = await openArticle("article");
      const asked: string[] = [];
      page.context().on("request", (request) => asked.push(request.url()));
      await page.addInitScript(`if (window !== parent) ${noStorage}`);
      await page.reload();
      await page.getByRole("button", launcher).click();
      const frame = page.frameLocator("iframe");
      await frame.getByText("Votre navigateur ne garde rien ici").waitFor();
      expect(await frame.getByText("n’est gardée que dans votre navigateur").isVisible()).toBe(false);
      expect(await seriousFindings(page)).toEqual([]);
      await frame.getByRole("button", { name: "Commencer" }).click();
      await frame.getByRole("button", { name: "Instagram", exact: true }).click();
      await frame.getByText("Et maintenant").waitFor();
      const lines = await frame.locator(".row .text").allTextContents();
      const before = countPeople();
      const opening = page.context().waitForEvent("page");
      await frame.getByRole("link", { name: "Ouvrir dans un onglet" }).click();
      const tab = await opening;
      await tab.locator("#claim").getByRole("button", { name: "Continuer ici" }).click();
      await useChat(tab).hears("Et maintenant");
      expect(await tab.locator(".row .text").allTextContents()).toEqual(lines);
      expect(await tab.locator("#offer").isVisible()).toBe(false);
      await frame.getByText("Cette conversation continue dans le nouvel onglet").waitFor();
      expect(new URL(tab.url()).hash).toBe("");
      const key =
        /#([\w-]{43})$/.exec((await frame.locator("#tab").getAttribute("href")) ?? "")?.[1] ?? "none";
      expect(asked.filter((each) => each.includes(key))).toEqual([]);
      await useChat(tab).presses("Limites et conseils");
      await expect.poll(() => tab.locator(".row.bot").count()).toBeGreaterThan(3);
      await page.close();
      expect(countPeople()).toBe(before);
      const thief = await openBrowserPage(shared.browser, "phone", { locale: "fr" });
      await thief.goto(`${shared.url}/#${key}`);
      await thief.locator("#claim").getByRole("button", { name: "Continuer ici" }).click();
      await thief.locator("#state", { hasText: "n’est plus là" }).waitFor();
      expect(await thief.locator(".row").count()).toBe(0);
      expect(shared.bot.errors()).not.toContain(key);
    });
  });
});
