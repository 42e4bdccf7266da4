import type { Frame, Page } from "playwright-core";
import { expect, it } from "vitest";
import { freePort } from "../support/free-port.ts";
import { openBrowserPage } from "../support/open-browser-page.ts";
import { seriousFindings } from "../support/serious-findings.ts";
import { serveSite } from "../support/serve-site.ts";
import { describeInBrowser, type SharedBrowser, shareBrowser } from "../support/share-browser.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const words = {
  fr: {
    begin: "Commencer",
    both: "Les deux",
    no: "Non",
    menu: /Menu/,
    help: "Aide",
    who: /^Je suis un robot/,
    privacy: /^Vie privée/,
    form: /^Ouvrir le formulaire Instagram/,
    remind: "Me le rappeler",
    days: /^6\s?jours/,
    before: /^Six jours avant/,
    dayBefore: /^La veille/,
    keep: "Garder ce rappel",
  },
  en: {
    begin: "Begin",
    both: "Both",
    no: "No",
    menu: /Menu/,
    help: "Help",
    who: /^I’m a bot/,
    privacy: /^Privacy/,
    form: /^Open the Instagram form/,
    remind: "Remind me",
    days: /^6\s?days/,
    before: /^Six days before/,
    dayBefore: /^The day before/,
    keep: "Keep this reminder",
  },
} as const;
type Language = keyof typeof words;
const meta = "Meta (Facebook, Instagram)";
const phone = { width: 320, height: 568 };
const desktop = { width: 1280, height: 800 };
const cases = (["page", "panel"] as const).flatMap((place) =>
  (["fr", "en"] as const).map((language) => [place, language] as const),
);
let site: string;
let shared: SharedBrowser;
let preview: SharedBrowser;

/** Opens the chat on a small phone, or in the panel of an article on a desktop. */
async function openChat(place: "page" | "panel", language: Language, start = ""): Promise<Page | Frame> {
  const viewport = place === "page" ? phone : desktop;
  const own = { viewport, locale: language, timezoneId: "Europe/Paris", reducedMotion: "reduce" } as const;
  const page = await openBrowserPage(shared.browser, "desktop", own);
  if (place === "page") {
    await page.goto(`${shared.url}/?start=${start}`);
    return page;
  }
  await page.goto(`${site}/article-${language}${start}`);
  await page.locator("objecteur-chat button").first().click();
  const frame = await (await page.locator("objecteur-chat iframe").elementHandle())?.contentFrame();
  if (!frame) throw new Error("the panel has no frame");
  return frame;
}

/** Waits until something is whole in view; fails with where it lies instead. */
async function isSeen(chat: Page | Frame, name: string | RegExp, role: "button" | "link" = "button") {
  const part = chat.locator("#log").getByRole(role, { name }).last();
  await part.waitFor();
  await expect
    .poll(() =>
      part.evaluate((element) => {
        const [own, box] = [
          element.getBoundingClientRect(),
          element.closest("#scroll")?.getBoundingClientRect(),
        ];
        return [Math.ceil((box?.top ?? 0) - own.top), Math.ceil(own.bottom - (box?.bottom ?? 0))];
      }),
    )
    .toSatisfy(([above = 1, below = 1]: readonly number[]) => above <= 0 && below <= 0);
}

const press = (chat: Page | Frame, name: string | RegExp) =>
  chat.locator("#log, #intro").getByRole("button", { name, exact: true }).last().click();

describeInBrowser("the first screen", () => {
  shared = shareBrowser(async (atEnd) => {
    const port = await freePort();
    const script = (language: Language, start: string) =>
      `<h1>Un article</h1><script src="http://127.0.0.1:${port}/embed.js" data-lang="${language}" ${start}></script>`;
    site = await serveSite(
      Object.fromEntries(
        (["fr", "en"] as const).flatMap((language) => [
          [`article-${language}`, script(language, "")],
          [`article-${language}meta`, script(language, 'data-start="meta"')],
        ]),
      ),
      atEnd,
    );
    return {
      WEB: "public",
      PORT: String(port),
      WEB_ALLOWED_ORIGINS: site,
      OPERATOR_NAME: "Le Courrier du Soir",
      PRIVACY_URL: "https://example.org/privacy",
      DATABASE_URL: `file:${temporaryFolder(atEnd)}/bot.db`,
    };
  });
  preview = shareBrowser();

  it.each(cases)("shows the first question with all of its answers (%s, %s)", async (place, language) => {
    const own = words[language];
    const chat = await openChat(place, language);
    await press(chat, own.begin);
    await isSeen(chat, meta);
    await isSeen(chat, own.help);
    expect(await seriousFindings(chat)).toEqual([]);
  });

  it.each(cases)("shows those of a campaign, and then its forms (%s, %s)", async (place, language) => {
    const own = words[language];
    const chat = await openChat(place, language, "meta");
    await press(chat, own.begin);
    await isSeen(chat, "Facebook");
    await isSeen(chat, own.help);
    await press(chat, own.both);
    await isSeen(chat, own.no);
    await isSeen(chat, own.menu);
    await press(chat, own.no);
    await isSeen(chat, own.form, "link");
    expect(await seriousFindings(chat)).toEqual([]);
  });

  it.each(cases)(
    "folds who runs it and what it keeps, and loses none of it (%s, %s)",
    async (place, language) => {
      const chat = await openChat(place, language);
      await press(chat, words[language].begin);
      await chat.locator("#log summary", { hasText: words[language].who }).click();
      await chat.getByText("Le Courrier du Soir").last().waitFor();
      const privacy = chat.locator("#log").getByRole("link", { name: words[language].privacy });
      expect(await privacy.getAttribute("class")).not.toContain("action");
      expect(await chat.locator("#log details").first().textContent()).toMatch(/90/);
    },
  );

  it("fills the width of a phone with answers, and keeps what leads away in one quiet row", async () => {
    const chat = await openChat("page", "fr", "meta");
    await press(chat, "Commencer");
    await isSeen(chat, "Aide");
    const [left, right, rows]: readonly number[] = await chat.evaluate(`{
      const boxes = [...document.querySelectorAll(".answers button:not(.way)")].map((each) => each.getBoundingClientRect());
      const ways = [...document.querySelectorAll(".answers .way")].map((each) => each.getBoundingClientRect().top);
      [Math.min(...boxes.map((box) => box.left)), innerWidth - Math.max(...boxes.map((box) => box.right)), new Set(ways).size];
    }`);
    expect([left, right, rows]).toEqual([12, 12, 1]);
  });

  it("says the time once for messages that follow each other", async () => {
    const chat = await openChat("page", "en", "meta");
    await press(chat, "Begin");
    await press(chat, "Both");
    await isSeen(chat, "No");
    expect(await chat.locator(".row").count()).toBeGreaterThan(3);
    expect(await chat.locator(".when:visible").count()).toBe(1);
  });

  it.each(["fr", "en"] as const)("shows the days left as a card, above the forms (%s)", async (language) => {
    const own = words[language];
    const page = await openBrowserPage(preview.browser, "desktop", {
      viewport: phone,
      locale: language,
      timezoneId: "Europe/Paris",
      reducedMotion: "reduce",
    });
    await page.goto(`${preview.url}/?start=meta`);
    await page.locator("#time > summary").click();
    await page.locator("#moments").getByRole("button", { name: own.before }).first().click();
    // The preview's bar takes room that the public page has.
    await page.locator("#time").evaluate((bar) => bar.style.setProperty("display", "none"));
    await press(page, own.begin);
    await press(page, own.both);
    await press(page, own.no);
    await isSeen(page, own.form, "link");
    expect(await page.locator(".deadline .days").textContent()).toMatch(own.days);
    expect(await page.locator(".deadline").textContent()).toMatch(/26/);
    expect(await seriousFindings(page)).toEqual([]);
  });

  it("hides no half of the last row of answers where all of the answer has room (fr)", async () => {
    const page = await openBrowserPage(preview.browser, "phone", { locale: "fr", reducedMotion: "reduce" });
    await page.goto(`${preview.url}/?start=meta-fr`);
    await page.locator("#time > summary").click();
    await page.locator("#moments").getByRole("button", { name: words.fr.before }).first().click();
    for (const name of ["Commencer", "Facebook", words.fr.remind, words.fr.dayBefore])
      await press(page, name);
    await isSeen(page, words.fr.keep);
    await isSeen(page, words.fr.menu);
    expect(await page.locator(".answers button:visible").count()).toBeGreaterThan(4);
  });

  it("leaves an answer where it began, although the receipt of one's own words comes after it", async () => {
    const chat = await openChat("page", "fr", "meta");
    await press(chat, "Commencer");
    await press(chat, "Les deux");
    await isSeen(chat, "Non");
    const page = chat as Page;
    await page.route("**/chat/messages", async (route) => {
      const response = await route.fetch();
      await page.getByText("Et maintenant").waitFor();
      await route.fulfill({ response });
    });
    const received = page.waitForResponse("**/chat/messages");
    await press(chat, "Non");
    await (await received).finished();
    await isSeen(chat, words.fr.form, "link");
    const place = page
      .locator(".row.bot")
      .last()
      .evaluate((row) => {
        const box = row.closest("#scroll")?.getBoundingClientRect();
        return row.getBoundingClientRect().top - (box?.top ?? 0);
      });
    expect(await place).toBeGreaterThanOrEqual(0);
  });
});
