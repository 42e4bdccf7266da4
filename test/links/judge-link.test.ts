import { domainToUnicode, fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Authority, pagesOf } from "../../src/campaigns/authorities/authorities.ts";
import { isOn, linksOf } from "../../src/campaigns/links-of.ts";
import { readCampaigns } from "../../src/campaigns/read-files.ts";
import type { LinkVerdict } from "../../src/conversation/vocabulary.ts";
import { createLinkJudge } from "../../src/links/judge-link.ts";
import links from "../phrases/links.json" with { type: "json" };
import { anyCharacter } from "../support/any-character.ts";
import { allAuthorities, openHosts } from "../support/bot-under-test.ts";

const campaigns = readCampaigns(fileURLToPath(new URL("../../src/campaigns", import.meta.url)));
const judgeLink = createLinkJudge({
  campaigns,
  authorities: allAuthorities,
  openHosts,
  toUnicode: domainToUnicode,
});
const official = [
  ...[...campaigns.values()].flatMap((each) => linksOf(each).map(({ url }) => url)),
  ...[...allAuthorities.values()].flatMap(pagesOf),
];
const domains = [
  ...[...campaigns.values()].flatMap((each) => each.domains),
  ...[...allAuthorities.values()].flatMap(sitesOf).map((page) => new URL(page).hostname.replace("www.", "")),
];
/** An authority's pages, its home and those of the authorities that lead or are of a part. */
function sitesOf(authority: Authority): readonly string[] {
  return [authority, ...(authority.leads ?? []), ...(authority.parts ?? [])]
    .map(({ home }) => home)
    .concat(pagesOf(authority));
}
/** The address with one more parameter. */
function tracked(url: string): string {
  return url.replace(/(?=#|$)/, url.includes("?") ? "&utm_id=1" : "?utm_id=1");
}
const someRuns = Number(process.env["PROPERTY_RUNS"] ?? 15);
/** What is said of an address that is on none of the listed domains. */
const foreign = ["imitation", "unknown"];

function ownerOf(judged: LinkVerdict | undefined): string {
  if (judged === undefined || judged.verdict === "unknown") return "-";
  return "campaign" in judged.owner ? judged.owner.campaign : judged.owner.country;
}

/** What is said of each text of the table. */
function judged(rows: readonly (readonly string[])[]): readonly string[] {
  return rows.map(([text = ""]) => {
    const found = judgeLink(text);
    return [text, found?.verdict ?? "no-address", ownerOf(found)].join(" → ");
  });
}

function expected(rows: readonly (readonly string[])[], verdict: string): readonly string[] {
  return rows.map(([text = "", owner = "-"]) => [text, verdict, owner].join(" → "));
}

function isListed(host: string): boolean {
  return domains.some((domain) => isOn(host, domain));
}

describe("The judge of links", () => {
  it.each(["official", "other-page", "imitation", "unknown", "no-address"] as const)(
    "calls every %s address of the table by its name, and whose it is or poses as",
    (verdict) => {
      expect(judged(links[verdict])).toEqual(expected(links[verdict], verdict));
    },
  );

  it("has a table that is long enough, and names nothing twice", () => {
    const texts = Object.values(links).flatMap((rows) => rows.map(([text]) => text));
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.length).toBeGreaterThan(250);
    expect(links.imitation.length).toBeGreaterThan(60);
  });

  it("knows every page that the bot gives as official, also in capitals, without scheme, amid a text", () => {
    for (const url of official) {
      for (const text of [
        url,
        `Is ${url} genuine?`,
        `(${url}),`,
        url.replace(/^https:..[^/]*/, (start) => start.toUpperCase()),
        url.replace("https://", ""),
        tracked(url),
      ]) {
        expect([text, judgeLink(text)?.verdict]).toEqual([text, "official"]);
      }
    }
    expect(official.length).toBeGreaterThan(45);
  });

  it("knows every other page on a service’s or an authority’s domain as theirs, never as an imitation", () => {
    // On some, anyone publishes: there, only the pages that the bot gives are theirs.
    const closed = domains.filter((domain) => !openHosts.includes(domain));
    // A whole ending can be one company's: "google" is no address, "blog.google" is.
    const bare = closed.filter((domain) => domain.includes("."));
    const texts = [
      ...closed.flatMap((domain) => [`https://${domain}/other/page`, `https://help.${domain}/?id=1`]),
      ...bare.flatMap((domain) => [domain, `www.${domain}`]),
    ];
    const verdicts = texts.map((text) => [text, judgeLink(text)?.verdict ?? ""] as const);
    expect(verdicts.filter(([, verdict]) => !["official", "other-page"].includes(verdict))).toEqual([]);
    expect(domains.length).toBeGreaterThan(100);
  });

  it("answers for no page where anyone publishes, nor for one that leads on, even on a service’s domain", () => {
    for (const entry of openHosts) {
      for (const text of [`https://${entry}`, `https://${entry}/objection-form?id=1`, `${entry}/facebook`])
        expect([text, judgeLink(text)?.verdict]).toEqual([text, "unknown"]);
    }
  });

  it("does not warn of the pages that the facts rest on", () => {
    const sources = [...campaigns.values()].flatMap(({ facts }) =>
      Object.values(facts).flatMap((fact) => fact.sources.flatMap(({ url }) => url ?? [])),
    );
    expect(sources.filter((url) => judgeLink(url)?.verdict === "imitation")).toEqual([]);
    expect(judgeLink("https://www.numerama.com/tech/meta-facebook-instagram.html")?.verdict).toBe("unknown");
    expect(sources.length).toBeGreaterThan(50);
  });

  it("shows the host alone, in letters that deceive nobody, and the end of a long one", () => {
    const shown = (text: string) => judgeLink(text)?.shown;
    expect(shown("https://www.fаcebook.com/x?y#z")).toBe("www.xn--fcebook-2fg.com");
    expect(shown("https://www.facebook.com@evil.info/")).toBe("evil.info");
    expect(shown("data:text/html,<b>")).toBe("data:");
    expect(shown("https://face\u200dbook.com")).toBe("face?book.com");
    expect(shown(`https://www.facebook.com.${"help.".repeat(20)}evil.info`)).toMatch(/^….{50}evil\.info$/);
    expect(shown("http://2645563939/")).toBe("157.176.26.35");
    for (const scheme of ["", "http://", "https://"])
      expect(shown(`${scheme}www.facebook.com:99999/help`)).toBe("www.facebook.com:99999");
    const sixty = `${"help.".repeat(10)}facebok.co`;
    expect([shown(sixty), shown(`a${sixty}`)]).toEqual([sixty, `…${sixty.slice(1)}`]);
  });

  it("lets the worst of several addresses count, whatever their order", () => {
    const [good = ""] = official;
    const other = "facebook.com/help";
    const bad = "faceb00k.com";
    const verdictOf = (...texts: string[]) => judgeLink(texts.join(" ou "))?.verdict;
    expect(verdictOf(good, other)).toBe("other-page");
    expect(verdictOf(other, good)).toBe("other-page");
    expect(verdictOf(other, "bit.ly/x", good)).toBe("unknown");
    expect(verdictOf(good, bad, "bit.ly/x", other)).toBe("imitation");
    const goods = (length: number) => Array.from({ length }, () => good);
    expect(verdictOf(...goods(50))).toBe("official");
    expect(verdictOf(...goods(51))).toBe("unknown");
    expect(verdictOf(...goods(49), bad, good)).toBe("imitation");
    expect(verdictOf(...goods(50), bad)).toBe("unknown");
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
        fc.pre(!isListed(domain));
        const verdict = judgeLink(`${before}${bait}${domain}${path}`)?.verdict;
        expect(foreign).toContain(verdict ?? "unknown");
      }),
      { numRuns: 20 * someRuns },
    );
  });

  it("never calls an official link genuine once one character of its host is another", () => {
    const sign = fc.oneof(
      fc.string({ unit: anyCharacter, minLength: 1, maxLength: 1 }),
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
        // What is not a sign of hosts parts two of them: "blog.google[com" leads to Google.
        const parted = changed.slice(url.indexOf(hostname)).split(/[^\w.-]/u);
        const isTheirs = [host, ...parted].some((each) => isListed(each.toLowerCase().replace(/\.+$/, "")));
        fc.pre(host.toLowerCase() !== hostname && !isTheirs);
        // A blank can leave a scheme without a host, which is no address.
        expect([changed, foreign.includes(judgeLink(changed)?.verdict ?? "unknown")]).toEqual([
          changed,
          true,
        ]);
      }),
      { numRuns: 20 * someRuns },
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
        fc.pre(host !== hostname && !isListed(host));
        const verdict = judgeLink(url.replace(hostname, host))?.verdict ?? "";
        expect([host, foreign.includes(verdict)]).toEqual([host, true]);
      }),
      { numRuns: 20 * someRuns },
    );
  });

  it("agrees with the browser about where a link leads", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        fc.pre(!isListed(new URL(url).hostname));
        expect(foreign).toContain(judgeLink(url)?.verdict);
      }),
      { numRuns: 10 * someRuns },
    );
  });

  it("reads anything at all without failing, and quickly", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 300 }), (text) => {
        expect(judgeLink(text)?.verdict).not.toBe("official");
      }),
      { numRuns: 20 * someRuns },
    );
    const unkind = ["a", "a.", "https:", "https://facebook.com/?u=", "%25", "facebook.et,", "a@", "<", ".@a"];
    // Of the processor's time, as others may keep it busy.
    const before = process.cpuUsage();
    for (const piece of unkind) judgeLink(piece.repeat(4_096 / piece.length));
    expect(process.cpuUsage(before).user).toBeLessThan(3_000_000);
  });
});
