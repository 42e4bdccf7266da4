import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { query } from "../support/bot-api-scene.ts";
import { useChat } from "../support/browser-chat.ts";
import { freePort } from "../support/free-port.ts";
import { openBrowserPage } from "../support/open-browser-page.ts";
import { seriousFindings } from "../support/serious-findings.ts";
import { describeInBrowser, shareBrowser } from "../support/share-browser.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const portal = { status: 200, contentType: "text/html", body: "<h1>Connexion au réseau</h1>" };
const options = { locale: "fr", timezoneId: "Europe/Paris" };
let database: string;
const shared = shareBrowser(async (atEnd) => {
  database = `${temporaryFolder(atEnd)}/bot.db`;
  return { WEB: "public", PORT: String(await freePort()), DATABASE_URL: `file:${database}` };
});

async function openChat() {
  const page = await openBrowserPage(shared.browser, "phone", options);
  await page.goto(shared.url);
  return useChat(page);
}

const countPeople = () => query(database, "SELECT 1 FROM person").length;

/** Counts the requests that the page makes below this path from now on. */
function countRequests(page: Page, path: string): () => number {
  let count = 0;
  page.on("request", (request) => {
    if (request.url().includes(path)) count += 1;
  });
  return () => count;
}

describeInBrowser("a bad network", () => {
  it("is named for as long as it lasts, and nobody seems to write meanwhile", async () => {
    const { page, presses, writes, hears } = await openChat();
    await page.route("**/chat/**", (route) => route.abort());
    await presses("Commencer");
    const state = page.locator("#state", { hasText: "Pas de connexion" });
    await state.waitFor();
    await writes("bonjour");
    for (let looks = 0; looks < 20; looks += 1) {
      expect([await state.isVisible(), await page.locator("#typing").isVisible()]).toEqual([true, false]);
      await page.waitForTimeout(100);
    }
    await page.unroute("**/chat/**");
    await hears("De quel service");
    expect(await page.locator("#state").textContent()).toBe("");
  });

  it("makes no new record of someone who was erased while the answer was lost", async () => {
    const { page, presses, writes, hears } = await openChat();
    await presses("Commencer");
    await hears("De quel service");
    await writes("oubliez-moi");
    await hears("Voulez-vous que j’efface");
    let posts = 0;
    await page.route("**/chat/messages", async (route) => {
      posts += 1;
      if (posts === 1) await route.fetch();
      await route.abort();
    });
    await presses("Tout effacer");
    await hears("Tout est effacé");
    await page.waitForTimeout(2_000);
    expect(posts).toBe(1);
    expect(await page.evaluate("Object.keys(localStorage).length")).toBe(0);
  });

  it("posts nothing that was written behind a wish to be forgotten", async () => {
    const { page, presses, writes, hears } = await openChat();
    await presses("Commencer");
    await writes("oubliez-moi");
    await hears("Voulez-vous que j’efface");
    const before = countPeople();
    await page.route("**/chat/messages", (route) => route.abort());
    await presses("Tout effacer");
    await writes("merci");
    await page.unroute("**/chat/messages");
    await hears("Tout est effacé");
    await page.waitForTimeout(2_500);
    expect(countPeople()).toBe(before - 1);
    expect(await page.locator(".row.person").count()).toBe(0);
  });

  it("is waited out where a network wants a login first, for the stream and for what is said", async () => {
    const { page, presses, hears } = await openChat();
    const requests = countRequests(page, "/chat/");
    await page.route("**/chat/**", (route) => route.fulfill(portal));
    await presses("Commencer");
    await page.locator("#state", { hasText: "Pas de connexion" }).waitFor();
    await page.waitForTimeout(3_000);
    expect(requests()).toBeLessThan(16);
    await page.unroute("**/chat/**");
    await hears("De quel service");
    expect(await page.locator(".row.person").count()).toBe(1);
    expect(await page.locator("#state").textContent()).toBe("");
  });

  it("is waited out where a proxy answers for a bot that is away", async () => {
    const { page, presses, hears } = await openChat();
    const proxy = { status: 502, contentType: "text/html", body: "<h1>Bad gateway</h1>" };
    await page.route("**/chat/**", (route) => route.fulfill(proxy));
    await presses("Commencer");
    await page.locator("#state", { hasText: "Pas de connexion" }).waitFor();
    await page.unroute("**/chat/**");
    await hears("De quel service");
    expect(await page.locator(".row.person").count()).toBe(1);
  });

  it("holds back what comes too fast for as long as the server asks, and says so", async () => {
    const { page, presses, hears } = await openChat();
    const slow = { status: 429, headers: { "retry-after": "2" }, json: { problem: "too-many" } };
    await page.route("**/chat/messages", (route) => route.fulfill(slow), { times: 1 });
    const posts = countRequests(page, "/chat/messages");
    await presses("Commencer");
    await page.locator("#state", { hasText: "Cela fait beaucoup" }).waitFor();
    await page.evaluate("dispatchEvent(new Event('online'))");
    await page.waitForTimeout(1_000);
    expect(posts()).toBe(1);
    await hears("De quel service");
    expect(await page.locator("#state").textContent()).toBe("");
  });

  it("is not what is said where the bot itself refuses the page", async () => {
    const { page, presses } = await openChat();
    const events = countRequests(page, "/chat/events");
    await page.route("**/chat/events", (route) =>
      route.fulfill({ status: 403, json: { problem: "another-site" } }),
    );
    await presses("Commencer");
    await page.locator("#state", { hasText: "ne reconnaît pas cette page" }).waitFor();
    await page.waitForTimeout(1_500);
    expect(events()).toBe(1);
    expect(await seriousFindings(page)).toEqual([]);
    await page.unroute("**/chat/events");
    await page.evaluate("dispatchEvent(new Event('online'))");
    await useChat(page).hears("De quel service");
  });

  it("costs one request for all that was heard at once", async () => {
    const { page, presses } = await openChat();
    const told = ["1-one", "1-two"].map((id) => ({
      type: "message",
      id,
      kind: "answer",
      message: { text: [] },
    }));
    const body = told.map((each) => `data: ${JSON.stringify(each)}\n\n`).join("");
    const stream = { contentType: "text/event-stream", body };
    await page.route("**/chat/events", (route) => route.fulfill(stream), { times: 1 });
    const confirming = page.waitForRequest("**/chat/seen");
    await presses("Commencer");
    expect((await confirming).postDataJSON()).toEqual({ ids: ["1-one", "1-two"] });
  });

  it("is waited out where something has cut into the stream", async () => {
    const { page, presses, hears } = await openChat();
    const stream = { contentType: "text/event-stream", body: 'data: {"type":"mess\n\n' };
    await page.route("**/chat/events", (route) => route.fulfill(stream), { times: 1 });
    await presses("Commencer");
    await hears("De quel service");
    expect(await page.locator("#state").textContent()).toBe("");
  });

  it("is noticed when the stream falls silent", async () => {
    const page = await openBrowserPage(shared.browser, "phone", options);
    await page.clock.install();
    await page.goto(shared.url);
    await useChat(page).presses("Commencer");
    await useChat(page).hears("De quel service");
    const reopening = page.waitForRequest("**/chat/events");
    await page.clock.fastForward(41_000);
    await page.locator("#state", { hasText: "Pas de connexion" }).waitFor();
    await page.clock.fastForward(1_000);
    await reopening;
    await expect.poll(() => page.locator("#state").textContent()).toBe("");
  });

  it("leaves a message that was refused to be tried again", async () => {
    const { page, presses, hears } = await openChat();
    const refused = { status: 403, body: "no" };
    await page.route("**/chat/messages", (route) => route.fulfill(refused), { times: 1 });
    await presses("Commencer");
    await page.getByText("n’a pas pu partir").waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await presses("Réessayer");
    await hears("De quel service");
    expect(await page.locator(".row.person").count()).toBe(1);
    expect(await page.getByText("n’a pas pu partir").count()).toBe(0);
  });

  it("costs nothing of what is being written when the page is loaded again", async () => {
    const { page, writes, hears } = await openChat();
    await page.locator("#text").fill("j’ai un compte\nInstagram");
    await page.reload();
    expect(await page.locator("#text").inputValue()).toBe("j’ai un compte\nInstagram");
    await writes("bonjour");
    await hears("De quel service");
    await page.reload();
    expect(await page.locator("#text").inputValue()).toBe("");
  });

  it("is not blamed for what is no session, or no entry", async () => {
    const { page, presses, hears } = await openChat();
    await page.evaluate(
      "localStorage['objecteur:session'] = 'broken'; localStorage['objecteur:entry:1'] = '{'",
    );
    await page.reload();
    await presses("Commencer");
    await hears("De quel service");
    expect(await page.locator("#state").textContent()).toBe("");
  });
});
