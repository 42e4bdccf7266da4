import { describe, expect, it } from "vitest";
import { allCampaigns } from "../../support/bot-under-test.ts";
import { allTexts, breaches } from "../../support/read-all-texts.ts";

const form = /formulaire|\bforms?\b(?!\}\})/i;
const setting = /réglage|\bsettings?\b/i;
/** Only forms are confirmed, refused or left unanswered, one text counts them alone, and some take letters: these texts are said about nothing else. */
const aboutForms = /^(confirmation|which-answered|complaint)\.|^how-many\.form_|^letter\.(open-)?form$/;

describe("A text that is for every service", () => {
  it("names the setting where it names the form: what a service has is for its own texts to say", () => {
    const naming = allTexts.filter(
      ({ namespace, key, text }) =>
        !namespace.startsWith("campaigns/") && !aboutForms.test(key) && form.test(text),
    );
    expect(breaches(({ text }) => (setting.test(text) ? undefined : "names only the form"), naming)).toEqual(
      [],
    );
    expect(naming.length).toBeGreaterThan(10);
  });
});

describe("What is said once a setting is changed", () => {
  it("speaks of no form and no objection", () => {
    const objection = /opposition|objection/i;
    const onlySettings = [...allCampaigns.values()]
      .filter(({ accounts }) => accounts.length > 0)
      .filter(({ accounts }) =>
        accounts.every(({ step, further }) => [step, ...further].every(({ kind }) => kind === "setting")),
      )
      .map(({ id }) => `campaigns/${id}`);
    const said = allTexts.filter(
      ({ namespace, key }) =>
        (onlySettings.includes(namespace) && key === "done.text") ||
        (namespace === "conversation" && key.startsWith("done.")),
    );
    expect(
      breaches(
        ({ text }) => (form.test(text) || objection.test(text) ? "speaks of a form" : undefined),
        said,
      ),
    ).toEqual([]);
    expect(said.length).toBeGreaterThan(10);
  });
});
