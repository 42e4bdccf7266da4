import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linksOf } from "../../src/campaigns/contradictions.ts";
import meta from "../../src/campaigns/meta.json" with { type: "json" };
import { type Campaign, campaignSchema } from "../../src/campaigns/schema.ts";
import { judgeLink } from "../../src/conversation/judge-link.ts";
import links from "../phrases/links.json" with { type: "json" };

/** Services beside the one that ships: enough to tell whose address it is. */
const others = [
  campaign("linkedin", "https://www.linkedin.com/mypreferences/d/settings/data-for-ai-improvement"),
  campaign("claude", "https://claude.ai/settings/data-privacy-controls"),
  campaign("github-copilot", "https://github.com/settings/copilot/features"),
  campaign("gemini", "https://myactivity.google.com/product/gemini", ["myactivity.google.com"]),
  campaign("x", "https://x.com/settings/grok_settings", ["x.com", "twitter.com"]),
  campaign(
    "chatgpt",
    "https://chatgpt.com/settings/data-controls",
    ["chatgpt.com", "openai.com"],
    ["https://privacy.openai.com/policies"],
  ),
  campaign("pinterest", "https://www.pinterest.com/settings/privacy-and-data"),
  campaign("whatsapp", "https://www.whatsapp.com/contact/forms/382532939919295/"),
];
const campaigns: ReadonlyMap<string, Campaign> = new Map(
  [campaignSchema.parse(meta), ...others].map((each) => [each.id, each]),
);
const official = [...campaigns.values()].flatMap((each) => linksOf(each).map(({ url }) => url));
const domains = [...campaigns.values()].flatMap((each) => each.domains);

function campaign(
  id: string,
  url: string,
  domains = [new URL(url).hostname.replace("www.", "")],
  further: readonly string[] = [],
): Campaign {
  const accounts = [{ id, step: { kind: "setting", links: [url, ...further] } }];
  return campaignSchema.parse({ id, position: 2, accounts, domains, help: [], facts: {} });
}

/** What is said of each text of the table. */
function judged(rows: readonly (readonly string[])[]): readonly string[] {
  return rows.map(([text = ""]) => {
    const found = judgeLink(text, campaigns);
    return [text, found?.verdict ?? "no-address", found?.campaign ?? "-"].join(" → ");
  });
}

function expected(rows: readonly (readonly string[])[], verdict: string): readonly string[] {
  return rows.map(([text = "", id = "-"]) => [text, verdict, id].join(" → "));
}

function isOurs(host: string): boolean {
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

describe("judgeLink", () => {
  it.each(["official", "other-page", "not-official", "no-address"] as const)(
    "calls every %s address of the table by its name, and the campaign with it",
    (verdict) => {
      expect(judged(links[verdict])).toEqual(expected(links[verdict], verdict));
    },
  );

  it("has a table that is long enough, and names nothing twice", () => {
    const texts = Object.values(links).flatMap((rows) => rows.map(([text]) => text));
    expect(new Set(texts).size).toBe(texts.length);
    expect(links.official.length + links["other-page"].length + links["not-official"].length).toBeGreaterThan(
      200,
    );
    expect(links["not-official"].length).toBeGreaterThan(120);
  });

  it("knows every link of every campaign as official, also in capitals, without scheme, amid a text", () => {
    const campaignsOf = (text: string) => judgeLink(text, campaigns);
    for (const url of official) {
      for (const text of [
        url,
        `Is ${url} genuine?`,
        `(${url}),`,
        url.replace("https://", ""),
        `${url}?utm_id=1`,
      ]) {
        expect([text, campaignsOf(text)?.verdict]).toEqual([text, "official"]);
      }
    }
  });

  it("shows the host alone, in letters that deceive nobody, and the end of a long one", () => {
    const shown = (text: string) => judgeLink(text, campaigns)?.shown;
    expect(shown("https://www.fаcebook.com/x?y#z")).toBe("www.xn--fcebook-2fg.com");
    expect(shown("https://www.facebook.com@evil.info/")).toBe("evil.info");
    expect(shown("data:text/html,<b>")).toBe("data:");
    expect(shown("https://face\u200dbook.com")).toBe("face?book.com");
    expect(shown(`https://www.facebook.com.${"help.".repeat(20)}evil.info`)).toMatch(/^….{50}evil\.info$/);
    expect(shown("http://2645563939/")).toBe("157.176.26.35");
  });

  it("lets the worst of several addresses count, whatever their order", () => {
    const [good = ""] = official;
    const other = "facebook.com/help";
    const bad = "faceb00k.com";
    const verdictOf = (...texts: string[]) => judgeLink(texts.join(" ou "), campaigns)?.verdict;
    expect(verdictOf(good, other)).toBe("other-page");
    expect(verdictOf(other, good)).toBe("other-page");
    expect(verdictOf(good, bad, other)).toBe("not-official");
    expect(verdictOf(...Array.from({ length: 60 }, () => good), bad)).toBe("not-official");
  });

  it("never calls a host that is none of the campaigns' genuine, whatever page it has", () => {
    const prefix = fc.constantFrom(
      "",
      "https://",
      "http://",
      "HTTPS://",
      "//",
      "voici ",
      "<",
      "[x](",
      "https:",
    );
    const page = fc.constantFrom(...official.map((url) => new URL(url).pathname), "", "/a?b=c", "#x");
    const lure = fc.constantFrom("", ...domains.map((domain) => `${domain}.`), "facebook.com@", "www.");
    fc.assert(
      fc.property(prefix, lure, fc.domain(), page, (before, bait, domain, path) => {
        fc.pre(!isOurs(domain));
        const verdict = judgeLink(`${before}${bait}${domain}${path}`, campaigns)?.verdict;
        expect(verdict ?? "not-official").toBe("not-official");
      }),
      { numRuns: 3_000 },
    );
  });

  it("never calls an official link genuine once one character of its host is another", () => {
    const sign = fc.oneof(
      fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
      fc.constantFrom(
        ...Array.from("abcdefghijklmnopqrstuvwxyz0123456789-_.@:/\\?#% \"'<>()[]|,;аеорсⅼɡ。．\u200b\u00ad"),
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...official), fc.nat(), sign, (url, at, other) => {
        const { hostname } = new URL(url);
        const place = url.indexOf(hostname) + (at % hostname.length);
        const changed = url.slice(0, place) + other + url.slice(place + 1);
        const host = changed.slice(url.indexOf(hostname)).slice(0, hostname.length);
        fc.pre(host.toLowerCase() !== hostname && !isOurs(host.toLowerCase()));
        // A blank can leave a scheme without a host, which is no address.
        const verdict = judgeLink(changed, campaigns)?.verdict ?? "not-official";
        expect([changed, verdict]).toEqual([changed, "not-official"]);
      }),
      { numRuns: 3_000 },
    );
  });

  it("never calls a host genuine that is an official one with a character more or less", () => {
    const sign = fc.constantFrom(...Array.from("abcdefghijklmnopqrstuvwxyz0123456789-."));
    fc.assert(
      fc.property(fc.constantFrom(...official), fc.nat(), fc.option(sign), (url, at, more) => {
        const { hostname } = new URL(url);
        const place = at % hostname.length;
        const host =
          hostname.slice(0, place) + (more ?? "") + hostname.slice(more === null ? place + 1 : place);
        fc.pre(host !== hostname && !isOurs(host));
        expect([host, judgeLink(url.replace(hostname, host), campaigns)?.verdict]).toEqual([
          host,
          "not-official",
        ]);
      }),
      { numRuns: 3_000 },
    );
  });

  it("agrees with the browser about where a link leads", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        fc.pre(!isOurs(new URL(url).hostname));
        expect(judgeLink(url, campaigns)?.verdict).toBe("not-official");
      }),
      { numRuns: 1_000 },
    );
  });

  it("reads anything at all without failing, and quickly", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        expect(judgeLink(text, campaigns)?.verdict).not.toBe("official");
      }),
      { numRuns: 2_000 },
    );
    const unkind = ["a", "a.", "https:", "https://facebook.com/?u=", "%25", "facebook.et,", "a@", "<", ".@a"];
    const began = performance.now();
    for (const piece of unkind) judgeLink(piece.repeat(4_096 / piece.length), campaigns);
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});
