import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { drawQr } from "../../src/channels/whatsapp/draw-qr.ts";
import { launchBrowser, type screens } from "../support/browser-chat.ts";
import { chromiumForTests } from "../support/find-chromium.ts";
import { openBrowserPage } from "../support/open-browser-page.ts";
import { linkText, openOperatorScene, operatorToken } from "../support/operator-scene.ts";
import { seriousFindings } from "../support/serious-findings.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const chromium = chromiumForTests();
let browser: Browser;

async function openPage(screen: keyof typeof screens, locale: "fr" | "en", url: string): Promise<Page> {
  const page = await openBrowserPage(browser, screen, { locale, timezoneId: "America/New_York" });
  await page.clock.install();
  await page.goto(`${url}/operator`);
  return page;
}

async function begin(screen: keyof typeof screens = "desktop", locale: "fr" | "en" = "en") {
  const scene = await openOperatorScene();
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

describe.skipIf(chromium === undefined)(
  "the operator in the browser (skipped only where there is no Chromium)",
  () => {
    beforeAll(async () => {
      browser = await launchBrowser(chromium ?? "");
    });
    afterAll(() => browser.close());

    it("sees how everything stands after giving the token, and fresh by itself", async () => {
      const { scene, page, enter, later } = await begin();
      await enter(operatorToken);
      await page.locator(".people ol").waitFor({ timeout: 15_000 });
      const text = (section: string) => page.locator(`section.${section}`).textContent();
      expect(await text("people")).toContain("420 wrote");
      expect(await text("channels")).toContain("✓ up since 13:00");
      expect(await text("reminders")).toMatch(/in all\. The biggest day: /);
      expect(await page.locator(".plot rect").count()).toBe(30 * 2 + 1);
      expect(await text("outbox")).toContain("waiting2");
      expect(await text("facts")).toContain("Meta");
      expect(await text("objections")).toContain("Meta10535");
      expect(await text("objections")).toContain("LinkedIn700");
      const english = () => page.locator(".understanding h3:text('English') + dl").textContent();
      expect(await english()).toBe("answered108asked back0suggested0not understood4");
      expect(await text("understanding")).toContain("140 Is it legal?");
      expect(await page.locator(".understanding li").count()).toBe(10);
      await scene.happens();
      await later(async () => expect(await english()).toContain("not understood5"));
      await later(async () => expect(await text("channels")).toContain("given up1"));
      expect(await text("facts")).not.toContain("⚠");
      scene.clock.advance(100 * 86_400_000);
      const meta = page.getByText("Meta", { exact: true });
      const old = page.locator(".facts .marked").filter({ has: meta }).getByText(/⚠ \d/);
      await later(async () => expect(await old.count()).toBe(1));
      expect(scene.trouble).toEqual([]);
    });

    it("scans the code that links WhatsApp, until it is linked", async () => {
      const { scene, page, enter, later } = await begin();
      await enter(operatorToken);
      const code = page.getByRole("img", { name: "QR code that links WhatsApp" });
      await code.waitFor();
      const rows = drawQr(linkText);
      const dark = rows.join("").replaceAll("0", "").length;
      const drawn = (await code.locator("path").getAttribute("d")) ?? "";
      expect(drawn.split("M").length - 1).toBe(dark);
      expect(await code.getAttribute("viewBox")).toBe(`-4 -4 ${rows.length + 8} ${rows.length + 8}`);
      const colours = "[getComputedStyle(qr).backgroundColor, getComputedStyle(qr).fill]";
      const seen = await page.evaluate(`((qr) => ${colours})(document.querySelector(".qr"))`);
      expect(seen).toEqual(["rgb(255, 255, 255)", "rgb(0, 0, 0)"]);
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
        expect(await telegram.textContent()).toContain(
          "another process is on this channel; this one stands by",
        ),
      );
      expect(await telegram.textContent()).not.toMatch(/[✓✗]/);
      expect(await telegram.getAttribute("class")).toBe("channel");
    });

    it("sees whom the limits have refused, and what to set where a proxy is not trusted", async () => {
      const { scene, page, enter, later } = await begin();
      await enter(operatorToken);
      const web = page.locator(".channel", { hasText: "Browser" });
      expect(await web.textContent()).toContain("refused, for want of room or too fast15");
      expect(await page.locator("#proxy").textContent()).toBe("");
      scene.ignoreProxy();
      await later(async () =>
        expect(await page.locator("#proxy").textContent()).toContain("set WEB_TRUST_PROXY=on"),
      );
      await page.getByRole("button", { name: "Français / English" }).click();
      expect(await page.locator("#proxy").textContent()).toContain("mettez WEB_TRUST_PROXY=on");
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
      await page.locator(".people").waitFor();
      await page.reload();
      await page.locator(".people").waitFor();
      await page.getByRole("button", { name: "Log out" }).click();
      await page.locator("#token").waitFor();
      expect(await page.locator(".people").isVisible()).toBe(false);
      await page.reload();
      await page.locator("#token").waitFor();
      const kept =
        "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href])";
      expect(await page.evaluate(kept)).not.toContain(operatorToken);
    });

    it("hears that the bot is away, and sees it again when it is back", async () => {
      const { page, enter, later } = await begin();
      const isAway = page.getByText("The bot does not answer.");
      await enter(operatorToken);
      await page.locator(".people").waitFor();
      await page.context().setOffline(true);
      await later(async () => expect(await isAway.isVisible()).toBe(true));
      expect(await page.locator(".people").isVisible()).toBe(true);
      await page.context().setOffline(false);
      await later(async () => expect(await isAway.isVisible()).toBe(false));
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
          await page.locator(".people ol").waitFor({ timeout: 15_000 });
          expect(await seriousFindings(page)).toEqual([]);
          expect(
            await page.evaluate("document.documentElement.scrollWidth - innerWidth"),
          ).toBeLessThanOrEqual(0);
        }
      },
    );
  },
);
