import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { isWithin, linksOf } from "../../src/campaigns/links-of.ts";
import { type Campaign, campaignSchema } from "../../src/campaigns/schema.ts";
import { addressesOf } from "../../src/conversation/required-steps.ts";
import { phaseOf } from "../../src/conversation/schedule.ts";
import type { Phase, StepId } from "../../src/conversation/vocabulary.ts";

const facebook = "https://www.facebook.com/help/contact";
const instagram = "https://help.instagram.com/contact";
const noticeFacebook = `${facebook}/712876720715583`;
const laterFacebook = `${facebook}/6359191084165019`;
const noticeInstagram = `${instagram}/767264225370182`;
const laterInstagram = `${instagram}/233964459562201`;
const thirdParty = `${facebook}/510058597920541`;

const textSchema = z.object({
  "ready-text": z.object({ copy: z.string() }),
  steps: z.record(z.string(), z.unknown()),
  help: z.record(z.string(), z.object({ label: z.string().min(1), text: z.string().min(1) })),
  words: z.object({ accounts: z.record(z.string(), z.array(z.string()).min(1)) }),
});

const meta: Campaign = campaignSchema.parse(read("src/campaigns/meta.json"));

describe("Meta's campaign", () => {
  it.each<{ step: StepId; phase: Phase; links: readonly string[] }>([
    { step: "facebook", phase: "before", links: [noticeFacebook, laterFacebook] },
    { step: "facebook", phase: "last-day", links: [noticeFacebook, laterFacebook] },
    { step: "facebook", phase: "after", links: [noticeFacebook, laterFacebook] },
    { step: "instagram", phase: "before", links: [noticeInstagram, laterInstagram] },
    { step: "instagram", phase: "last-day", links: [noticeInstagram, laterInstagram] },
    { step: "instagram", phase: "after", links: [noticeInstagram, laterInstagram] },
    { step: "without-account", phase: "before", links: [thirdParty] },
    { step: "without-account", phase: "last-day", links: [thirdParty] },
    { step: "without-account", phase: "after", links: [thirdParty] },
  ])("gives the right form and its fallback for $step in the phase $phase", ({ step, phase, links }) => {
    expect(addressesOf(meta, step, phase)).toEqual(links);
  });

  it("offers Facebook and Instagram, linked in the Accounts Center", () => {
    expect(meta.accounts.map(({ id }) => id)).toEqual(["facebook", "instagram"]);
    expect(meta.linkGroups).toEqual([
      {
        id: "accounts-center",
        accounts: ["facebook", "instagram"],
        lookAt: "https://accountscenter.facebook.com",
      },
    ]);
  });

  it("takes no address that stands in an app's published code for Meta's own word, nor any as sure for it", () => {
    const { "form-facebook-after": facebookForm, "form-instagram-2": instagramForm } = meta.facts;
    const kinds = [facebookForm, instagramForm].map((fact) =>
      fact?.sources.filter((source) => "unnamed" in source && source.unnamed === "code"),
    );
    expect(kinds.map((sources) => sources?.length)).toEqual([1, 1]);
    expect([facebookForm?.grade, instagramForm?.grade]).toEqual(["C", "C"]);
    expect([facebookForm?.statedIn, instagramForm?.statedIn]).toEqual([
      ["link-broken.text"],
      ["link-broken.text"],
    ]);
  });

  it("leads only to Facebook and Instagram, though Meta has other domains", () => {
    expect(meta.domains).toEqual(expect.arrayContaining(["facebook.com", "instagram.com", "meta.com"]));
    expect(linksOf(meta).filter(({ url }) => !isWithin(url, ["facebook.com", "instagram.com"]))).toEqual([]);
  });

  it.each<{ at: string; phase: Phase }>([
    { at: "2025-05-25T23:59:59+02:00", phase: "before" },
    { at: "2025-05-26T00:00:00+02:00", phase: "last-day" },
    { at: "2025-05-26T23:59:59+02:00", phase: "last-day" },
    { at: "2025-05-27T00:00:00+02:00", phase: "after" },
    { at: "2026-11-25T12:00:00+01:00", phase: "after" },
  ])("is in the phase $phase at $at", ({ at, phase }) => {
    expect(phaseOf(meta, Date.parse(at))).toBe(phase);
  });

  it("names a source for every fact, with the day on which it was last checked", () => {
    const facts = Object.entries(meta.facts);
    expect(facts.length).toBeGreaterThan(40);
    expect(facts.filter(([, { checked }]) => checked < "2026-11-24")).toEqual([]);
    expect(facts.filter(([, { sources }]) => sources.length === 0)).toEqual([]);
  });
});

describe.each(["fr", "en"])("Meta's texts in the language %s", (language) => {
  const texts = textSchema.parse(read(`locales/${language}/campaigns/meta.json`));

  it("answers every help topic, and no other", () => {
    expect(Object.keys(texts.help)).toEqual(meta.help);
  });

  it("names every form", () => {
    expect(Object.keys(texts.steps)).toEqual(
      expect.arrayContaining(["facebook", "instagram", "without-account"]),
    );
  });

  it("knows words for every account", () => {
    expect(Object.keys(texts.words.accounts)).toEqual(meta.accounts.map(({ id }) => id));
  });

  it("has a ready text that fits a button for copying", () => {
    expect(texts["ready-text"].copy.length).toBeLessThanOrEqual(256);
  });
});

function read(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), "utf8"));
}
