import { expect, it } from "vitest";
import { readCampaigns } from "../../../src/campaigns/read-files.ts";
import { content } from "../../support/bot-under-test.ts";

it.each(["fr", "en"])(
  "Services in the order of their ids are in the order of their names in the language %s",
  (language) => {
    const ids = [...readCampaigns("src/campaigns").keys()].sort();
    const names = ids.map((id) =>
      content.wording.plain({ key: "name", campaign: id }, language).toLowerCase(),
    );
    expect(names).toEqual([...names].sort());
    expect(names.length).toBeGreaterThan(20);
  },
);
