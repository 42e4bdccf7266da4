import { describe, expect, it } from "vitest";
import type { CampaignId } from "../../../src/campaigns/schema.ts";
import { stranger } from "../../../src/conversation/context.ts";
import { step } from "../../../src/conversation/step.ts";
import type { ConversationEvent, Saying } from "../../../src/conversation/vocabulary.ts";
import { allCampaigns, content } from "../../support/bot-under-test.ts";
import { worldOf } from "../../support/walk-conversation.ts";

const facts = worldOf([...allCampaigns.values()], Date.parse("2026-11-25T12:00Z"));
const day = 24 * 3_600_000;

/** What a newcomer is told who complains about a service in a country, after these events. */
function complaintAbout(
  campaign: CampaignId,
  country: string,
  before: readonly ConversationEvent[] = [],
): Saying | undefined {
  const all = [
    { type: "start", campaign },
    ...before,
    { type: "complain" },
    { type: "country", country },
  ] as const;
  const newcomer = { person: { ...stranger, language: "en" } };
  const sayings: Saying[] = [];
  all.reduce((stand: Parameters<typeof step>[0], event: ConversationEvent) => {
    const { effects, ...after } = step(stand, [event], facts);
    sayings.push(...effects.flatMap((effect) => (effect.type === "say" ? [effect.saying] : [])));
    return after;
  }, newcomer);
  return sayings.findLast(({ copy }) => copy !== undefined);
}

function copyOf(saying: Saying | undefined): string {
  return saying?.copy === undefined ? "" : content.wording.plain(saying.copy, "en");
}

describe("a complaint", () => {
  it.each([...allCampaigns.keys()])(
    "about %s is there at any time, in every country with an authority",
    (id) => {
      for (const country of facts.authorities.keys()) {
        const said = complaintAbout(id, country);
        expect(said?.links).toHaveLength(country === "CA" ? 2 : 1);
        expect(copyOf(said)).toMatch(
          /^(?:Complaint|Report) .* \w+.*(?:Article (?:21|30)|clause 4\.3\.8|object to this use\.).* I ask .* 2026\.$/,
        );
      }
    },
  );

  it("names the law of the country", () => {
    expect(copyOf(complaintAbout("linkedin", "FR"))).toContain(
      "Complaint under Article 77 GDPR against LinkedIn",
    );
    expect(copyOf(complaintAbout("linkedin", "GB"))).toContain("section");
    expect(copyOf(complaintAbout("linkedin", "CH"))).toContain("Article 49 FADP");
    expect(copyOf(complaintAbout("linkedin", "CA"))).toMatch(/PIPEDA, section 11; in Québec, .* section 81/);
  });

  it("names the end of a month only where the law gives one", () => {
    const sent = new Date(facts.now - 10 * day).toISOString().slice(0, 10);
    const due = (country: string) =>
      complaintAbout("meta", country, [
        { type: "accounts", accounts: ["facebook"] },
        { type: "done", accounts: ["facebook"], when: { day: sent } },
      ])?.text.some((phrase) => phrase.key === "complaint.due");
    expect(["FR", "GB", "CH", "CA"].map(due)).toEqual([true, true, false, false]);
  });

  it("says in Germany who leads for the company, else where each Land's authority is found", () => {
    const pageFor = (id: CampaignId) =>
      complaintAbout(id, "DE")?.links?.map(({ url }) => new URL(url).hostname);
    expect(pageFor("whatsapp")).toEqual(["datenschutz-hamburg.de"]);
    expect(pageFor("x")).toEqual(["www.datenschutzkonferenz-online.de"]);
  });

  it.each(["linkedin", "x", "chatgpt", "gemini", "snapchat", "mistral", "doctolib", "vinted", "reddit"])(
    "says that %s refused, and of no other service",
    (id) => {
      expect(copyOf(complaintAbout(id, "IE", [{ type: "refused", accounts: [], campaign: id }]))).toContain(
        " refused.",
      );
      const other = { type: "refused", accounts: [], campaign: id === "x" ? "vinted" : "x" } as const;
      const turned = copyOf(complaintAbout(id, "IE", [other, { type: "service", campaign: id }]));
      expect(turned).not.toContain("refused");
    },
  );

  it("tells the outcome of each form, and only days that were told", () => {
    const sent = new Date(facts.now - 40 * day).toISOString().slice(0, 10);
    const both = copyOf(
      complaintAbout("meta", "IE", [
        { type: "accounts", accounts: ["facebook", "instagram"] },
        { type: "linked", linked: "no" },
        { type: "done", accounts: ["facebook"], when: { day: sent } },
        { type: "done", accounts: ["instagram"], when: "some-time-ago" },
        { type: "not-confirmed" },
        { type: "refused", accounts: ["instagram"] },
      ]),
    );
    expect(both).toContain("Facebook (on Friday 16 October 2026) and Instagram (on …………, to be filled in)");
    expect(both).toContain("One of these requests was refused; another has had no answer for a month.");
  });
});
