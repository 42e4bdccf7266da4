import { expect, it } from "vitest";
import { freePort } from "../support/free-port.ts";
import { openBrowserPage } from "../support/open-browser-page.ts";
import { operatorToken } from "../support/operator-scene.ts";
import { describeInBrowser, shareBrowser } from "../support/share-browser.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const shared = shareBrowser(async (atEnd) => {
  const port = await freePort();
  return {
    WEB: "public",
    PORT: String(port),
    WEB_URL: `http://127.0.0.1:${port}`,
    WEB_SOURCES: "article-1",
    OPERATOR_TOKEN: operatorToken,
    DATABASE_URL: `file:${temporaryFolder(atEnd)}/bot.db`,
  };
});

describeInBrowser("the operator's preview of what an article embeds", () => {
  it("shows the button and the chat as the code says, and the code names the article", async () => {
    const page = await openBrowserPage(shared.browser, "desktop", { locale: "en" });
    await page.goto(`${shared.url}/operator`);
    await page.locator("#token").fill(operatorToken);
    await page.locator("#token").press("Enter");
    const share = page.locator(".share");
    await share.getByLabel("Language").selectOption("French");
    await share.getByLabel("data-side").selectOption("left");
    await share.getByLabel("data-theme").selectOption("dark");
    await share.getByLabel("data-source").selectOption("article-1");
    await share.getByRole("button", { name: "Show a preview" }).click();
    const article = share.frameLocator("iframe");
    const launcher = article.getByRole("button", { name: /^S’opposer à l’IA/ });
    const [frame, button] = [await share.locator("iframe").boundingBox(), await launcher.boundingBox()];
    expect((button?.x ?? 0) - (frame?.x ?? 0)).toBeLessThan(30);
    await share.locator("iframe").scrollIntoViewIfNeeded();
    await launcher.click();
    await article.frameLocator("iframe").getByRole("button", { name: "Commencer" }).waitFor();
    expect(await share.locator("pre").textContent()).toContain('data-source="article-1"');
  });

  it("sets the accent, the distance and the place in the article, and refuses in words an accent that cannot be read", async () => {
    const page = await openBrowserPage(shared.browser, "desktop", { locale: "en" });
    await page.goto(`${shared.url}/operator`);
    await page.locator("#token").fill(operatorToken);
    await page.locator("#token").press("Enter");
    const share = page.locator(".share");
    const code = share.locator("pre");
    await share.getByLabel("data-accent").fill("#ffd400");
    await share.getByLabel("data-accent").press("Enter");
    await share.getByText("White cannot be read on #ffd400").waitFor();
    expect(await code.textContent()).not.toContain("data-accent");
    await share.getByLabel("data-accent").fill("#9b1c31");
    await share.getByLabel("data-accent").press("Tab");
    await expect.poll(() => code.textContent()).toContain('data-accent="#9b1c31" async');
    await page.keyboard.type("88");
    await page.keyboard.press("Tab");
    await expect.poll(() => code.textContent()).toContain('data-accent="#9b1c31" data-bottom="88" async');
    await share.getByRole("button", { name: "Show a preview" }).click();
    const article = share.frameLocator("iframe");
    const launcher = article.getByRole("button", { name: "Object to AI training" });
    const styleOf = (name: string) =>
      launcher.evaluate((button, property) => String(button.computedStyleMap().get(property)), name);
    expect(await styleOf("background-color")).toBe("rgb(155, 28, 49)");
    expect(await styleOf("bottom")).toBe("88px");
    await share.getByLabel("data-inline").selectOption("#chat");
    expect(await code.textContent()).toMatch(
      /^<div id="chat" style="min-height: .+"><\/div>\n<script .+ data-inline="#chat"/,
    );
    await share.locator("iframe").scrollIntoViewIfNeeded();
    await article.frameLocator("#chat iframe").getByRole("button", { name: "Begin" }).waitFor();
  });

  it("writes nothing into the article but the attributes that it offers, as plain words", async () => {
    const asked = `lang=fr&label=x&theme=${encodeURIComponent('"><script>alert(1)</script>')}`;
    const html = await (await fetch(`${shared.url}/operator/article?${asked}`)).text();
    expect(html).toContain('<script src="../embed.js" data-lang="fr"></script>');
    expect(html).not.toMatch(/label|alert/);
  });
});
