import { expect, it, onTestFinished } from "vitest";
import { type BrowserChat, useChat } from "../support/browser-chat.ts";
import { openChatPage } from "../support/open-browser-page.ts";
import { seriousFindings } from "../support/serious-findings.ts";
import { describeInBrowser, type SharedBrowser, shareBrowser } from "../support/share-browser.ts";

const meta = "Meta (Facebook, Instagram)";
let preview: SharedBrowser;

describeInBrowser("a person in the browser, in more circumstances", () => {
  preview = shareBrowser();

  it("goes through it with the keyboard alone, in English, on a desktop", async () => {
    const { page, hears } = await openChatPage(preview, "desktop", "en");
    const focused = () => page.locator("button:focus, a:focus");
    const tabTo = async (name: string, key = "Tab") => {
      for (let presses = 0; presses < 40; presses += 1) {
        await page.keyboard.press(key);
        if ((await focused().allTextContents()).join().includes(name)) return;
      }
      throw new Error(`the keyboard does not reach ${name}`);
    };
    await tabTo("Begin");
    await page.keyboard.press("Enter");
    await hears("Which service is this about");
    await tabTo(meta);
    await page.keyboard.press("Enter");
    await hears("Which accounts do you have");
    await tabTo("Both");
    await page.keyboard.press("Enter");
    await hears("linked");
    // The focus has stayed at what was pressed: what is new comes next.
    await tabTo("Yes, they are linked");
    await page.keyboard.press("Space");
    await hears("What now");
    await tabTo("Open the");
    expect(await focused().getAttribute("href")).toMatch(/^https:/);
    await page.locator("#text").focus();
    await page.keyboard.type("a first line");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("help");
    expect(await page.locator("#text").inputValue()).toBe("a first line\nhelp");
    await page.locator("#text").fill("help");
    await page.keyboard.press("Enter");
    await hears("Common questions are below");
    await tabTo("Menu", "Shift+Tab");
    await page.keyboard.press("Enter");
    await hears("What do you want to do");
    await page.locator("#time > summary").focus();
    await page.keyboard.press("Enter");
    await page.locator("#moments").waitFor();
    await page.keyboard.press("Escape");
    expect(await page.locator("#moments").isVisible()).toBe(false);
  });

  it("is read each line once, also when it has been answered, sent, or the language changes", async () => {
    const { page, presses, hears, writes } = await openChatPage(preview, "desktop", "fr");
    await page.evaluate(`
      heard = [];
      new MutationObserver((records) => {
        for (const { target, addedNodes } of records)
          if (target.closest?.("[aria-live]").ariaLive !== "off") heard.push(...[...addedNodes].map((node) => node.textContent));
      }).observe(log, { subtree: true, childList: true });
    `);
    await presses("Commencer");
    await presses(meta);
    await hears("Quels comptes");
    await writes("aide");
    await page.getByText("Réponses (question passée)").waitFor();
    await page.locator("#language").click();
    await presses("English");
    await page.getByText("Answers (earlier question)").first().waitFor();
    await expect.poll(() => page.locator(".row.person .when", { hasText: "·" }).count()).toBe(0);
    expect(await page.locator("#log .unseen", { hasText: "Vous" }).count()).toBe(0);
    const heard: readonly string[] = await page.evaluate("heard");
    expect(heard).toHaveLength(await page.locator(".row").count());
  });

  it("travels in time: the countdown, the reminder as it arrives, and what comes after", async () => {
    const { page, presses, hears, travels } = await openChatPage(preview, "phone", "fr");
    onTestFinished(() => travels("Aujourd’hui"));
    await travels(/^Six jours avant/);
    await presses("Commencer");
    await presses(meta);
    await presses("Instagram");
    await hears("Il reste 6");
    await hears("Et maintenant");
    await presses("Me le rappeler");
    await hears("Quand voulez-vous");
    await presses(/^La veille \(dimanche 25 mai\)/);
    await hears("C’est noté");
    await travels(/^Au prochain rappel : dimanche 25 mai/);
    const reminder = await hears("voici le rappel");
    expect(await reminder.getByRole("link", { name: "Ouvrir le formulaire Instagram" }).count()).toBe(1);
    const hour = (await reminder.locator(".when").textContent()) ?? "none";
    await expect.poll(() => page.locator("#now").textContent()).toContain(hour);
    await reminder.getByRole("button", { name: "Plus tard" }).click();
    await hears("Quand voulez-vous");
    await travels(/^Le dernier jour/);
    await page.locator("#text").fill("mes formulaires");
    await page.locator("#text").press("Enter");
    await hears("aujourd’hui");
    await travels(/^Le lendemain/);
    await page.locator("#text").fill("mes formulaires");
    await page.locator("#text").press("Enter");
    await hears("Il n’est pas trop tard");
  });

  it("speaks of hours in the browser's zone, until another is chosen", async () => {
    const { presses, hears, travels, writes } = await openChatPage(preview, "desktop", "en", {
      timezoneId: "America/New_York",
    });
    onTestFinished(() => travels("Today"));
    await travels(/^Six days before/);
    await presses("Begin");
    await presses(meta);
    await presses("Facebook");
    await writes("remind me tomorrow at 6pm");
    const noted = await hears("Noted");
    expect(await noted.textContent()).toContain("at 18:00 (New York time)");
    expect(await noted.textContent()).not.toContain("your time");
    await presses("Another time zone");
    await hears("Which time zone");
    await presses("Paris, Brussels, Berlin");
    await writes("remind me in two days at 6pm");
    await hears(/\(Paris time\) \(your time: .*12:00/);
  });

  it("writes one's own hour as the bot writes the other, in French with an h", async () => {
    const { presses, hears, travels, writes } = await openChatPage(preview, "desktop", "fr", {
      timezoneId: "America/New_York",
    });
    onTestFinished(() => travels("Aujourd’hui"));
    await travels(/^Six jours avant/);
    await presses("Commencer");
    await presses(meta);
    await presses("Facebook");
    await writes("rappelle-moi demain à 18h");
    await hears("à 18 h (heure de New York)");
    await presses("Un autre fuseau");
    await hears("Dans quel fuseau");
    await presses("Paris, Bruxelles, Genève");
    await writes("rappelle-moi dans deux jours à 14h05");
    const noted = await hears(/14\sh\s05 \(heure de Paris\) \(chez vous\s: /);
    expect(await noted.textContent()).toMatch(/chez vous\s: \D+ 22 mai 2025 à 8\sh\s05\)/);
  });

  it("sees the same chat in two tabs, each line once", async () => {
    const one = await openChatPage(preview, "desktop", "fr");
    await one.presses("Commencer");
    await one.presses(meta);
    await one.hears("Quels comptes avez-vous");
    const second = await one.page.context().newPage();
    await second.goto(preview.url);
    const two = useChat(second);
    await two.hears("Quels comptes avez-vous");
    await two.presses("Facebook");
    await one.hears("Et maintenant");
    await one.presses("Limites et conseils");
    await two.hears("Et maintenant");
    const lines = async ({ page }: BrowserChat) => page.locator(".row .text").allTextContents();
    await expect.poll(async () => (await lines(one)).length).toBeGreaterThan(4);
    // The last of them may still be on their way to either.
    await expect.poll(async () => String(await lines(two)) === String(await lines(one))).toBe(true);
    expect(new Set(await lines(one)).size).toBeGreaterThanOrEqual((await lines(one)).length - 1);
  });

  it("is offered nothing by a link whose name only every object of JavaScript has", async () => {
    const { page, presses, hears } = await openChatPage(preview, "phone", "fr");
    await presses("Commencer");
    await hears("De quel service s’agit-il");
    await page.goto(`${preview.url}/?start=constructor`);
    await hears("De quel service s’agit-il");
    expect(await page.locator("#offer").isVisible()).toBe(false);
  });

  it.each([
    ["phone", "fr", "light"],
    ["desktop", "en", "dark"],
  ] as const)("finds nothing in its way on a %s, in %s and %s", async (screen, locale, colorScheme) => {
    const { page, writes, presses, hears } = await openChatPage(preview, screen, locale, {
      colorScheme,
      reducedMotion: "reduce",
    });
    expect(await seriousFindings(page)).toEqual([]);
    await page.locator("#start").click();
    await presses(meta);
    await writes("instagram");
    await hears(/Et maintenant|What now/);
    await presses(/^(Limites et conseils|Limits and tips)$/);
    await page.locator("#time > summary").click();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.lang")).toBe(locale);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  });
});
