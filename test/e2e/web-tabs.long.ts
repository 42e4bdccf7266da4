import type { BrowserContext, Page, Request } from "playwright-core";
import { expect, it } from "vitest";
import { useChat } from "../support/browser-chat.ts";
import { openBrowserPage } from "../support/open-browser-page.ts";
import { describeInBrowser, shareBrowser } from "../support/share-browser.ts";

const meta = "Meta (Facebook, Instagram)";
const shared = shareBrowser();

/** What a browser's tabs ask the server for: their open streams, and the id of each message that is posted. */
function watch(context: BrowserContext) {
  const streams = new Set<Request>();
  const posts: string[] = [];
  context.on("request", (request) => {
    if (request.url().endsWith("/chat/events")) streams.add(request);
    if (request.url().endsWith("/chat/messages")) posts.push(String(request.postDataJSON().id));
  });
  const ended = (request: Request) => void streams.delete(request);
  context.on("requestfinished", ended);
  context.on("requestfailed", ended);
  const isOpen = (request: Request) => !request.frame().page().isClosed();
  return { streams: () => [...streams].filter(isOpen).length, posts };
}

async function openTabs() {
  const first = await openBrowserPage(shared.browser, "desktop", {
    locale: "fr",
    timezoneId: "Europe/Paris",
  });
  const watched = watch(first.context());
  await first.goto(shared.url);
  await useChat(first).presses("Commencer");
  await useChat(first).hears("De quel service");
  const second = await first.context().newPage();
  await second.goto(shared.url);
  await useChat(second).hears("De quel service");
  await expect.poll(watched.streams).toBe(1);
  return { one: useChat(first), two: useChat(second), watched };
}

const linesOf = (page: Page) => page.locator(".row .text").allTextContents();

describeInBrowser("two tabs", () => {
  it("hold one stream, and post each message once", async () => {
    const { one, two, watched } = await openTabs();
    await one.presses(meta);
    await two.hears("Quels comptes");
    await two.presses("Les deux");
    await one.hears("sont-ils liés");
    await one.presses("Non");
    await two.hears("Et maintenant");
    expect(watched.streams()).toBe(1);
    expect(watched.posts).toHaveLength(4);
    expect(new Set(watched.posts).size).toBe(4);
    await expect
      .poll(async () => String(await linesOf(one.page)) === String(await linesOf(two.page)))
      .toBe(true);
  });

  it.each([
    ["leads", ({ two }: Awaited<ReturnType<typeof openTabs>>) => two, "one"],
    ["follows", ({ one }: Awaited<ReturnType<typeof openTabs>>) => one, "two"],
  ] as const)(
    "go on when the one closes that %s, with nothing lost or doubled",
    async (_, closing, staying) => {
      const tabs = await openTabs();
      const last = closing(tabs);
      await last.presses(meta);
      await last.page.close();
      const chat = tabs[staying];
      await chat.hears("Quels comptes");
      await chat.presses("Les deux");
      await chat.hears("sont-ils liés");
      expect(tabs.watched.streams()).toBe(1);
      expect(await chat.page.locator(".row.person", { hasText: meta }).count()).toBe(1);
      expect(await chat.page.locator(".row.bot", { hasText: "Quels comptes" }).count()).toBe(1);
    },
  );

  it("go on when the browser has put the one that leads to sleep", async () => {
    const { one, two, watched } = await openTabs();
    const cdp = await two.page.context().newCDPSession(two.page);
    await cdp.send("Page.setWebLifecycleState", { state: "frozen" });
    await one.presses(meta);
    await one.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    await one.hears("Quels comptes");
    await cdp.send("Page.setWebLifecycleState", { state: "active" });
    await two.hears("Quels comptes");
    await two.presses("Les deux");
    await one.hears("sont-ils liés");
    await expect.poll(watched.streams).toBe(1);
  });

  it("both say that there is no connection, and that it is back", async () => {
    const { one, two, watched } = await openTabs();
    const context = one.page.context();
    await context.setOffline(true);
    for (const { page } of [one, two])
      await page.locator("#state", { hasText: "Pas de connexion" }).waitFor();
    await one.writes("meta");
    await context.setOffline(false);
    await two.hears("Quels comptes");
    for (const { page } of [one, two]) await expect.poll(() => page.locator("#state").textContent()).toBe("");
    expect(new Set(watched.posts).size).toBe(2);
  });

  it("both forget, when one erases all; and both begin again as one", async () => {
    const { one, two } = await openTabs();
    await one.page.getByRole("button", { name: "Effacer cette conversation" }).click();
    await two.hears("Voulez-vous que j’efface");
    await two.presses("Tout effacer");
    for (const { hears } of [one, two]) await hears("Tout est effacé");
    expect(await one.page.evaluate("Object.keys(localStorage).join()")).toBe("");
    await one.presses("Recommencer");
    for (const { page, hears } of [one, two]) {
      await hears("De quel service");
      expect(await page.getByText("Tout est effacé").count()).toBe(0);
    }
  });

  it("each speak for themselves in a browser without locks", async () => {
    const page = await openBrowserPage(shared.browser, "desktop", { locale: "fr" });
    await page
      .context()
      .addInitScript("Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })");
    await page.goto(shared.url);
    await useChat(page).presses("Commencer");
    await useChat(page).hears("De quel service");
    const other = await page.context().newPage();
    await other.goto(shared.url);
    await useChat(other).presses(meta);
    await useChat(page).hears("Quels comptes");
    await useChat(page).presses("Instagram");
    await useChat(other).hears("Et maintenant");
    expect(await other.locator(".row.person", { hasText: /Instagram(\d|$)/ }).count()).toBe(1);
  });
});
