import { describe, expect, it } from "vitest";
import type { Campaign } from "../../../src/campaigns/schema.ts";
import { campaignTexts } from "../../../src/content/required-texts.ts";
import { type Context, newDialogue } from "../../../src/conversation/context.ts";
import { stepsSaying } from "../../../src/conversation/steps/say-steps.ts";
import type { Saying } from "../../../src/conversation/vocabulary.ts";
import { allCampaigns } from "../../support/bot-under-test.ts";

const keysOf = ({ text }: Saying) => text.map(({ key }) => key);

function contextOf(campaign: Campaign): Context {
  return {
    dialogue: { ...newDialogue, campaign: campaign.id },
    turn: {},
    person: { stopped: false, following: {} },
    facts: {
      now: Date.parse("2026-11-25T12:00Z"),
      languages: ["en"],
      defaultLanguage: "en",
      defaultZone: "Europe/Paris",
      campaigns: new Map([[campaign.id, campaign]]),
      reminders: [],
      ...{
        generalTopics: [],
        generalFacts: {},
        authorities: new Map(),
        helpLines: new Map(),
        community: [],
        retentionDays: 90,
        randomFraction: 0,
      },
    },
  };
}

describe.each([...allCampaigns.values()].filter(({ accounts }) => accounts.length === 0))(
  "if there is nothing to do for $id",
  (campaign) => {
    it("says why, and what still helps, and gives no link", () => {
      const said = stepsSaying(contextOf(campaign));
      expect(keysOf(said)).toEqual(["nothing-to-do.why", "nothing-to-do.helps"]);
      expect(said.links).toBeUndefined();
    });

    it("says only what its files are checked for at the start", () => {
      const said = stepsSaying(contextOf(campaign));
      expect(campaignTexts(campaign)).toEqual(expect.arrayContaining(keysOf(said)));
    });
  },
);
