import { describe, expect, it } from "vitest";
import { addressesOf } from "../../src/conversation/required-steps.ts";
import { phaseOf } from "../../src/conversation/schedule.ts";
import type { Phase } from "../../src/conversation/vocabulary.ts";
import { allCampaigns } from "../support/bot-under-test.ts";
import { allTexts } from "../support/read-all-texts.ts";

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
    { id: "chatgpt", step: "chatgpt", links: ["https://chatgpt.com/#settings/DataControls"] },
    { id: "chatgpt", step: "openai-form", links: ["https://privacy.openai.com/policies"] },
    { id: "x", step: "x", links: ["https://x.com/settings/grok_settings"] },
    {
      id: "pinterest",
      step: "pinterest",
      links: [
        "https://www.pinterest.com/settings/privacy-and-data",
        "https://help.pinterest.com/en/article/manage-genai-settings",
      ],
    },
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
    // One had to have chosen: for those who had accepted before, the use began at once.
    { id: "claude", starts: "2025-10-09T00:00+02:00", eve: "2025-10-08T00:00+02:00" },
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

describe("A limit that its sources give otherwise than people retell it", () => {
  const said = (id: string, key: string, language: string) =>
    allTexts.find(
      (text) => text.namespace === `campaigns/${id}` && text.key === key && text.language === language,
    )?.text ?? "";

  it.each<{ promise: string; id: string; key: string; fr: RegExp; en: RegExp }>([
    {
      promise: "Gemini: switched off, later chats train no more; whether a human reviews them is disputed",
      id: "gemini",
      key: "help.does-it-stop.text",
      fr: /suivantes n’y servent plus.*avis.*\n.*humain.*se contredisent/s,
      en: /later chats are not used for it.*feedback.*\n.*human.*contradict/s,
    },
    {
      promise: "Gemini: what is kept for three years was reviewed while the setting was on",
      id: "gemini",
      key: "steps.limits",
      fr: /quand le réglage était activé, sont gardées jusqu’à 3.ans/,
      en: /while it was on are kept for up to 3 years/,
    },
    {
      promise: "Gemini: what is new since 2 September 2025 is the use of files",
      id: "gemini",
      key: "intro.after",
      fr: /Depuis septembre 2025, une partie des fichiers/,
      en: /Since September 2025, it may use some of the files/,
    },
    {
      promise: "LinkedIn: training that was done stays done, the data is used no more",
      id: "linkedin",
      key: "steps.limits",
      fr: /déjà fait ne se défait pas.*n’entraînent plus/s,
      en: /already taken place is not undone.*no longer trains/s,
    },
    {
      promise: "LinkedIn: messages in groups are used",
      id: "linkedin",
      key: "uses.used",
      fr: /messages dans les groupes/,
      en: /messages in groups/,
    },
    {
      promise: "Claude: 8 October was the day to choose by, the use began on 28 August",
      id: "claude",
      key: "intro.after",
      fr: /^Depuis le 28 août 2025/,
      en: /^Since 28 August 2025/,
    },
    {
      promise: "Claude: switched off, stored chats are left out as well",
      id: "claude",
      key: "date.after",
      fr: /anciennes comprises/,
      en: /stored ones included/,
    },
    {
      promise: "Meta: an objection in time also keeps the old posts out",
      id: "meta",
      key: "date.last-day",
      fr: /écarte aussi vos anciennes publications/,
      en: /also keeps your old posts out/,
    },
    {
      promise: "Meta: what is learned stays, which is a reason to object in time, not a limit of doing so",
      id: "meta",
      key: "steps.limits",
      fr: /^• Ce qu’une IA apprend ne s’efface plus.: n’attendez pas\./,
      en: /^• What an AI has learned is not erased: don’t wait\./,
    },
    {
      promise: "Meta: beside the link too, what is learned is a reason to object in time",
      id: "meta",
      key: "steps.limit",
      fr: /^• N’attendez pas.: ce qu’une IA a appris reste\./,
      en: /^• Don’t wait: what an AI has learned stays\./,
    },
    {
      promise: "Meta: the United Kingdom began before the European Union",
      id: "meta",
      key: "intro.after",
      fr: /mai 2025 dans l’Union européenne.*septembre 2024 au Royaume-Uni/,
      en: /May 2025 in the European Union.*September 2024 in the United Kingdom/,
    },
    {
      promise: "Meta: whether it is legal is told by all who have said so, with their days",
      id: "meta",
      key: "help.legal.text",
      fr: /avis 28\/2024.*21 mai 2025.*Cologne, 23 mai 2025.*Schleswig, 12 août/s,
      en: /Opinion 28\/2024.*21 May 2025.*Cologne, 23 May 2025.*Schleswig, 12 August/s,
    },
    {
      promise: "Meta: photos of the phone are taken after a yes, which the form does not take back",
      id: "meta",
      key: "help.camera-roll.text",
      fr: /^Seulement si vous avez dit oui.*formulaire ne change pas ce réglage/s,
      en: /^Only if you said yes.*form does not change this setting/s,
    },
    {
      promise: "Mistral: Libraries and Connectors train nothing",
      id: "mistral",
      key: "uses.not-used",
      fr: /Libraries.*Connectors/,
      en: /Libraries.*Connectors/,
    },
    {
      promise: "Google Search: whoever had switched off their history finds it off",
      id: "google-search",
      key: "details.region",
      fr: /avait coupé.*désactivé/,
      en: /had switched off.*finds it off/,
    },
    {
      promise: "Perplexity: its own pages give its switch two names",
      id: "perplexity",
      key: "steps.perplexity.path",
      fr: /AI data retention.*AI Data Usage/,
      en: /AI data retention.*AI Data Usage/,
    },
    {
      promise: "Meta: its policy lists three kinds of messages",
      id: "meta",
      key: "steps.limits",
      fr: /entreprises et à Meta.*espaces publics.*contenus et métadonnées/,
      en: /businesses and to Meta.*public features.*content and metadata/,
    },
    {
      promise: "Doctolib: health data takes consent, other data is used without it",
      id: "doctolib",
      key: "intro.evergreen",
      fr: /santé, mais seulement avec votre accord.*autres données.*sans votre accord.*intérêt légitime.*opposer/,
      en: /health data, but only with your consent.*Other data.*without your consent.*legitimate interest.*object/,
    },
    {
      promise: "Doctolib: the setting is about health data alone, the letter is for the rest",
      id: "doctolib",
      key: "steps.limits",
      fr: /ne vise que les données de santé.*écrivez «.lettre.»/s,
      en: /only about health data.*“letter”/s,
    },
    {
      promise: "Doctolib: other data is used without consent in France too, by its policy of July 2026",
      id: "doctolib",
      key: "details.region",
      fr: /intérêt légitime.*en France.*juillet 2026.*samedi 22 février 2025/is,
      en: /legitimate interest.*in France.*July 2026.*Saturday 22 February 2025/s,
    },
    {
      promise: "Doctolib: health data is pseudonymised, not anonymous, by its policy of July 2026",
      id: "doctolib",
      key: "help.which-data.text",
      fr: /anonymes.*Pas au départ.*juillet 2026.*pseudonymisées/s,
      en: /anonymous.*Not at first.*July 2026.*pseudonymised/s,
    },
    {
      promise: "Doctolib: the letter withdraws consent for health data and objects for the rest",
      id: "doctolib",
      key: "ready-text.copy",
      fr: /retire mon accord.*données de santé.*article 7.*m’oppose.*autres données.*article 21/,
      en: /withdraw my consent.*health data.*Article 7.*object.*other data.*Article 21/,
    },
    {
      promise: "X: it may train its AI, and the Irish authority has been investigating",
      id: "x",
      key: "intro.evergreen",
      fr: /peut entraîner.* l’autorité irlandaise enquête depuis avril 2025/,
      en: /may train.* the Irish authority has been investigating this since April 2025/,
    },
  ])("is told as they give it: $promise", ({ id, key, fr, en }) => {
    expect(said(id, key, "fr")).toMatch(fr);
    expect(said(id, key, "en")).toMatch(en);
  });

  it("is stated of LinkedIn’s form with its address, in the help", () => {
    expect(allCampaigns.get("linkedin")?.helpLinks).toEqual({
      "other-form": "https://www.linkedin.com/help/linkedin/ask/TS-DPRO",
    });
  });
});

describe("The CNIL’s how-to of October 2025", () => {
  it("is named with its address in each of its nine services", () => {
    const nine = ["chatgpt", "claude", "deepseek", "gemini", "linkedin"];
    const naming = [...allCampaigns.values()].filter(({ facts }) => facts["cnil-how-to"]?.grade === "A");
    expect(naming.map(({ id }) => id).sort()).toEqual([...nine, "meta", "microsoft-copilot", "mistral", "x"]);
  });
});

describe("Where there is nothing to do", () => {
  it("no account is asked about, and no address is given", () => {
    const empty = [...allCampaigns.values()].filter(({ accounts }) => accounts.length === 0);
    expect(empty.map(({ id }) => id)).toEqual(["vinted", "reddit", "gmail", "meta-ads", "wetransfer"]);
  });
});

describe("A service whose use of data begins on a date", () => {
  it("is not offered before that was announced", () => {
    const dated = [...allCampaigns.values()].filter(({ dates }) => dates !== undefined);
    expect(dated.filter(({ announced }) => announced === undefined).map(({ id }) => id)).toEqual([]);
    expect(dated.length).toBeGreaterThan(4);
  });
});

describe("A letter", () => {
  it("can be sent to every service, by a way that a source with an address tells", () => {
    const real = [...allCampaigns.values()].filter(({ domains }) =>
      domains.every((domain) => !domain.endsWith(".example")),
    );
    const without = real.filter(({ contact, facts }) => {
      const known = contact && facts[contact.fact]?.sources.some(({ url }) => url !== undefined);
      return known !== true;
    });
    expect(without.map(({ id }) => id)).toEqual([]);
  });

  it.each([
    {
      id: "x",
      postal:
        /^X Internet Unlimited Company, .*One Cumberland Place, Fenian Street, Dublin 2, D02 AX07, Ireland$/,
      postalUk: undefined,
    },
    {
      id: "google-search",
      postal: /^Google Ireland Limited, Gordon House, Barrow Street, Dublin 4, Ireland$/,
      postalUk: "Google LLC, 1600 Amphitheatre Parkway, Mountain View, California 94043, USA",
    },
  ])("goes to the company that answers for $id where the person lives", ({ id, postal, postalUk }) => {
    expect(allCampaigns.get(id)?.contact?.postal).toMatch(postal);
    expect(allCampaigns.get(id)?.contact?.postalUk).toBe(postalUk);
    expect(allCampaigns.get(id)?.facts["contact"]?.grade).toBe("A");
  });
});
