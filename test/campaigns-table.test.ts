import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { drawCampaigns, tableFile } from "./support/draw-campaigns.ts";

it("is in docs/campaigns.md as the campaigns are: write it anew with npm run table", () => {
  expect(readFileSync(tableFile, "utf8")).toBe(drawCampaigns());
});

it("names every campaign, with its way, the grades of its facts and the day of checking", () => {
  const rows = drawCampaigns()
    .split("\n")
    .filter((line) => line.startsWith("| ") && line.includes("`"));
  expect(rows.length).toBeGreaterThan(20);
  for (const row of rows)
    expect(row).toMatch(/^\| .+ \(`[a-z-]+`\) +\| [^|]+ \| .*\| [ABC] \d.* \| 20\d\d-\d\d-\d\d +\|$/);
});
