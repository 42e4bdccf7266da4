import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import decodeQr from "qr/decode.js";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { launchBrowser, type screens } from "../support/browser-chat.ts";
import { chromiumForTests } from "../support/find-chromium.ts";
import { openBrowserPage } from "../support/open-browser-page.ts";
import { linkText, openOperatorScene, operatorToken } from "../support/operator-scene.ts";
import { seriousFindings } from "../support/serious-findings.ts";

const chromium = chromiumForTests();
let browser: Browser;

async function openPage(screen: keyof typeof screens, locale: "fr" | "en", url: string): Promise<Page> {
  const page = await openBrowserPage(browser, screen, { locale, timezoneId: "America/New_York" });
  await page.clock.install();
  await page.goto(`${url}/operator`);
  return page;
}

async function begin(
  screen: keyof typeof screens = "desktop",
  locale: "fr" | "en" = "en",
  options: Parameters<typeof openOperatorScene>[0] = {},
) {
  const scene = await openOperatorScene(options);
  onTestFinished(() => scene.stop());
  const page = await openPage(screen, locale, scene.server.url);
  const enter = async (token: string) => {
    await page.locator("#token").fill(token);
    await page.locator("#token").press("Enter");
  };
  /** What is to be seen once the page has asked again, which it does every five seconds of its own clock. */
  const later = (check: () => Promise<void>) =>
    vi.waitFor(() => page.clock.fastForward(5_000).then(check), { timeout: 15_000, interval: 200 });
  return { scene, page, enter, later };
}

/** What a phone reads off the QR code that has this name. */
async function readQr(page: Page, name: string): Promise<string> {
  const read = `async (image) => {
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    const context = new OffscreenCanvas(width, height).getContext("2d");
    context.drawImage(image, 0, 0);
    return { width, height, data: [...context.getImageData(0, 0, width, height).data] };
  }`;
  const picture: { width: number; height: number; data: number[] } = await page.evaluate(
    `(${read})([...document.images].find(({ alt }) => alt === ${JSON.stringify(name)}))`,
  );
  return decodeQr({ ...picture, data: Uint8Array.from(picture.data) });
}

describe.skipIf(chromium === undefined)(
  "the operator in the browser (skipped only where there is no Chromium)",
  () => {
    beforeAll(async () => {
      browser = await launchBrowser(chromium ?? "");
    });
    afterAll(() => browser.close());

    it("sees what an alert would be, sends it, pauses it and goes on with it", async () => {
      const { scene, page, enter, later } = await begin();
      await enter(operatorToken);
      const alerts = page.locator("section.alerts");
      await alerts.getByRole("button", { name: "Preview" }).click({ timeout: 15_000 });
      await alerts.getByText("⚠ WhatsApp: off.").waitFor();
      expect(await alerts.locator("pre").count()).toBe(6);
      await alerts.getByRole("button", { name: "Send (420)" }).dblclick();
      await alerts.locator("button:focus", { hasText: "Yes, send now (420)" }).press("Enter");
      await alerts.locator("h2:focus").waitFor();
      const sent = alerts
        .locator("div")
        .filter({ has: page.getByText("Meta, a new service", { exact: true }) });
      await sent.getByRole("button", { name: "Pause" }).click();
      await later(async () => expect(await sent.textContent()).toContain("paused"));
      await sent.getByRole("button", { name: "Go on" }).click();
      await later(async () => expect(await sent.textContent()).toContain("under way"));
      await alerts.getByRole("button", { name: "Preview" }).click();
      await alerts.getByText("This was told already, or is being told.").waitFor();
      expect(scene.trouble).toEqual([]);
    });

    it("sees what Meta charges for, that the month’s cap is reached, and which templates want a look", async () => {
      const { page, enter } = await begin("phone", "fr", { monthlyCap: 1_300 });
      await enter(operatorToken);
      await page.locator(".channels table").waitFor({ timeout: 15_000 });
      const rows = await page.locator(".channels tbody tr").allTextContents();
      expect(rows).toEqual([
        expect.stringMatching(/novembre 2026, réponses \(service\)1.240.*1.000/),
        expect.stringMatching(/novembre 2026, rappels \(utility\)60.*0/),
      ]);
      const channels = await page.locator("section.channels").textContent();
      expect(channels).toContain("Modèle objecteur_date_v1 (fr) : accepté.");
      const trouble = await page.locator("section.trouble").textContent();
      expect(trouble).toMatch(/plafond du mois est atteint \(1.300/);
      expect(trouble).toContain("objecteur_date_v1 (en) : suspendu par Meta");
      expect(trouble).toContain("Meta le facture comme MARKETING.");
      expect(trouble).not.toContain("objecteur_date_v1 (fr)");
      expect(await seriousFindings(page)).toEqual([]);
    });

    it("sees how everything stands after giving the token, and fresh by itself", async () => {
      const { scene, page, enter, later } = await begin();
      await enter(operatorToken);
      await page.locator(".funnel ol").waitFor({ timeout: 15_000 });
      const text = (section: string) => page.locator(`section.${section}`).textContent();
      expect(await text("channels")).toContain("✓ up since 13:00");
      expect(await text("channels")).toContain("Messages to deliver: 2");
      expect(await text("reminders")).toMatch(/in all\. The busiest day: /);
      expect(await text("facts")).toContain("Meta");
      const english = () => page.locator(".understanding h3:text('English') + dl").textContent();
      expect(await english()).toBe("answered112asked back0suggested0not understood4");
      expect(await text("understanding")).toContain("140 Is it legal?");
      expect(await page.locator(".understanding li").count()).toBe(10);
      // What was answered is mostly no question: the commonest of all is how people name their accounts.
      expect(await text("understanding")).not.toContain("accounts");
      scene.happens();
      await later(async () => expect(await english()).toContain("not understood5"));
      expect(await text("facts")).not.toContain("⚠");
      scene.clock.advance(100 * 86_400_000);
      const meta = page.getByText("Meta", { exact: true });
      const old = page.locator(".facts .marked").filter({ has: meta }).getByText(/⚠ \d/);
      await later(async () => expect(await old.count()).toBe(1));
      expect(scene.trouble).toEqual([]);
    });

    it("reads how things went on each day off a figure, for what they choose", async () => {
      const { page, enter } = await begin();
      await enter(operatorToken);
      const [days, values] = [page.locator(".days"), page.locator(".days .plot")];
      const totals = () => days.locator("dl").textContent();
      await expect
        .poll(totals)
        .toBe("new people28,259started24,288done9,880confirmed3,110reminders sent0alerts sent0");
      const [names, series] = JSON.parse((await values.getAttribute("data-values")) ?? "");
      expect([names.length, names.at(-1), series.length]).toEqual([30, "2026-11-26", 3]);
      const legend = () => values.locator(".u-legend").textContent();
      await expect.poll(legend).toMatch(/^dayThu 26 Novstarted1,218done495confirmed157$/);
      await values.locator(".u-over").hover({ position: { x: 1, y: 20 } });
      await expect.poll(legend).toMatch(/^dayWed 28 Octstarted\d+done\d+confirmed\d+$/);
      await days.getByText("As a table").press("Enter");
      const rows = days.locator("details table").getByRole("row");
      expect(await rows.count()).toBe(31);
      expect(await rows.first().textContent()).toBe("daystarteddoneconfirmed");
      const last = series.map(({ values: each }: { values: number[] }) => each.at(-1)?.toLocaleString("en"));
      expect(await rows.last().textContent()).toBe(`Thu 26 Nov${last.join("")}`);
      await page.getByLabel("Channel").selectOption("Browser");
      expect(await days.locator("details").getAttribute("open")).not.toBeNull();
      await page.getByLabel("Period").focus();
      await page.getByLabel("Period").selectOption("7 days");
      await expect.poll(totals).toMatch(/^new people2,6\d\dstarted/);
      expect(await page.evaluate("document.activeElement.id")).toBe("days");
      expect(JSON.parse((await values.getAttribute("data-values")) ?? "")[0]).toHaveLength(7);
      await page.getByLabel("Service").first().selectOption("LinkedIn");
      await expect.poll(totals).toMatch(/^started\d+done\d+confirmed\d+reminders sent0alerts sent0$/);
    });

    it("sees how far people get, by campaign, channel and language, and each objection", async () => {
      const { page, enter } = await begin();
      await enter(operatorToken);
      const funnel = page.locator(".funnel");
      await funnel.locator("ol").waitFor();
      expect(await funnel.locator("li").allTextContents()).toEqual([
        "24,288 started 100 %",
        "19,761 accounts given 81 %",
        "17,506 steps seen 72 %",
        "9,880 done 41 %",
        "3,110 confirmed 13 %",
      ]);
      expect(await funnel.locator("tbody tr").allTextContents()).toEqual([
        "Meta13,24710,7829,5495,3891,695",
        "LinkedIn6,6235,3894,7752,696849",
        "WhatsApp4,4183,5903,1821,795566",
        "Telegram16,19113,17711,6706,5842,072",
        "Browser8,0976,5845,8363,2961,038",
        "French19,43415,81114,0107,9042,488",
        "English4,8543,9503,4961,976622",
      ]);
      expect(await page.locator(".objections").textContent()).toContain("Meta7,7142,313");
    });

    it("sees the numbers of the last week first, each with its change to the week before", async () => {
      const { page, enter } = await begin();
      await enter(operatorToken);
      const week = page.locator("section").first();
      await week.locator("dl").waitFor();
      const counted = await week.locator("dl > div").allTextContents();
      expect(counted[0]).toMatch(/^new people7,\d\d\d[+-]\d+% \(before: \d,\d\d\d\)$/);
      expect(counted.map((each) => each.replace(/[\d+-].*/, ""))).toEqual([
        "new people",
        "steps seen",
        "reminders sent",
        "done",
        "confirmed",
      ]);
      expect(counted[2]).toBe("reminders sent00 (before: 0)");
    });

    it("sees how far readers got by the article that led them here, and takes it along as a file", async () => {
      const { page, enter } = await begin();
      await enter(operatorToken);
      const rows = page.locator(".sources tbody tr");
      await rows.first().waitFor();
      // Each date is in one piece.
      const written = (await rows.allTextContents()).map((row) => row.replaceAll("\u00a0", "_"));
      expect(written).toEqual([
        "article-1239_Nov_2026 – 15_Nov_202615090–30",
        "other pages9_Nov_2026 – 15_Nov_20266035––",
        "article-1232_Nov_2026 – 8_Nov_20262101256540",
        "other pages26_Oct_2026 – 8_Nov_202612575–25",
        "article-12326_Oct_2026 – 1_Nov_2026905530–",
      ]);
      const saving = page.waitForEvent("download");
      await page.locator(".sources").getByRole("button", { name: "Download (CSV)" }).click();
      const file = await saving;
      expect(file.suggestedFilename()).toBe("objecteur-sources.csv");
      expect(readFileSync(await file.path(), "utf8")).toContain("article-123,2026-11-02,2026-11-08,210,");
    });

    it("takes the counts of the days along as a file", async () => {
      const { page, enter } = await begin();
      await enter(operatorToken);
      const saving = page.waitForEvent("download");
      await page.locator(".days").getByRole("button", { name: "Download (CSV)" }).click();
      const file = await saving;
      expect(file.suggestedFilename()).toBe("objecteur-2026-10-28.csv");
      const lines = readFileSync(await file.path(), "utf8").split("\r\n");
      expect(lines[0]).toBe("day,channel,campaign,language,what,count");
      expect(lines).toContainEqual(expect.stringMatching(/^2026-11-26,telegram,meta,fr,started,\d+$/));
      expect(lines.filter((line) => line !== "")).toHaveLength(1 + 30 * 2 * 2 * 3 * 8 - 30 * 2 * 2 * 2);
    });

    it("shares a link of each channel for a campaign, its QR code, and what an article embeds", async () => {
      const { page, enter } = await begin();
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await enter(operatorToken);
      const share = page.locator(".share");
      await share.getByLabel("Service").selectOption("LinkedIn");
      await share.getByLabel("Language").selectOption("French");
      const links = [
        "https://t.me/objecteur_test_bot?start=linkedin-fr",
        "https://chat.example.org/?start=linkedin-fr",
      ];
      await expect.poll(() => share.getByRole("link").allTextContents()).toEqual(links);
      const read = ["Telegram", "Browser"].map((channel) => readQr(page, `QR code of the link: ${channel}`));
      expect(await Promise.all(read)).toEqual(links);
      await share.getByLabel("data-theme").selectOption("dark");
      await share.getByLabel("data-side").selectOption("left");
      await share.getByLabel("data-side").selectOption("default");
      await share.getByRole("button", { name: "Copy the code" }).click();
      await share.getByRole("button", { name: "✓ Copied" }).waitFor();
      expect(await page.evaluate("navigator.clipboard.readText()")).toBe(
        '<script src="https://chat.example.org/embed.js" data-lang="fr" data-start="linkedin-fr" data-theme="dark" async></script>',
      );
    });

    it("scans the code that links WhatsApp, until it is linked", async () => {
      const { scene, page, enter, later } = await begin();
      await enter(operatorToken);
      const code = page.getByRole("img", { name: "QR code that links WhatsApp" });
      await code.waitFor();
      expect(await readQr(page, "QR code that links WhatsApp to the bot")).toBe(linkText);
      scene.link();
      await later(async () => expect(await code.count()).toBe(0));
    });

    it("sees which channel another process is on, and that it is no trouble", async () => {
      const { scene, page, enter, later } = await begin();
      await enter(operatorToken);
      const telegram = page.locator(".channel", { hasText: "Telegram" });
      await telegram.getByText("✓ up since 13:00").waitFor();
      scene.standBy();
      await later(async () =>
        expect(await telegram.textContent()).toContain("another process is on it, this one stands by"),
      );
      expect(await telegram.textContent()).not.toMatch(/[✓✗]/);
      expect(await telegram.getAttribute("class")).toBe("channel");
    });

    it("sees first what is down, late or refused, below the numbers of the week, and what to set where a proxy is not trusted", async () => {
      const { scene, page, enter, later } = await begin();
      await enter(operatorToken);
      const trouble = page.locator("section").nth(1).locator("li");
      await expect
        .poll(() => trouble.allTextContents())
        .toEqual([
          "Telegram, late reminders: 4",
          "WhatsApp: not linked, the code waits to be scanned or typed.",
          "Browser, refused for too many pages from one address: 12",
          "Browser, refused as too fast (429): 3",
        ]);
      scene.happens();
      await later(async () =>
        expect(await trouble.allTextContents()).toContain("Telegram, messages given up: 1"),
      );
      scene.ignoreProxy();
      await later(async () =>
        expect(await trouble.first().textContent()).toContain("set WEB_TRUST_PROXY=on"),
      );
      scene.clock.advance(6 * 60_000);
      await later(async () =>
        expect(await trouble.allTextContents()).toContain(
          "The oldest message to deliver has been waiting since 17:58.",
        ),
      );
      await page.getByRole("button", { name: "Français / English" }).click();
      expect(await trouble.allTextContents()).toContain(
        "WhatsApp\u00a0: pas relié, le code attend d’être scanné ou tapé.",
      );
      expect(await trouble.first().textContent()).toContain("mettez WEB_TRUST_PROXY=on");
      expect(await seriousFindings(page)).toEqual([]);
    });

    it("is told of a wrong token, and of too many tries", async () => {
      const { page, enter } = await begin();
      for (let tries = 0; tries < 5; tries += 1) {
        await enter(`wrong-wrong-wrong-${tries}`);
        await page.getByText("This is not the right token.").waitFor();
      }
      await enter("wrong-wrong-wrong");
      await expect.poll(() => page.textContent("body")).toMatch(/Too many tries\. Wait \d+ seconds\./);
    });

    it("stays in after loading the page again, and is out after leaving", async () => {
      const { page, enter } = await begin();
      await enter(operatorToken);
      await page.locator(".week h2:focus").waitFor();
      await page.reload();
      await page.locator(".funnel").waitFor();
      await page.getByRole("button", { name: "Log out" }).click();
      await page.locator("#token").waitFor();
      expect(await page.locator(".funnel").isVisible()).toBe(false);
      await page.reload();
      await page.locator("#token").waitFor();
      const kept =
        "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href])";
      expect(await page.evaluate(kept)).not.toContain(operatorToken);
    });

    it("hears that the bot is away, and sees it again when it is back", async () => {
      const { page, enter, later } = await begin();
      const isAway = page.locator("#state", { hasText: "The bot does not answer." });
      await enter(operatorToken);
      await page.locator(".funnel").waitFor();
      await page.context().setOffline(true);
      await later(async () => expect(await isAway.isVisible()).toBe(true));
      expect(await page.locator(".funnel").isVisible()).toBe(true);
      expect(await page.locator("main").textContent()).not.toMatch(/[✓✗]/);
      expect(await page.locator(".channel", { hasText: "Telegram" }).textContent()).toContain(
        "state unknown",
      );
      expect(await seriousFindings(page)).toEqual([]);
      await page.context().setOffline(false);
      await later(async () => expect(await isAway.count()).toBe(0));
      expect(await page.locator("section.channels").textContent()).toContain("✓ up since 13:00");
    });

    it("speaks the other language at a press", async () => {
      const { page, enter } = await begin("desktop", "fr");
      await enter(operatorToken);
      await page.getByRole("heading", { name: "Rappels des 30 prochains jours" }).waitFor();
      await page.getByRole("button", { name: "Français / English" }).click();
      await page.getByRole("heading", { name: "Reminders in the next 30 days" }).waitFor();
      expect(await page.locator("html").getAttribute("lang")).toBe("en");
    });

    it.each(["phone", "desktop"] as const)(
      "has no serious fault of accessibility on a %s, and no sideways scrolling",
      async (screen) => {
        for (const colorScheme of ["light", "dark"] as const) {
          const { page, enter } = await begin(screen, "fr");
          await page.emulateMedia({ colorScheme });
          expect(await seriousFindings(page)).toEqual([]);
          await enter(operatorToken);
          await page.locator(".funnel ol").waitFor({ timeout: 15_000 });
          expect(await seriousFindings(page)).toEqual([]);
          expect(
            await page.evaluate("document.documentElement.scrollWidth - innerWidth"),
          ).toBeLessThanOrEqual(0);
          const facts = page.locator(".facts .scrolled");
          expect(await facts.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
        }
      },
    );
  },
);
