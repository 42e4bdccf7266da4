import { describe, expect, it } from "vitest";
import type { Source } from "../../../src/campaigns/facts.ts";
import { isOn } from "../../../src/campaigns/links-of.ts";
import { generalAnswers, namespaceOf, shared, withoutForm } from "../../../src/content/texts.ts";
import { allCampaigns, general } from "../../support/bot-under-test.ts";
import { allTexts } from "../../support/read-all-texts.ts";

/** What a text says where sources differ, or where there is only one. A language without an entry is not looked at. */
const wordsOfDispute: Readonly<Record<string, RegExp>> = {
  fr: /contredi|contest|discut|dout|pourtant|une seule source|un seul récit|je ne sais pas si|aucune source ne|pas trouvé de source|avec certitude|d’après un cabinet|devrait|vend un VPN|si vous le trouvez/iu,
  en: /contradict|disput|doubt|But the German consumer|only one source|one report|single report|don’t know whether|not clear|no source says|found no source|for sure|according to a law firm|should (?:open|no longer)|sells a VPN|if you find it/iu,
};

/** Sites that copy what others have published, by machines or without naming anyone: nobody is sent there. */
const mirrors = [
  ...["ailurinae.blog", "ainews247.org", "ainewz.online", "ainformed.dev", "aol.com"],
  ...["babl.ai", "blogspot.com", "cgast.org", "conductatlas.com", "cyber-feed.org", "dnyuz.com"],
  ...["glassalmanac.com", "globalnewsnow24.com", "gmx.co.uk", "hino9.com", "infosunrise.com"],
  ...["livethreat.ai", "lutzker.com", "mastodawn.com", "mexc.co", "mobicrazy.com", "newsmax.com"],
  ...["nouvelles-dujour.com", "particle.news", "particlenews.pages.dev", "privacyfetch.com"],
  ...["promo-sale.live", "publicnow.com", "rampagefang.com", "sipoch.com", "stockwatchindex.com"],
  ...["techgeekwire.com", "thesquid.news", "usatimes247.com", "wbgsv0a.gigazine.net"],
  ...["archive.org", "archive.ph", "archive.today", "translate.goog"],
];

/** What the bot says of itself stands in its own files, which have no address of their own. */
const ofItself = "general bot-itself";

const facts = [
  ...[...allCampaigns.values()].map(({ id, facts }) => ({ id, namespace: namespaceOf(id), facts })),
  { id: "general", namespace: generalAnswers, facts: general.facts },
].flatMap(({ id, namespace, facts }) =>
  Object.entries(facts).map(([name, fact]) => ({ namespace, name: `${id} ${name}`, fact })),
);

function namesOf(sources: readonly Source[]): readonly string[] {
  return sources.flatMap((source) => ("name" in source ? [source.name] : []));
}

/** What names nobody, or holds a date or a remark in one language only. */
function isNoName(name: string): boolean {
  return /^\s*$|^(an?|two|public|other|some) |not named|this date|, (quoting|via|on|page) |, \w+ 20\d\d$/i.test(
    name,
  );
}

describe("A fact", () => {
  it("was checked on a day after each of its sources", () => {
    const wrong = facts.filter(({ fact: { sources, checked } }) =>
      sources.some(({ date = "" }) => date > checked),
    );
    expect(wrong.map(({ name }) => name)).toEqual([]);
    expect(facts.length).toBeGreaterThan(190);
  });

  it("has sources whose names name somebody, in words of no language", () => {
    const names = facts.flatMap(({ name, fact }) =>
      namesOf(fact.sources).map((source) => `${name}: ${source}`),
    );
    expect(names.filter((each) => isNoName(each.slice(each.indexOf(": ") + 2)))).toEqual([]);
    expect(names.length).toBeGreaterThan(250);
  });

  it.each([
    ...["A public code file", "Two public code files", "A public thread that disputes it"],
    ...[
      "Public pages gathered on this date, not named one by one",
      "Other public pages gathered on this date",
    ],
    ...["Public audit of Meta AI settings, last verified on this date", "itmagazine.ch, May 2025", " "],
  ])("is not told by “%s”", (name) => {
    expect(isNoName(name)).toBe(true);
  });

  it("has sources that are read where they were published, not on a copy", () => {
    const hostsOf = ({ sources }: { readonly sources: readonly Source[] }) =>
      sources.flatMap(({ url }) => (url === undefined ? [] : [new URL(url).hostname]));
    const copied = facts.flatMap(({ name, fact }) =>
      hostsOf(fact)
        .filter((host) => mirrors.some((mirror) => isOn(host, mirror)))
        .map((host) => `${name}: ${host}`),
    );
    expect(copied).toEqual([]);
  });

  it("that is told as certain is said by the service, an authority, the press or an association", () => {
    const said = facts.filter(({ fact: { grade, sources } }) =>
      sources.every((source) => grade !== "C" && ("unnamed" in source || source.kind === "other")),
    );
    expect(said.map(({ name }) => name)).toEqual([]);
  });

  it("has sources of one name that are of one kind, in all campaigns", () => {
    const kinds = new Map<string, Set<string>>();
    for (const source of facts.flatMap(({ fact }) => fact.sources)) {
      if ("name" in source) kinds.set(source.name, (kinds.get(source.name) ?? new Set()).add(source.kind));
    }
    expect([...kinds].filter(([, own]) => own.size > 1).map(([name]) => name)).toEqual([]);
  });

  it("that is uncertain is told as uncertain, in every text that tells it", () => {
    const told = facts.flatMap(({ namespace, name, fact }) =>
      fact.grade === "C" && name !== ofItself ? fact.statedIn.map((key) => ({ namespace, name, key })) : [],
    );
    const smooth = told.flatMap(({ namespace, name, key }) =>
      Object.entries(wordsOfDispute).flatMap(([language, words]) => {
        const texts = allTexts.filter(
          (text) =>
            text.language === language && text.namespace === namespace && withoutForm(text.key) === key,
        );
        return texts.filter(({ text }) => !words.test(text)).map((text) => `${name}: ${text.file}: ${key}`);
      }),
    );
    expect(smooth).toEqual([]);
    expect(told.length).toBeGreaterThan(10);
  });

  it("names texts that exist", () => {
    const there = new Set(allTexts.map(({ namespace, key }) => `${namespace} ${withoutForm(key)}`));
    const missing = facts.flatMap(({ namespace, name, fact }) =>
      fact.statedIn
        .filter((key) => ![namespace, ...shared].some((each) => there.has(`${each} ${key}`)))
        .map((key) => `${name}: ${key}`),
    );
    expect(missing).toEqual([]);
  });
});

describe("A text about a service, and an answer to an everyday question,", () => {
  /** Names and labels, what is to be done, and what the bot does. */
  const statesNothing = [
    /^(name|short|company)$/,
    /^(accounts|calendar|friend|ask-look-up|link-broken|ready-text|words)\./,
    /^(done\.text|details\.steps|steps\.(intro\..+|[a-z-]+\.(name|open))|help\..+\.label)$/,
    // Advice.
    /^help\.(account-effect|again|device|not-logged-in|objected-before)\.text$/,
  ];
  const advice = ["campaigns/wetransfer nothing-to-do.helps"];

  it("rests on a fact if it states anything", () => {
    const told = new Set(
      facts.flatMap(({ namespace, fact }) => fact.statedIn.map((key) => `${namespace} ${key}`)),
    );
    const sourced = new Set(facts.map(({ namespace }) => namespace));
    const stating = allTexts
      .filter(({ namespace, file }) => file.startsWith("locales") && sourced.has(namespace))
      .filter(({ key }) => !statesNothing.some((pattern) => pattern.test(withoutForm(key))))
      .map(({ namespace, key }) => `${namespace} ${withoutForm(key)}`);
    expect([...new Set(stating)].filter((text) => !told.has(text))).toEqual(advice);
    expect(stating.length).toBeGreaterThan(500);
  });
});
