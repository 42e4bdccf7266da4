import type { Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import type { screens } from "../support/browser-chat.ts";
import { freePort } from "../support/free-port.ts";
import { openBrowserPage } from "../support/open-browser-page.ts";
import { serveSite } from "../support/serve-site.ts";
import { describeInBrowser, shareBrowser } from "../support/share-browser.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const launcher = { name: /^S’opposer à l’IA/ };
const text = `<meta name="viewport" content="width=device-width"><h1>Un article</h1><p>Tout sur Meta.</p>`;
const ownButton = `<p><a id="own" href="/article" data-objecteur-open="linkedin-fr">En parler</a></p>`;
const far = `<div style="height:4000px"></div>`;
const reserved = `<div id="chat" style="min-height:min(680px, 90vh)"></div><p id="after">La suite.</p>`;
const queue = `<script>told = []; (window.Objecteur ??= []).push(() => { throw new Error("theirs") });
  (window.Objecteur ??= []).push((chat) => chat.on("ready", ({ type }) => told.push(type)));</script>`;
/** The chat's ground in either theme. */
const [byDay, byNight] = ["rgb(233, 238, 240)", "rgb(14, 20, 22)"] as const;
let site: string;

const shared = shareBrowser(async (atEnd) => {
  const port = await freePort();
  const script = (attributes = "") =>
    `<script src="http://127.0.0.1:${port}/embed.js" data-start="meta-fr" ${attributes}></script>`;
  site = await serveSite(
    {
      article: text + script(),
      placed:
        text +
        script('data-side="left" data-left="40" data-bottom="88px"') +
        script('data-side="left" data-left="40" data-bottom="88"'),
      styled: `<style>objecteur-chat { --objecteur-bottom: 20px; --objecteur-right: 30px; --objecteur-z-index: 7 }
        @media (max-width: 480px) { objecteur-chat { --objecteur-bottom: 60px } }</style>${text}${script()}`,
      named: text + script('data-source="article-123"'),
      unknown: text + script('data-source="1&lt;2"'),
      own: text + ownButton + script('data-launcher="none"'),
      queue: queue + text + script("async"),
      below: text + far + reserved + script('data-inline="#chat"'),
      open: text + reserved + script('data-inline="#chat"'),
      sized: `${text}${reserved}${script('data-inline="#chat" async')}`,
    },
    atEnd,
  );
  const database = `file:${temporaryFolder(atEnd)}/bot.db`;
  const sources = "newsletter article-123";
  return {
    ...{ WEB: "public", PORT: String(port), WEB_ALLOWED_ORIGINS: site, DATABASE_URL: database },
    WEB_SOURCES: sources,
  };
});

async function openArticle(path: string, screen: keyof typeof screens = "desktop"): Promise<Page> {
  const page = await openBrowserPage(shared.browser, screen, { locale: "fr" });
  await page.goto(`${site}/${path}`);
  return page;
}

const launcherIn = (page: Page) => page.getByRole("button", launcher);
const panelIn = (page: Page) => page.getByRole("dialog", { name: "Objecteur" });

/** How far an element is from the left, the right and the bottom of the window. */
async function distances(part: ReturnType<typeof launcherIn>) {
  const { width, height } = part.page().viewportSize() ?? { width: 0, height: 0 };
  const box = (await part.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  return { left: box.x, right: width - box.x - box.width, bottom: height - box.y - box.height };
}

describeInBrowser("the chat as a site places and drives it", () => {
  it("stands on the side and at the distances that the script's attributes say, and once however often it comes", async () => {
    const page = await openArticle("placed");
    expect(await launcherIn(page).count()).toBe(1);
    expect(await distances(launcherIn(page))).toMatchObject({ left: 40, bottom: 88 });
    await launcherIn(page).click();
    expect(await distances(panelIn(page))).toMatchObject({ left: 40, bottom: 88 });
    expect((await panelIn(page).boundingBox())?.y).toBeGreaterThanOrEqual(0);
  });

  it.each([
    ["desktop", 20],
    ["phone", 60],
  ] as const)("stands where the site's style sheet says, on a %s", async (screen, bottom) => {
    const page = await openArticle("styled", screen);
    expect(await distances(launcherIn(page))).toMatchObject({ right: 30, bottom });
    const zIndex = launcherIn(page).evaluate((button) => String(button.computedStyleMap().get("z-index")));
    expect(await zIndex).toBe("7");
  });

  it("opens by the site's own button, which gets the focus back, and shows its own only when told to", async () => {
    const page = await openArticle("own");
    await page.waitForTimeout(600);
    expect(await launcherIn(page).count()).toBe(0);
    await page.locator("#own").press("Enter");
    await page.frameLocator("iframe").getByRole("button", { name: "Commencer" }).click();
    await page.frameLocator("iframe").getByText("LinkedIn").first().waitFor();
    await panelIn(page).getByRole("button", { name: "Fermer" }).click();
    expect(await page.locator("#own:focus").count()).toBe(1);
    expect(new URL(page.url()).pathname).toBe("/own");
    await page.evaluate("Objecteur.show()");
    await expect.poll(() => launcherIn(page).isVisible()).toBe(true);
    await page.evaluate("Objecteur.toggle()");
    expect([await panelIn(page).isVisible(), await launcherIn(page).isVisible()]).toEqual([true, false]);
    await page.evaluate("Objecteur.hide()");
    expect([await panelIn(page).isVisible(), await launcherIn(page).isVisible()]).toEqual([false, false]);
    await page.evaluate("Objecteur.toggle()");
    expect(await panelIn(page).isVisible()).toBe(true);
    await page.evaluate("Objecteur.toggle()");
    expect(await panelIn(page).isVisible()).toBe(false);
  });

  it("is gone without a trace once it is destroyed, and can come back", async () => {
    const page = await openArticle("own");
    await page.evaluate("Objecteur.open(); Objecteur.destroy()");
    await page.waitForTimeout(600);
    expect(await page.locator("objecteur-chat").count()).toBe(0);
    expect(await page.evaluate("typeof Objecteur")).toBe("undefined");
    await page.locator("#own").click();
    await page.waitForURL("**/article");
    await page.evaluate("Objecteur.destroy()");
    await addScript(page, `src = "${shared.url}/embed.js"`);
    await launcherIn(page).waitFor();
  });

  it("does what was asked before it came, and tells late listeners that it is ready", async () => {
    const page = await shared.browser.newPage({ locale: "fr" });
    const thrown: string[] = [];
    page.on("pageerror", ({ message }) => thrown.push(message));
    await page.goto(`${site}/queue`);
    await launcherIn(page).click();
    await expect.poll(() => page.evaluate("told")).toEqual(["ready"]);
    await page.evaluate('Objecteur.push((chat) => chat.on("ready", () => told.push("late")))');
    await expect.poll(() => page.evaluate("told")).toEqual(["ready", "late"]);
    expect(thrown).toEqual(["theirs"]);
    await page.close();
  });

  it("tells what the reader has reached, by name alone, in the article in which they spoke", async () => {
    const stages = ["begun", "steps-shown", "reminder-set", "done"];
    const open = async (page: Page) => {
      await page.evaluate(
        `told = []; for (const name of ${JSON.stringify(stages)})
          Objecteur.on(name, ({ type, detail }) => told.push([type, JSON.stringify(detail)]))`,
      );
      await launcherIn(page).click();
      await page.frameLocator("iframe").locator("#text").waitFor();
    };
    const told = (page: Page) => page.evaluate<[string, string][]>("told");
    const page = await openArticle("article");
    const other = await page.context().newPage();
    await other.goto(`${site}/article`);
    await open(other);
    await open(page);
    const chat = page.frameLocator("iframe");
    await chat.getByRole("button", { name: "Commencer" }).click();
    await expect.poll(() => told(page)).toEqual([["begun", '{"unread":0}']]);
    for (const words of ["facebook", "rappelle-moi demain à midi", "c'est fait"]) {
      const count = await chat.locator(".row.bot").count();
      await chat.locator("#text").fill(words);
      await chat.locator("#text").press("Enter");
      await expect.poll(() => chat.locator(".row.bot").count()).toBeGreaterThan(count);
    }
    await expect.poll(async () => (await told(page)).map(([name]) => name)).toEqual(stages);
    await other.frameLocator("iframe").getByText("c'est fait").waitFor();
    expect(await told(other)).toEqual([]);
  });

  it.each([
    ["named", "article-123"],
    ["unknown", "une page que je ne connais pas par son nom"],
  ])("tells the bot of which article the reader comes (%s), and what that keeps", async (path, told) => {
    const page = await openArticle(path);
    const posted: string[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith("chat/messages")) posted.push(String(request.postDataJSON().source));
    });
    await launcherIn(page).click();
    const chat = page.frameLocator("iframe");
    const writes = async (words: string, heard: string) => {
      await chat.locator("#text").fill(words);
      await chat.locator("#text").press("Enter");
      const message = chat.locator(".row.bot").filter({ hasText: heard }).last();
      await message.waitFor();
      return await message.textContent();
    };
    await chat.getByRole("button", { name: "Commencer" }).click();
    const origin = "Page d’où vous venez\u00a0: ";
    expect(await writes("mes données", "Voici tout ce que je sais")).toContain(origin + told);
    await writes("facebook", "s’opposer");
    await writes("c'est fait", "C’est noté");
    expect(await writes("mes données", "Déjà fait")).not.toContain(origin);
    expect(posted).toEqual([path === "named" ? told : "1<2", ...Array(4).fill("undefined")]);
  });

  it("outlives a site that replaces its body, or an article that is taken away", async () => {
    const page = await openArticle("article");
    await launcherIn(page).waitFor();
    const replaceBody =
      "document.body = Object.assign(document.createElement('body'), { innerHTML: '<h1>Un autre</h1>' })";
    await page.evaluate(replaceBody);
    await launcherIn(page).waitFor();
    await page.evaluate(`${replaceBody}; Objecteur.open()`);
    await page.frameLocator("iframe").getByRole("button", { name: "Commencer" }).waitFor();
    await addScript(page, `src = "${shared.url}/embed.js"; script.dataset.start = "linkedin-fr"`);
    await expect.poll(() => panelIn(page).isVisible()).toBe(false);
    await launcherIn(page).click();
    await expect.poll(() => page.locator("iframe").getAttribute("src")).toContain("start=linkedin-fr");
    expect(await page.locator("objecteur-chat").count()).toBe(1);
    const inline = await openArticle("open");
    await inline.locator("#chat iframe").waitFor();
    await inline.evaluate(
      `${replaceBody}; document.body.insertAdjacentHTML("beforeend", "<div id=chat></div>")`,
    );
    await inline.frameLocator("#chat iframe").getByRole("button", { name: "Commencer" }).waitFor();
  });

  it("changes its theme with the site's own switch, before it has loaded, after, and when the body was replaced", async () => {
    const page = await openArticle("article");
    await page.emulateMedia({ colorScheme: "light" });
    const styleOf = (part: Locator, property: string) =>
      part.evaluate((element, name) => String(element.computedStyleMap().get(name)), property);
    const scheme = () => styleOf(page.locator("objecteur-chat .panel"), "color-scheme");
    const ground = () => styleOf(page.frameLocator("iframe").locator("body"), "background-color");
    await page.evaluate("Objecteur.setTheme('dark'); Objecteur.open()");
    await page.frameLocator("iframe").getByRole("button", { name: "Commencer" }).waitFor();
    expect([await scheme(), await ground()]).toEqual(["dark", byNight]);
    await page.evaluate("Objecteur.setTheme('light')");
    await expect.poll(ground).toBe(byDay);
    expect(await scheme()).toBe("light");
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await ground()).toBe(byDay);
    await page.evaluate("Objecteur.setTheme('auto')");
    await expect.poll(ground).toBe(byNight);
    expect(await scheme()).toBe("light dark");
    await page.evaluate("Objecteur.setTheme('light'); document.body = document.createElement('body')");
    await page.frameLocator("iframe").getByRole("button", { name: "Commencer" }).waitFor();
    await expect.poll(ground).toBe(byDay);
  });

  it("closes by Back where it fills a phone, without leaving the article or telling its scripts", async () => {
    const page = await openArticle("article", "phone");
    await page.goto(`${site}/own`);
    await page.evaluate(
      "heard = 0; history.replaceState({ theirs: 1 }, ''); addEventListener('popstate', () => { heard += 1 })",
    );
    await page.evaluate("Objecteur.open()");
    await panelIn(page).waitFor();
    expect(await page.evaluate("history.state.theirs")).toBe(1);
    await page.evaluate("history.back()");
    await expect.poll(() => panelIn(page).isVisible()).toBe(false);
    expect(await page.evaluate("[location.pathname, heard, history.state]")).toEqual([
      "/own",
      0,
      { theirs: 1 },
    ]);
    await page.evaluate("Objecteur.open()");
    await panelIn(page).getByRole("button", { name: "Fermer" }).click();
    await expect.poll(() => page.evaluate("history.state.objecteur")).toBeUndefined();
    expect(await page.evaluate("[location.pathname, heard]")).toEqual(["/own", 0]);
    await page.goBack();
    expect(new URL(page.url()).pathname).toBe("/article");
  });

  it("closes by Back also after the browser has loaded the article again, as a phone does that was short of memory", async () => {
    const page = await openArticle("article", "phone");
    await launcherIn(page).click();
    await panelIn(page).waitFor();
    await page.reload();
    const before = await page.evaluate("history.length");
    await launcherIn(page).click();
    await panelIn(page).waitFor();
    expect(await page.evaluate("history.length")).toBe(before);
    await page.evaluate("history.back()");
    await expect.poll(() => panelIn(page).isVisible()).toBe(false);
    expect(await page.evaluate("[location.pathname, history.state]")).toEqual(["/article", null]);
  });

  it("adds nothing to Back where it leaves the article in view", async () => {
    const page = await openArticle("article");
    const before = await page.evaluate("history.length");
    await launcherIn(page).click();
    expect(await page.evaluate("history.length")).toBe(before);
  });

  it("loads within the article only when the reader comes near", async () => {
    const page = await openArticle("below");
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.locator("#chat iframe").waitFor({ state: "attached" });
    await page.waitForTimeout(600);
    expect(asked).toEqual([]);
    await page.locator("#after").scrollIntoViewIfNeeded();
    await page.frameLocator("#chat iframe").getByRole("button", { name: "Commencer" }).waitFor();
  });

  it("moves nothing of the article where a place was kept for it", async () => {
    const shift = async (path: string) => {
      const page = await openArticle(path);
      await page.frameLocator("#chat iframe").getByRole("button", { name: "Commencer" }).waitFor();
      return await page.evaluate<number>(`new Promise((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries().reduce((sum, { value }) => sum + value, 0)))
          .observe({ type: "layout-shift", buffered: true });
        setTimeout(() => resolve(0), 500);
      })`);
    };
    expect(await shift("sized")).toBe(0);
  });

  it("is not printed over the article, closed or open", async () => {
    const page = await openArticle("article");
    await launcherIn(page).waitFor();
    await page.emulateMedia({ media: "print" });
    expect(await launcherIn(page).isVisible()).toBe(false);
    await page.evaluate("Objecteur.open()");
    expect(await page.locator("objecteur-chat .panel").isVisible()).toBe(false);
    await page.emulateMedia({ media: "screen" });
    await panelIn(page).waitFor();
  });

  it("can be loaded with its integrity checked, by its versioned address", async () => {
    const page = await openArticle("article");
    await page.evaluate("Objecteur.destroy()");
    const { headers } = await fetch(`${shared.url}/embed.js`);
    const address = new URL(headers.get("content-location") ?? "", shared.url).href;
    const integrity = await page.evaluate<string>(`fetch("${address}").then((answer) => answer.arrayBuffer())
      .then((script) => crypto.subtle.digest("SHA-384", script))
      .then((hash) => "sha384-" + btoa(String.fromCharCode(...new Uint8Array(hash))))`);
    await addScript(page, `src = "${address}"; script.crossOrigin = ""; script.integrity = "${integrity}"`);
    await launcherIn(page).click();
    await page.frameLocator("iframe").getByRole("button", { name: "Commencer" }).waitFor();
    expect(await page.locator("iframe").getAttribute("src")).toContain(shared.url);
  });
});

/** Adds the embed's script to a page, as a site does that loads no pages. */
async function addScript(page: Page, properties: string): Promise<void> {
  await page.evaluate(`{
    const script = document.createElement("script");
    script.${properties};
    document.body.append(script);
  }`);
}
