import { expect, it } from "vitest";
import { allCampaigns } from "../../support/bot-under-test.ts";
import { createPersonUnderTest } from "../../support/person-under-test.ts";

it("each page of services fits a list of ten rows, so that no channel offers more services and more choices", async () => {
  const { gives, store } = await createPersonUnderTest([...allCampaigns.keys()], "2026-11-30T10:00");
  const seen = new Set<string>();
  let shown = (await gives({ text: "/start", languageHint: "en" })).sent.at(-1);
  for (let page = 0; page < 9; page += 1) {
    const buttons = [...(shown?.choices ?? []), ...(shown?.navigation ?? [])];
    expect(buttons.length).toBeLessThanOrEqual(10);
    for (const { label } of shown?.choices ?? []) seen.add(label);
    const further = buttons.find(({ label }) => /^(All services|More services…)$/.test(label));
    if (further === undefined) break;
    shown = (await gives({ tapped: further.id })).sent.at(-1);
  }
  expect(seen.size).toBeGreaterThanOrEqual(24);
  await store.close();
});
