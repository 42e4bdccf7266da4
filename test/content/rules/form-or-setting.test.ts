import { describe, expect, it } from "vitest";
import { allTexts, breaches } from "../../support/read-all-texts.ts";

const shared = allTexts.filter(({ namespace }) => !namespace.startsWith("campaigns/"));
const names = { form: /formulaire|\bforms?\b(?!\}\})/i, setting: /réglage|\bsettings?\b/i };

describe("A text that is for every service", () => {
  it("names the form and the setting, or neither: what a service has is for its own texts to say", () => {
    const naming = shared.filter(({ text }) => names.form.test(text) || names.setting.test(text));
    expect(
      breaches(
        ({ text }) => (names.form.test(text) && names.setting.test(text) ? undefined : "names only one"),
        naming,
      ),
    ).toEqual([]);
    expect(naming.length).toBeGreaterThan(10);
  });
});
