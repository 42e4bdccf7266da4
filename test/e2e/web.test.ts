import { expect, it, onTestFinished } from "vitest";
import { screens } from "../support/browser-chat.ts";
import { openChatPage } from "../support/open-browser-page.ts";
import { describeInBrowser, type SharedBrowser, shareBrowser } from "../support/share-browser.ts";

const meta = "Meta (Facebook, Instagram)";
let preview: SharedBrowser;

describeInBrowser("a person in the browser", () => {
  preview = shareBrowser();

  it("clicks through the whole dialogue in French, on a phone", async () => {
    const { page, presses, hears, writes } = await openChatPage(preview, "phone", "fr");
    expect(await page.title()).toBe("Objecteur");
    await presses("Commencer");
    await presses(meta);
    await hears("Quels comptes avez-vous");
    await presses("Les deux");
    await hears("sont-ils liés");
    await presses("Non");
    const forms = await hears("Il vous faut les deux formulaires");
    const link = forms.getByRole("link", { name: "Ouvrir le formulaire Instagram" });
    expect(await link.getAttribute("href")).toBe("https://help.instagram.com/contact/767264225370182");
    expect(await link.getAttribute("target")).toBe("_blank");
    expect(await link.getAttribute("rel")).toContain("noopener");
    await hears("Et maintenant");
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await writes("un texte à copier");
    const copy = page.getByRole("button", { name: "Copier le texte" });
    await copy.click();
    await page.getByRole("button", { name: "✓ Copié" }).waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toContain("oppose");
    await writes("rappelle-moi");
    await hears("Quand voulez-vous");
    await presses(/^Demain/);
    await hears("C’est noté");
    const downloading = page.waitForEvent("download");
    await presses("Télécharger rappel.ics");
    expect((await downloading).suggestedFilename()).toBe("rappel.ics");
    await hears("si cette page est ouverte");
    await presses("Garder ce rappel");
    await hears("Et maintenant");
    await presses("C’est fait");
    await hears("Quelle démarche est faite");
  });

  it("sees what looks like code as the text that it is", async () => {
    const { page, writes, hears } = await openChatPage(preview, "desktop", "en");
    const hostile = `<img src=x onerror="document.title='taken'"><script>document.title='taken'</script>`;
    await writes(hostile);
    await hears("Which service is this about");
    expect(await page.locator(".row.person .text").first().textContent()).toBe(hostile);
    expect(await page.locator("#log img, #log script").count()).toBe(0);
    expect(await page.title()).toBe("Objecteur");
  });

  it("is forgotten here too, once all is erased, and may begin again by one button", async () => {
    const { page, presses, hears } = await openChatPage(preview, "phone", "fr", {
      at: `${preview.url}/?start=meta-fr`,
    });
    await presses("Commencer");
    await hears("Quels comptes");
    await page.getByRole("button", { name: "Effacer cette conversation" }).click();
    await hears("Voulez-vous que j’efface");
    await presses("Tout effacer");
    await hears("Tout est effacé");
    await expect.poll(() => page.evaluate("Object.keys(localStorage).join()")).toBe("");
    expect(await page.locator("#offer").isVisible()).toBe(false);
    await page.locator("button:focus", { hasText: "Recommencer" }).press("Enter");
    await hears("Quels comptes");
    expect(await page.locator(".row.bot").count()).toBe(1);
  });

  it("is told at the top of the page that it needs JavaScript, and sees no dead chat", async () => {
    const { page } = await openChatPage(preview, "phone", "fr", { javaScriptEnabled: false });
    const told = page.locator("noscript p").first();
    expect(await told.textContent()).toContain("a besoin de JavaScript");
    expect((await told.boundingBox())?.y).toBeLessThan(100);
    expect(await page.locator("#chat").isVisible()).toBe(false);
  });

  it("loads little, in few requests, and nothing from anywhere else", async () => {
    const context = await preview.browser.newContext({ ...screens.phone, locale: "fr" });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const asked: string[] = [];
    let bytes = 0;
    const cdp = await context.newCDPSession(page);
    await cdp.send("Network.enable");
    cdp.on("Network.requestWillBeSent", ({ request }) => {
      if (!request.url.startsWith("data:")) asked.push(request.url);
    });
    cdp.on("Network.loadingFinished", ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await page.goto(preview.url, { waitUntil: "networkidle" });
    expect(asked.filter((each) => !each.startsWith(`${preview.url}/`))).toEqual([]);
    expect(asked.length).toBeLessThanOrEqual(5);
    expect(bytes).toBeLessThan(40_000);
  });
});
