import type { BrowserContextOptions, Page } from "playwright-core";
import { expect, it, onTestFinished } from "vitest";
import { useChat } from "../support/browser-chat.ts";
import { faintTexts } from "../support/faint-texts.ts";
import { openBrowserPage } from "../support/open-browser-page.ts";
import { seriousFindings } from "../support/serious-findings.ts";
import { describeInBrowser, type SharedBrowser, shareBrowser } from "../support/share-browser.ts";

const meta = "Meta (Facebook, Instagram)";
let preview: SharedBrowser;

async function openChat(
  [width, height]: readonly [width: number, height: number],
  options: BrowserContextOptions = {},
  textSize = 16,
) {
  const own = { viewport: { width, height }, locale: "fr", timezoneId: "Europe/Paris", ...options };
  const page = await openBrowserPage(preview.browser, "desktop", { reducedMotion: "reduce", ...own });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Page.setFontSizes", { fontSizes: { standard: textSize } });
  await page.goto(preview.url);
  return useChat(page);
}

/** Whether the parts of the page stay within it, and each beside the other. */
async function misplaced(page: Page): Promise<unknown> {
  return page.evaluate(`
    const boxes = [...document.querySelectorAll(".top > *, .composer > *, .name > *")]
      .filter((part) => part.checkVisibility() && !part.matches(".unseen"))
      .map((part) => ({ part, box: part.getBoundingClientRect() }));
    const meets = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    const holds = (a, b) => a.contains(b) || b.contains(a);
    [
      ...boxes.filter(({ box }) => box.left < 0 || box.right > innerWidth + 1).map(({ part }) => part.outerHTML),
      ...boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => !holds(a.part, b.part) && meets(a.box, b.box)).map((b) => a.part.outerHTML + b.part.outerHTML)),
      ...(document.documentElement.scrollWidth > innerWidth ? ["it scrolls sideways"] : []),
    ]`);
}

describeInBrowser("what one sees", () => {
  preview = shareBrowser();

  it.each([
    ["a small phone", [320, 480], 16],
    ["a phone", [390, 844], 16],
    ["a phone with text twice as large", [390, 844], 32],
    ["a desktop with text twice as large", [1280, 800], 32],
    ["a desktop at 400 %", [320, 256], 16],
  ] as const)("is whole on %s, from the top of the welcome on", async (_, size, textSize) => {
    const { page, presses, hears } = await openChat(size, {}, textSize);
    expect(await page.locator("#scroll").evaluate(({ scrollTop }) => scrollTop as number)).toBe(0);
    expect(await misplaced(page)).toEqual([]);
    const room = await page.locator("#scroll").boundingBox();
    expect(room?.height).toBeGreaterThan(size[1] * 0.35);
    await presses("Commencer");
    await hears("De quel service");
    expect(await misplaced(page)).toEqual([]);
    const send = await page.locator("#send").boundingBox();
    expect(send?.width).toBe(send?.height);
    const title = await page.locator("h1").boundingBox();
    expect(title?.height).toBeLessThan(textSize * 2);
    expect(await seriousFindings(page)).toEqual([]);
  });

  it("has its name in one piece on a small phone, with text of up to twice the size", async () => {
    for (const textSize of [16, 19, 20, 22, 24, 32]) {
      const { page, presses, hears } = await openChat([320, 480], {}, textSize);
      await presses("Commencer");
      await hears("De quel service");
      const [height, cut]: readonly number[] = await page
        .locator("h1")
        .evaluate((h1) => [h1.clientHeight, h1.scrollWidth - h1.clientWidth]);
      expect(height).toBeLessThan(textSize * 2);
      expect(cut).toBe(0);
    }
  });

  it("leads to the newest message by a button that covers no answer, nor what stands below", async () => {
    const { page, presses, hears, writes } = await openChat([320, 480]);
    await presses("Commencer");
    await hears("De quel service");
    await writes("aide");
    await hears("questions");
    await page.context().setOffline(true);
    await page.locator("#state", { hasText: "Pas de connexion" }).waitFor();
    await page.locator("#scroll").evaluate((scroll) => scroll.scrollTo({ top: 0, behavior: "instant" }));
    await page.locator("#down").waitFor();
    const [below, beside]: readonly number[] = await page.evaluate(`{
      const box = (part) => part.getBoundingClientRect();
      [box(down).top - box(state).bottom, box(text).left - box(down).right];
    }`);
    expect(below).toBeGreaterThanOrEqual(0);
    expect(beside).toBeGreaterThanOrEqual(0);
  });

  it.each(["light", "dark"] as const)("has the contrast of AAA in every text (%s)", async (colorScheme) => {
    const { page, presses, hears, writes } = await openChat([390, 844], { colorScheme });
    await page.locator("#time > summary").click();
    expect(await faintTexts(page)).toEqual([]);
    await page.locator("#time > summary").click();
    await presses("Commencer");
    await presses(meta);
    await presses("Les deux");
    await presses("Non");
    await hears("Et maintenant");
    await writes("sources");
    await hears("Mes meilleures sources");
    expect(await faintTexts(page)).toEqual([]);
    await page.context().setOffline(true);
    await page.locator("#state", { hasText: "Pas de connexion" }).waitFor();
    await writes("merci");
    expect(await faintTexts(page)).toEqual([]);
  });

  it("draws what forced colours take away", async () => {
    const { page } = await openChat([390, 844], { forcedColors: "active" });
    expect(
      await page
        .locator("#start")
        .evaluate((start) => String(start.computedStyleMap().get("border-top-style"))),
    ).toBe("solid");
    expect(await seriousFindings(page)).toEqual([]);
  });

  it("shows a list as a list, and sources as quiet links within it", async () => {
    const { presses, hears, writes } = await openChat([390, 844]);
    await presses("Commencer");
    await presses(meta);
    await presses("Les deux");
    await presses("Non");
    const forms = await hears("Il vous faut");
    expect(await forms.locator("li").count()).toBeGreaterThan(3);
    expect(await forms.locator(".action").count()).toBe(2);
    expect(await forms.locator(".text").textContent()).not.toContain("•");
    await writes("sources");
    const sources = await hears("Mes meilleures sources");
    expect(await sources.locator(".action").count()).toBe(0);
    expect(await sources.locator("li > a[href^=https]").count()).toBeGreaterThan(0);
  });

  it("says all about both of Meta's services on two screens of a phone", async () => {
    const { page, presses, hears } = await openChat([390, 844]);
    await presses("Commencer");
    await presses(meta);
    await presses("Les deux");
    await presses("Non");
    await hears("Et maintenant");
    const heights = await page.evaluate<readonly [number, number]>(`{
      const said = [...document.querySelectorAll(".row.person")].at(-1).getBoundingClientRect();
      const answer = [...document.querySelectorAll(".row.bot")].at(-1).getBoundingClientRect();
      [answer.bottom - said.bottom, 2 * document.getElementById("scroll").clientHeight];
    }`);
    expect(heights[0]).toBeLessThan(heights[1]);
  });

  it("folds away what was answered, and what was asked before", async () => {
    const { page, presses, hears, writes } = await openChat([390, 844]);
    await presses("Commencer");
    await hears("De quel service");
    await presses(meta);
    await hears("Quels comptes");
    expect(await page.getByRole("button", { name: meta }).count()).toBe(0);
    await writes("aide");
    await hears("questions");
    expect(await page.getByRole("button", { name: "Les deux" }).count()).toBe(0);
    await page.getByText("Réponses (question passée)").click();
    expect(await page.getByRole("button", { name: "Les deux" }).count()).toBe(1);
  });

  it("takes a double click on an answer as one, and leaves the focus at what was answered", async () => {
    const { page, presses, hears } = await openChat([390, 844]);
    await presses("Commencer");
    const question = await hears("De quel service");
    await question.getByRole("button", { name: meta }).dblclick();
    const next = await hears("Quels comptes");
    await page.waitForTimeout(500);
    expect(await page.locator(".row.person").allTextContents()).toHaveLength(2);
    expect(await page.locator(".answers:visible").count()).toBe(1);
    await next.getByRole("button", { name: "Les deux" }).press("Enter");
    await hears("sont-ils liés");
    expect(await page.locator(".row", { hasText: "Quels comptes" }).locator(":focus").count()).toBe(1);
  });

  it("shows a reminder's answers as those that wait, and folds what was asked before it", async () => {
    const { page, presses, hears, travels } = await openChat([390, 844]);
    onTestFinished(() => travels("Aujourd’hui"));
    await travels(/^Six jours avant/);
    await presses("Commencer");
    await presses(meta);
    await presses("Instagram");
    await presses("Me le rappeler");
    await hears("Quand voulez-vous");
    await presses(/^La veille/);
    await hears("C’est noté");
    await travels(/^Au prochain rappel/);
    const reminder = await hears("voici le rappel");
    expect(await reminder.locator(".answers > button").count()).toBeGreaterThan(1);
    expect(await reminder.locator(".way, .old").count()).toBe(0);
    expect(await page.locator(".answers > button:visible").count()).toBe(
      await reminder.locator(".answers > button").count(),
    );
  });

  it("does not hide the answer behind one's own long message", async () => {
    const { page, writes, hears, presses } = await openChat([390, 844]);
    await presses("Commencer");
    await hears("De quel service");
    await writes("bla ".repeat(300));
    await expect.poll(() => page.locator(".row.bot").count()).toBeGreaterThan(1);
    const [answer, box] = [page.locator(".row.bot").last(), page.locator("#scroll")];
    await expect
      .poll(async () => ((await answer.boundingBox())?.y ?? 999) - ((await box.boundingBox())?.y ?? 0))
      .toBeLessThan(400);
  });
});
