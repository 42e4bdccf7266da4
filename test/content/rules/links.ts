import { beforeAll, describe, expect, it } from "vitest";
import { pagesOf } from "../../../src/campaigns/authorities/authorities.ts";
import { isWithin, linksOf } from "../../../src/campaigns/links-of.ts";
import { allAuthorities, allCampaigns, allHelpLines, general } from "../../support/bot-under-test.ts";
import { breaches } from "../../support/read-all-texts.ts";
import { communityAddresses, operator, walkConversation } from "../../support/walk-conversation.ts";

/** The addresses that the conversation really gives, each once. */
const said = new Set<string>();

beforeAll(() => {
  for (const effect of walkConversation().flatMap(({ effects }) => effects))
    if ("saying" in effect) for (const { url } of effect.saying.links ?? []) said.add(url);
});

describe("A text", () => {
  it("holds no link: links stand in the campaigns' files", () => {
    const link = /https?:|www\.|\bt\.me\b|\]\(|<a\b/i;
    expect(breaches(({ text }) => link.exec(text)?.[0])).toEqual([]);
  });

  it("names only the services' own domains, and the sites of help that a general fact rests on, so that nobody is sent to a copy", () => {
    const domains = new Set([...allCampaigns.values()].flatMap((campaign) => campaign.domains));
    const named = /\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|fr|eu|me|io|ai|app|info)\b/gi;
    expect(
      breaches(({ key, text }) =>
        text
          .match(named)
          ?.map((domain) => domain.toLowerCase())
          .find((domain) => !domains.has(domain) && !sitesOfHelp(key).has(domain)),
      ),
    ).toEqual([]);
  });

  /** The sites of authorities and associations that the facts behind a general answer rest on. */
  function sitesOfHelp(key: string): ReadonlySet<string> {
    const sources = Object.values(general.facts)
      .filter(({ statedIn }) => statedIn.includes(key))
      .flatMap((fact) => fact.sources);
    return new Set(
      sources.flatMap((source) =>
        "kind" in source && source.url && ["authority", "association"].includes(source.kind)
          ? [new URL(source.url).hostname]
          : [],
      ),
    );
  }
});

describe("A link that is said", () => {
  it("comes from a campaign's file, an authority's entry, a source, the operator or the community", () => {
    const known = new Set([
      ...[...allCampaigns.values()].flatMap((campaign) => linksOf(campaign).map(({ url }) => url)),
      ...[...allCampaigns.values()].flatMap(({ facts }) =>
        Object.values(facts).flatMap(({ sources }) => sources.map(({ url }) => url)),
      ),
      ...[...allAuthorities.values()].flatMap(pagesOf),
      ...[...Object.values(general.facts), ...[...allHelpLines.values()].flat()].flatMap(({ sources }) =>
        sources.map(({ url }) => url),
      ),
      ...communityAddresses.map(({ url }) => url),
      operator.privacyUrl,
    ]);
    expect([...said].filter((url) => !known.has(url))).toEqual([]);
    expect(said.size).toBeGreaterThan(10);
  });

  it("is https", () => {
    expect([...said].filter((url) => new URL(url).protocol !== "https:")).toEqual([]);
  });
});

describe.each([...allCampaigns.values()])("The file of the campaign $id", (campaign) => {
  it("links to its allowed domains only, over https", () => {
    const wrong = linksOf(campaign).filter(
      ({ url }) => !isWithin(url, campaign.domains) || new URL(url).protocol !== "https:",
    );
    expect(wrong).toEqual([]);
  });

  it("has every one of its links said", () => {
    expect(linksOf(campaign).filter(({ url }) => !said.has(url) && !isOutOfReach(url))).toEqual([]);
  });

  /** Nobody is asked about the only account, so nobody says that they have none. */
  function isOutOfReach(url: string): boolean {
    const { withoutAccount, accounts } = campaign;
    return (
      accounts.length === 1 &&
      withoutAccount !== undefined &&
      "links" in withoutAccount &&
      [withoutAccount.links].flat().includes(url)
    );
  }
});
