import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { campaignJsonSchema } from "../../src/campaigns/schema.ts";

it("is published as the campaigns are read: renew it with npm run campaigns -- schema", () => {
  const published = new URL("../../src/campaigns/campaign.schema.json", import.meta.url);
  expect(readFileSync(published, "utf8")).toBe(campaignJsonSchema());
});
