import axe from "axe-core";
import type { Page } from "playwright-core";
import { expect, it, onTestFinished } from "vitest";
import { openChatPage } from "../support/open-browser-page.ts";
import { describeInBrowser, shareBrowser } from "../support/share-browser.ts";

const shared = shareBrowser();

/** A chat of several screens. */
async function openLongChat(colorScheme: "light" | "dark" = "light") {
  const chat = await openChatPage(shared, "phone", "fr", { at: `${shared.url}/?start=meta-fr`, colorScheme });
  await chat.presses("Commencer");
  await chat.hears("Quels comptes avez-vous");
  await chat.presses("Facebook");
  await chat.hears("Voici le formulaire");
  for (const question of ["Limites et conseils", "Sources"]) {
    const before = await chat.page.locator(".row.bot").count();
    await chat.writes(question);
    await expect.poll(() => chat.page.locator(".row.bot").count()).toBeGreaterThan(before);
  }
  return chat;
}

/** The rules of an accessibility checker that a page breaks. */
async function brokenRules(page: Page, rules: readonly string[]): Promise<unknown> {
  await page.evaluate(axe.source);
  return await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(rules)} }).then(({ violations }) => violations.map(({ id, nodes }) => id + nodes.map(({ html }) => html)))`,
  );
}

describeInBrowser("the chat on paper, by keyboard and without scripts", () => {
  it.each(["light", "dark"] as const)(
    "prints all that was said, on several pages, in dark on light (%s)",
    async (scheme) => {
      const { page } = await openLongChat(scheme);
      expect(await page.locator("details.who").count()).toBe(1);
      const pdf = (await page.pdf({ format: "A5" })).toString("latin1");
      expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(1);
      expect(await page.locator("details.who[open]").count()).toBe(1);
      await page.emulateMedia({ media: "print" });
      const ink = page.locator(".row.bot .bubble").first();
      const colour = ink.evaluate((bubble) => String(bubble.computedStyleMap().get("color")));
      expect(await colour).toBe("rgb(20, 32, 31)");
      const cut = await page.evaluate(
        "[...document.querySelectorAll('html, body, .chat, .talk, .scroll')].filter((part) => part.scrollHeight > part.clientHeight + 1 && part.localName !== 'html').map(({ className }) => className)",
      );
      expect(cut).toEqual([]);
      expect(await page.locator("#composer, .answers button").filter({ visible: true }).count()).toBe(0);
      const form = page.locator(".row.bot a.action").first();
      const height = (await form.boundingBox())?.height ?? 0;
      await page.emulateMedia({ media: "screen" });
      expect(height).toBeGreaterThan((await form.boundingBox())?.height ?? 0);
    },
  );

  it("lets a keyboard skip what was said, and has all of it in landmarks", async () => {
    const { page } = await openLongChat();
    expect(await brokenRules(page, ["region", "skip-link", "landmark-one-main", "landmark-unique"])).toEqual(
      [],
    );
    await page.evaluate("document.activeElement.blur()");
    await page.reload();
    await page.locator(".row.bot").first().waitFor();
    await page.keyboard.press("Tab");
    const skip = page.locator("#skip:focus");
    expect((await skip.boundingBox())?.height).toBeGreaterThan(40);
    await page.keyboard.press("Enter");
    expect(await page.locator("#text:focus").count()).toBe(1);
    const clip = page.locator("#skip").evaluate((skip) => String(skip.computedStyleMap().get("clip-path")));
    expect(await clip).toBe("inset(50%)");
  });

  it("leads to every form where no script runs", async () => {
    const context = await shared.browser.newContext({ javaScriptEnabled: false, locale: "fr" });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(shared.url);
    const form = page.getByRole("link", { name: "Meta · Ouvrir le formulaire Facebook" });
    expect(await form.getAttribute("href")).toBe("https://www.facebook.com/help/contact/712876720715583");
    expect(await form.isVisible()).toBe(true);
    expect(await page.getByRole("link", { name: "Meta · Open the Facebook form" }).isVisible()).toBe(true);
    expect(await page.locator("#composer").isVisible()).toBe(false);
  });
});
