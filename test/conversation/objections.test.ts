import { describe, expect, it } from "vitest";
import type { Campaign } from "../../src/campaigns/schema.ts";
import { nothingFollowed } from "../../src/conversation/context.ts";
import { objectionsOf, openObjections, reportable, withOutcome } from "../../src/conversation/objections.ts";
import type { Following } from "../../src/conversation/vocabulary.ts";
import { createBrain } from "../support/bot-under-test.ts";

const { campaigns } = createBrain(["meta", "duo", "trio"]).world;

function campaignNamed(id: string): Campaign {
  const campaign = campaigns.get(id);
  if (campaign === undefined) throw new Error(`there is no campaign ${id}`);
  return campaign;
}

const meta = campaignNamed("meta");
const both: Following = { ...nothingFollowed, accounts: ["facebook", "instagram"] };
const sent: Following = { ...both, sent: { facebook: 1, instagram: 2 } };
const idsOf = (objections: readonly { readonly step: { readonly id: string } }[]) =>
  objections.map(({ step }) => step.id);

describe("An objection", () => {
  it("of linked accounts is one, answered by one e-mail", () => {
    const linked: Following = { ...sent, linked: { "accounts-center": "yes" } };
    const [only, ...others] = openObjections(meta, linked);
    expect(others).toEqual([]);
    expect(only).toMatchObject({ step: { covers: ["facebook", "instagram"] }, sentAt: 2 });
  });

  it("is made by forms only: a setting that is changed waits for no answer", () => {
    const all: Following = { ...nothingFollowed, accounts: ["photos", "videos", "music"] };
    expect(idsOf(objectionsOf(campaignNamed("trio"), all))).toEqual(["photos", "videos"]);
  });

  it("by a form that may stand for a setting is not waited for, as it is unknown which was done", () => {
    const duo: Following = { ...nothingFollowed, accounts: ["app", "site"], sent: { site: 1 } };
    expect(idsOf(objectionsOf(campaignNamed("duo"), duo))).toEqual(["letter"]);
    expect(openObjections(campaignNamed("duo"), duo)).toEqual([]);
  });

  it("that is told to be confirmed was sent, even if no one had said so; what was said before stays", () => {
    const outcome = { kind: "confirmed", at: 9 } as const;
    expect(withOutcome(both, ["facebook"], outcome)).toEqual({
      sent: { facebook: 9 },
      outcomes: { facebook: outcome },
    });
    expect(withOutcome(sent, ["facebook"], outcome).sent).toEqual({ facebook: 1, instagram: 2 });
  });
});

describe("A report", () => {
  const refused = { facebook: { kind: "refused", at: 3 } } as const;

  it("is about what is not answered yet, before what was answered, before what is still to do", () => {
    expect(idsOf(reportable(meta, { ...sent, outcomes: refused }, "confirmed"))).toEqual(["instagram"]);
    expect(
      idsOf(reportable(meta, { ...both, sent: { facebook: 1 }, outcomes: refused }, "confirmed")),
    ).toEqual(["facebook"]);
    expect(idsOf(reportable(meta, both, "confirmed"))).toEqual(["facebook", "instagram"]);
  });

  it("is about the accounts that it names, and about any if it names another's", () => {
    expect(idsOf(reportable(meta, { ...sent, outcomes: refused }, "confirmed", ["facebook"]))).toEqual([
      "facebook",
    ]);
    expect(idsOf(reportable(meta, sent, "confirmed", ["whatsapp"]))).toEqual(["facebook", "instagram"]);
  });
});
