import { describe, expect, it } from "vitest";
import { phaseOf } from "../../src/conversation/due.ts";
import { addressesOf } from "../../src/conversation/required-steps.ts";
import type { Phase } from "../../src/conversation/vocabulary.ts";
import { allCampaigns } from "../support/walk-conversation.ts";

describe("The addresses", () => {
  it.each<{ id: string; step: string; links: readonly string[] }>([
    {
      id: "linkedin",
      step: "linkedin",
      links: ["https://www.linkedin.com/mypreferences/d/settings/data-for-ai-improvement"],
    },
    { id: "claude", step: "claude", links: ["https://claude.ai/settings/data-privacy-controls"] },
    { id: "github-copilot", step: "copilot", links: ["https://github.com/settings/copilot/features"] },
    { id: "gemini", step: "gemini", links: ["https://myactivity.google.com/product/gemini"] },
    { id: "chatgpt", step: "chatgpt", links: ["https://chatgpt.com/settings/data-controls"] },
    { id: "chatgpt", step: "openai-form", links: ["https://privacy.openai.com/policies"] },
    { id: "x", step: "x", links: ["https://x.com/settings/grok_settings"] },
    { id: "pinterest", step: "pinterest", links: ["https://www.pinterest.com/settings/privacy-and-data"] },
    {
      id: "whatsapp",
      step: "whatsapp",
      links: [
        "https://www.whatsapp.com/contact/forms/382532939919295/",
        "https://faq.whatsapp.com/1285115568956956",
      ],
    },
  ])("of $step are those that the sources give, in every phase", ({ id, step, links }) => {
    const campaign = allCampaigns.get(id);
    if (campaign === undefined) throw new Error(`there is no campaign ${id}`);
    for (const phase of ["before", "last-day", "after", "evergreen"] as const)
      expect(addressesOf(campaign, step, phase)).toEqual(links);
  });
});

describe("The date", () => {
  it.each<{ id: string; starts: string; eve: string }>([
    { id: "linkedin", starts: "2025-11-03T00:00+01:00", eve: "2025-11-02T00:00+01:00" },
    { id: "claude", starts: "2025-10-08T00:00+02:00", eve: "2025-10-07T00:00+02:00" },
    { id: "github-copilot", starts: "2026-04-24T00:00+02:00", eve: "2026-04-23T00:00+02:00" },
    { id: "gemini", starts: "2025-09-02T00:00+02:00", eve: "2025-09-01T00:00+02:00" },
  ])("of $id is the day on which the use begins; the day before is the last to say no", (given) => {
    const at = (instant: number): Phase | undefined => {
      const campaign = allCampaigns.get(given.id);
      return campaign && phaseOf(campaign, instant);
    };
    const [eve, starts] = [Date.parse(given.eve), Date.parse(given.starts)];
    expect([at(eve - 1), at(eve), at(starts - 1), at(starts)]).toEqual([
      ...["before", "last-day", "last-day", "after"],
    ]);
  });

  it.each(["chatgpt", "x", "pinterest", "whatsapp", "reddit", "wetransfer"])(
    "of %s is none: it is true at any time",
    (id) => {
      expect(allCampaigns.get(id)?.instants).toBeUndefined();
    },
  );
});

describe("Where there is nothing to do", () => {
  it("no account is asked about, and no address is given", () => {
    const empty = [...allCampaigns.values()].filter(({ accounts }) => accounts.length === 0);
    expect(empty.map(({ id }) => id)).toEqual(["reddit", "wetransfer"]);
  });
});
