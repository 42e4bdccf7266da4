import { writeFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { type BrowserChat, useChat } from "../support/browser-chat.ts";
import { freePort } from "../support/free-port.ts";
import { openBrowserPage } from "../support/open-browser-page.ts";
import { seriousFindings } from "../support/serious-findings.ts";
import { describeInBrowser, type SharedBrowser, shareBrowser } from "../support/share-browser.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const logo =
  "<svg xmlns='http://www.w3.org/2000/svg' width='120' height='40'><rect width='120' height='40' fill='#b00020'/></svg>";
const own = { light: "rgb(176, 0, 32)", dark: "rgb(219, 140, 155)" } as const;
let shared: SharedBrowser;

async function openChat(colorScheme: "light" | "dark", wishes = ""): Promise<BrowserChat> {
  const page = await openBrowserPage(shared.browser, "phone", {
    locale: "fr",
    colorScheme,
    reducedMotion: "reduce",
  });
  await page.goto(`${shared.url}/?start=meta&${wishes}`);
  return useChat(page);
}

const styleOf = (page: Page, part: string, property: string) =>
  page
    .locator(part)
    .last()
    .evaluate((element, name) => String(element.computedStyleMap().get(name)), property);

describeInBrowser("a chat in an operator's own dress", () => {
  shared = shareBrowser(async (atEnd) => {
    const folder = temporaryFolder(atEnd);
    writeFileSync(`${folder}/logo.svg`, logo);
    writeFileSync(`${folder}/regular.woff2`, "no font that a browser reads");
    return {
      WEB: "public",
      PORT: String(await freePort()),
      WEB_NAME: "Le Courrier du Soir",
      WEB_LOGO: `${folder}/logo.svg`,
      WEB_FONT: `${folder}/regular.woff2`,
      WEB_ACCENT: "#b00020",
      DATABASE_URL: `file:${folder}/bot.db`,
    };
  });

  it.each(["light", "dark"] as const)(
    "wears its name, logo, colour and font everywhere (%s)",
    async (scheme) => {
      const { page, presses, hears } = await openChat(scheme);
      expect(await page.locator("h1").textContent()).toBe("Le Courrier du Soir");
      expect(await page.title()).toBe("Le Courrier du Soir");
      const widths = await page
        .locator("img.logo")
        .evaluateAll((all) => all.map((each) => (each as { naturalWidth?: number }).naturalWidth));
      expect(widths).toEqual([120, 120]);
      expect(await styleOf(page, "body", "font-family")).toMatch(/^Own/);
      expect(await styleOf(page, "#start", "background-color")).toBe(own[scheme]);
      expect(await styleOf(page, ".top", "border-bottom-color")).toBe(own[scheme]);
      await presses("Commencer");
      await presses("Instagram");
      await hears("Et maintenant");
      for (const [part, property] of [
        [".action", "background-color"],
        [".answers > button", "color"],
        [".answers > button", "border-top-color"],
        ["#send", "background-color"],
      ] as const)
        expect(await styleOf(page, part, property)).toBe(own[scheme]);
      await page.locator("#text").focus();
      expect(await styleOf(page, "#text", "outline-color")).toBe(own[scheme]);
      expect(await seriousFindings(page)).toEqual([]);
    },
  );

  it.each([320, 1280])("wears them on the page about the services' answers, too (%i px)", async (width) => {
    const viewport = { width, height: 568 };
    const page = await openBrowserPage(shared.browser, "desktop", { locale: "fr", viewport });
    await page.goto(`${shared.url}/experience`);
    expect(await page.title()).toMatch(/ – Le Courrier du Soir$/);
    expect(await page.locator("header").textContent()).toMatch(/^\s*Le Courrier du Soir/);
    expect(
      await page.locator("img.logo").evaluate((logo) => (logo as { naturalWidth?: number }).naturalWidth),
    ).toBe(120);
    expect(await styleOf(page, "body", "font-family")).toMatch(/^Own/);
    expect(await styleOf(page, "header a", "color")).toBe(own.light);
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
  });

  it("is dark or light where the link asks for it, whatever the browser prefers", async () => {
    const dark = await openChat("light", "theme=dark");
    expect(await styleOf(dark.page, "body", "background-color")).toBe("rgb(14, 20, 22)");
    expect(await styleOf(dark.page, "#start", "background-color")).toBe(own.dark);
    expect(await seriousFindings(dark.page)).toEqual([]);
    const light = await openChat("dark", "theme=light");
    expect(await styleOf(light.page, "body", "background-color")).toBe("rgb(233, 238, 240)");
    expect(await styleOf(light.page, "#start", "background-color")).toBe(own.light);
    expect(await seriousFindings(light.page)).toEqual([]);
  });

  it("shows all of the name on a small phone, beside the logo", async () => {
    const { page, presses, hears } = await openChat("light");
    await page.setViewportSize({ width: 320, height: 568 });
    await presses("Commencer");
    await hears("Quels comptes");
    const cut = await page
      .locator("h1")
      .evaluate((h1) => [h1.scrollWidth - h1.clientWidth, h1.scrollHeight - h1.clientHeight]);
    expect(cut).toEqual([0, 0]);
  });

  it.each([
    ["dark", ""],
    ["light", "theme=dark"],
  ] as const)("prints in the accent for light grounds (%s, %s)", async (scheme, query) => {
    const { page } = await openChat(scheme, query);
    await page.emulateMedia({ media: "print" });
    expect(await styleOf(page, ".top", "border-bottom-color")).toBe(own.light);
    expect(await styleOf(page, "body", "background-color")).toBe("rgb(233, 238, 240)");
  });

  it("takes another accent from the article, and none that cannot be read", async () => {
    const other = await openChat("light", "accent=%23052962");
    expect(await styleOf(other.page, "#start", "background-color")).toBe("rgb(5, 41, 98)");
    const faint = await openChat("light", "accent=%23ffd400");
    expect(await styleOf(faint.page, "#start", "background-color")).toBe(own.light);
  });
});
