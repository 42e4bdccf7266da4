import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { templateKinds } from "../../../src/channels/whatsapp-cloud/templates.ts";
import { operatorTexts, telegramProfiles, templateText } from "../../../src/content/channel-texts.ts";
import { campaignTexts } from "../../../src/content/required-texts.ts";
import { namespaceOf, shared, withoutForm } from "../../../src/content/texts.ts";
import { countdownSaying } from "../../../src/conversation/alerts/say-countdown.ts";
import { stranger } from "../../../src/conversation/context.ts";
import { step } from "../../../src/conversation/step.ts";
import type { TextKey } from "../../../src/conversation/text-key.ts";
import type { Effect, Facts, Phrase, Saying } from "../../../src/conversation/vocabulary.ts";
import { writeExperience } from "../../../src/operator/write-experience.ts";
import type { Wording } from "../../../src/ports.ts";
import { allCampaigns, content, createBrain, general } from "../../support/bot-under-test.ts";
import { phrasesOfEffect, phrasesOfSaying, withInner } from "../../support/phrases-said.ts";
import { allLocales, allTexts, breaches } from "../../support/read-all-texts.ts";
import { someExperiences } from "../../support/some-experiences.ts";
import { isWholeWalk, walkConversation } from "../../support/walk-conversation.ts";

/** Phrases that the conversation really says, each once. */
const said = new Map<string, Phrase>();

beforeAll(() => {
  for (const { effects } of walkConversation())
    for (const phrase of effects.flatMap(phrasesOfEffect)) said.set(nameOf(phrase), phrase);
  const apart = [
    severalAtOnce,
    stepByStep,
    beforeAnyService,
    ofOthers,
    outsideOfEurope,
    datedLater,
    answeredApart,
  ];
  for (const effect of apart.flatMap((each) => each()))
    for (const phrase of phrasesOfEffect(effect)) said.set(nameOf(phrase), phrase);
  for (const phrase of countdowns().flatMap(phrasesOfSaying)) said.set(nameOf(phrase), phrase);
});

const accounts = ["facebook", "instagram"];

/** Two services, one of which has its last day ahead. */
function twoServices(): Facts {
  const { world } = createBrain(["meta", "linkedin"]);
  return { ...world, now: Date.parse("2025-05-20T08:00Z"), reminders: [], randomFraction: 0 };
}

/** What is said to whoever asks for the last day before any service is named. */
function beforeAnyService(): readonly Effect[] {
  const person = { ...stranger, language: "en" };
  return step({ person }, [{ type: "topic", topic: "deadline" }], twoServices()).effects;
}

/** What is said of a country outside of Europe that has an authority, and no answer of its own. */
function outsideOfEurope(): readonly Effect[] {
  const { world } = createBrain(["linkedin"]);
  const topic = { type: "topic", topic: "elsewhere", campaign: "linkedin", country: "BJ" } as const;
  return step({ person: { ...stranger, language: "en" } }, [topic], { ...twoServices(), ...world }).effects;
}

/** What is said to whoever tells the day of several forms only after they are noted. */
function datedLater(): readonly Effect[] {
  const { facts, begun } = givenSteps();
  const done = step(begun, [{ type: "done", accounts, when: "some-time-ago" }], facts);
  return step(done, [{ type: "done", when: { day: "2025-05-12" } }], facts).effects;
}

/** What is said to whoever tells that one form was confirmed and the other refused. */
function answeredApart(): readonly Effect[] {
  const { facts, begun } = givenSteps();
  const [confirmed, refused] = accounts.map((account) => ({ accounts: [account], isApart: true }) as const);
  return step(
    begun,
    [
      { type: "confirmed", ...confirmed },
      { type: "refused", ...refused },
    ],
    facts,
  ).effects;
}

/** What is said of others' objections to whoever asks how long it takes. */
function ofOthers(): readonly Effect[] {
  const { world } = createBrain(["meta", "whatsapp"]);
  return someExperiences.flatMap((each) => {
    const facts: Facts = { ...twoServices(), ...world, experiences: [each] };
    const topic = { type: "topic", topic: "how-long", campaign: each.campaign } as const;
    return step({ person: { ...stranger, language: "en" } }, [topic], facts).effects;
  });
}

/** Somebody who has just been given the steps. */
function givenSteps() {
  const facts = twoServices();
  const service = { type: "service", campaign: "meta", accounts, linked: "no" } as const;
  return { facts, begun: step({ person: { ...stranger, language: "en" } }, [service], facts) };
}

/** What is said at the last of the steps that are told one by one. */
function stepByStep(): readonly Effect[] {
  const { facts, begun } = givenSteps();
  const first = step(begun, [{ type: "step-by-step" }], facts);
  const last = [1, 2, 3].reduce((before) => step(before, [{ type: "go-on" }], facts), first);
  return last.effects;
}

/** What is said only to a message of several parts: one leads to a question, one has no answer, one was not read, and two services are named. */
function severalAtOnce(): readonly Effect[] {
  const { facts, begun } = givenSteps();
  const parts = [
    { type: "done", accounts },
    { type: "topic", topic: "gone" },
  ] as const;
  const mentioned = [["linkedin"], []].map((campaigns) => ({ campaigns, typed: "it" }));
  return step(begun, parts, facts, { unread: ["the moon"], mentioned }).effects;
}

describe("Every text that can be said", () => {
  it("is there in every language", () => {
    const missing = allLocales.flatMap(({ language }) => {
      const own = new Set(allTexts.filter((text) => text.language === language).map(placeOf));
      return [...said.values(), ...namedInSource()]
        .filter((phrase) => !placesOf(phrase).some((place) => own.has(place)))
        .map((phrase) => `${language}: ${nameOf(phrase)}`);
    });
    expect(missing).toEqual([]);
    expect(said.size).toBeGreaterThan(150);
  });

  it("gets a value for each of its placeholders", () => {
    const filled = new Map<string, Set<string>>();
    for (const phrase of said.values()) {
      for (const place of placesOf(phrase).map(withoutForm))
        filled.set(place, new Set([...(filled.get(place) ?? []), ...Object.keys(phrase.params ?? {})]));
    }
    expect(
      breaches((text) => {
        const params = filled.get(withoutForm(placeOf(text)));
        const names = [...text.text.matchAll(/\{\{(\w+)[^}]*\}\}/g)].map(([, name = ""]) => name);
        const empty = names.filter((name) => params !== undefined && !params.has(name));
        return empty.length > 0 ? `nobody fills {{${empty.join("}}, {{")}}}` : undefined;
      }),
    ).toEqual([]);
  });
});

// Only the whole walk says all that can be said.
describe.runIf(isWholeWalk)("Every text that is there (skipped, but with npm run test:long)", () => {
  it("can be said", () => {
    const nameable = new Set(
      [...said.values(), ...namedInSource()].flatMap(placesOf).map((place) => withoutForm(place)),
    );
    const onPages = namesOnPages();
    const isNamed = (text: (typeof allTexts)[number]) =>
      nameable.has(withoutForm(placeOf(text))) || onPages.some((name) => name.test(text.key));
    const shipped = allTexts.filter(({ file }) => file.startsWith("locales"));
    expect(breaches((text) => (isNamed(text) ? undefined : "is said nowhere"), shipped)).toEqual([]);
    expect(shipped.length).toBeGreaterThan(300);
  });
});

describe("Every text that a page in the browser names", () => {
  it("is there", () => {
    const named = [
      ...pageSource.matchAll(/\btext\("([a-z.-]+)"|data-(?:text|label|placeholder)="([a-z.-]+)"/g),
    ].map(([, inScript, inPage]) => inScript ?? inPage);
    // The embed names its texts without their prefix; hours are written with the bot's own.
    const own = new Set(
      allTexts.flatMap(({ key }) =>
        [/^(web|operator|time)\./, /^web\.embed\./].map((start) => key.replace(start, "")),
      ),
    );
    expect(named.filter((name) => name === undefined || !own.has(name))).toEqual([]);
    expect(named.length).toBeGreaterThan(70);
  });
});

describe.runIf(isWholeWalk)("The check at the start (skipped, but with npm run test:long)", () => {
  it.each([...allCampaigns.values()])("wants exactly what the conversation says about $id", (campaign) => {
    const ofCampaign = [...said.values()].filter((phrase) => phrase.campaign === campaign.id);
    const keys = ofCampaign.map(({ key }) => key);
    expect(keys.filter(isUnique).sort()).toEqual([...campaignTexts(campaign)].sort());
  });
});

function isUnique(key: string, index: number, keys: readonly string[]): boolean {
  return keys.indexOf(key) === index;
}

/** What communities read, the day before each campaign's last day and on it. */
function countdowns(): readonly Saying[] {
  return [...allCampaigns.values()].flatMap((campaign) =>
    campaign.instants === undefined
      ? []
      : [campaign.instants.lastDayBegins - 1, campaign.instants.lastDayBegins].map((now) =>
          countdownSaying(campaign, now, "fr", "https://t.me/bot?start={campaign}-{language}"),
        ),
  );
}

/** What is named outside of the conversation: written as a text in the source, or asked for by the profiles and pages. */
function namedInSource(): readonly Phrase[] {
  const literals = new Set(
    ["src/app", "src/content", "src/serve"]
      .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
      .concat(
        readdirSync("src")
          .map((name) => join("src", name))
          .filter((name) => name.endsWith(".ts")),
      )
      .flatMap((file) => [
        ...readFileSync(file, "utf8").matchAll(/(?:key: |\.t\(|of\()"([a-z.-]+)"(?!, campaign)/g),
      ])
      .map(([, key = ""]) => key),
  );
  const profiled: Phrase[] = [];
  const listening: Wording = {
    languages: [],
    render: () => [],
    plain(phrase) {
      profiled.push(phrase);
      return "";
    },
    short: () => undefined,
    calendar: () => ({ name: "", mimeType: "", content: "" }),
  };
  telegramProfiles(listening, "fr");
  for (const kind of templateKinds) templateText(listening, kind, "fr");
  const known = { languages: ["fr"], campaigns: allCampaigns, generalTopics: general.topics };
  operatorTexts({ ...content, wording: listening }, known);
  const page = { world: known, wording: listening, style: "", hasChat: true };
  for (const shown of [someExperiences, []]) void writeExperience(shown, "fr", "2026-11-30", page);
  return [...[...literals].map((key) => ({ key: key as TextKey })), ...profiled.flatMap(withInner)];
}

/** What runs in the browser, and what builds its pages. */
const pageFolder = join("src", "page");
const pageSource = [
  ...readdirSync(pageFolder).map((name) => join(pageFolder, name)),
  join("src", "channels", "web", "load-page.ts"),
]
  .filter((file) => /\.(ts|html)$/.test(file))
  .map((file) => readFileSync(file, "utf8"))
  .join("\n");

/** The keys of the pages' texts, and of the embed's, out of the literals of their source: in `channels.${name}`, any name fits. */
function namesOnPages(): readonly RegExp[] {
  const whole = [...pageSource.matchAll(/"([a-z.-]+)"/g)].map(([, name = ""]) => name);
  const filledIn = [...pageSource.matchAll(/`([a-z.-]*\$\{[\w.]+\}[a-z.-]*)`/g)].map(([, name = ""]) => name);
  return [...new Set([...whole, ...filledIn.filter((name) => name.includes("."))])].map((name) => {
    const pattern = name
      .split(/\$\{[\w.]+\}/)
      .map((part) => part.replaceAll(".", "\\."))
      .join("[a-z-]+");
    return new RegExp(`^(web(\\.embed)?|operator)\\.${pattern}$`);
  });
}

function nameOf({ key, campaign, params }: Phrase): string {
  return `${campaign ?? ""} ${key} ${Object.keys(params ?? {})
    .sort()
    .join(" ")}`;
}

/** Where a phrase may be found: with a number, in the form that always exists. */
function placesOf({ key, campaign, params }: Phrase): readonly string[] {
  const namespaces = [...(campaign === undefined ? [] : [namespaceOf(campaign)]), ...shared];
  const forms = params !== undefined && "count" in params ? [key, `${key}_other`] : [key];
  return namespaces.flatMap((namespace) => forms.map((form) => `${namespace} ${form}`));
}

function placeOf({ namespace, key }: { readonly namespace: string; readonly key: string }): string {
  return `${namespace} ${key}`;
}
