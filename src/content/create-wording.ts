import { createInstance, type i18n } from "i18next";
import { LRUCache } from "lru-cache";
import type { TextKey } from "../conversation/text-key.ts";
import type { Instant, Language, Param, Phrase, Zone } from "../conversation/vocabulary.ts";
import type { RichText, Wording } from "../ports.ts";
import { memoized } from "../support/memoized.ts";
import { writeCalendar } from "./calendar.ts";
import type { Locale } from "./locale.ts";
import { plainText, readMarkup, writeInstant } from "./markup.ts";
import { namespaceOf, pluralForms, shared, withEveryForm } from "./texts.ts";
import { cityOf, createTimeFormats } from "./time-formats.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "conversation";
    resources: Readonly<Record<"conversation" | `campaigns/${string}`, Readonly<Record<TextKey, string>>>>;
  }
}

/** How many rendered texts are cached: far more than a day needs, some megabytes at most. */
const mostWritten = 5_000;

/** Builds the `Wording` port on i18next, with the texts of every language. A missing text throws. */
export function createWording(locales: readonly Locale[]): Wording {
  const texts = createTexts(locales);
  const times = createTimeFormats();
  const shortLabels = new Map(locales.map(({ language, shortLabels: labels }) => [language, labels]));
  const listFormat = memoized((language: Language) => new Intl.ListFormat(language, { type: "conjunction" }));
  /** The cache of rendered texts: many people get the same ones. */
  const written = new LRUCache<string, { readonly rich: RichText; readonly plain: string }>({
    max: mostWritten,
  });

  function write(phrase: Phrase, language: Language) {
    const name = `${language} ${JSON.stringify(phrase)}`;
    const known = written.get(name);
    if (known !== undefined) return known;
    const rich = readMarkup(markupOf(phrase, language));
    const fresh = { rich, plain: plainText(rich) };
    written.set(name, fresh);
    return fresh;
  }

  function markupOf({ key, campaign, params = {}, ...phrase }: Phrase, given: Language): string {
    const language = phrase.language ?? given;
    const values: Record<string, string | number> = Object.fromEntries(
      Object.entries(params).map(([name, param]) => [name, writeParam(param, language)]),
    );
    const ns = campaign === undefined ? "conversation" : namespaceOf(campaign);
    const text = texts.t(key, { lng: language, ns, ...values });
    return phrase.isFirstLine ? text.replace(/\n.*/s, "") : text;
  }

  function writeParam(param: Param, language: Language): string | number {
    if (typeof param === "number") return param;
    if (typeof param === "string") return plainText(readMarkup(param));
    return writeMore(param, language);
  }

  function writeMore(param: Exclude<Param, string | number>, language: Language): string {
    if ("key" in param) return markupOf(param, language);
    if ("list" in param)
      return listFormat(language).format(param.list.map((each) => String(writeParam(each, language))));
    if ("country" in param)
      return new Intl.DisplayNames([language], { type: "region" }).of(param.country) ?? param.country;
    return writeTime(param, language);
  }

  function writeTime(param: TimeParam, language: Language): string {
    if ("day" in param) return times.day(param.day, language);
    if ("month" in param) return times.month(param.month, language);
    if ("timeIn" in param) return nameOfZone(param.timeIn, language);
    if ("dayOf" in param) return times.dayOf(param.dayOf, param.zone, language);
    return writeInstant(param.instant, param.zone, momentOf(param.instant, param.zone, language));
  }

  /** Writes an instant with weekday, hour and zone, in the language's own order. */
  function momentOf(instant: Instant, zone: Zone, language: Language): string {
    const clock = times.clock(instant, zone, language);
    const sharp = clock.minute === "00" && { context: "sharp" };
    return texts.t("time.moment", {
      lng: language,
      day: times.dayOf(instant, zone, language),
      time: texts.t("time.clock", { lng: language, ...clock, ...sharp }),
      zone: nameOfZone(zone, language),
    });
  }

  /**
   * Writes a zone by its own text if there is one, otherwise by its city; French needs another form
   * before a vowel.
   */
  function nameOfZone(zone: Zone, language: Language): string {
    const city = cityOf(zone);
    const usual = /^[aeiouyhéè]/iu.test(city) ? "vowel" : "";
    const context = texts.exists("time.zone", { lng: language, context: zone }) ? zone : usual;
    return texts.t("time.zone", { lng: language, city, context });
  }

  const plain = (phrase: Phrase, language: Language): string => write(phrase, language).plain;
  return {
    languages: locales.map(({ language }) => language),
    render: (phrase, language) => write(phrase, language).rich,
    plain,
    short: (label, language) => shortLabels.get(language)?.[label],
    calendar({ reminder, title, text, links, isCancelled = false }, language, now) {
      const { campaign, slot, dueAt, uid } = reminder;
      const written = links.map((link) => `${plain(link.label, language)}\n${link.url}`);
      return writeCalendar({
        uid: uid ?? `${campaign}-${slot.replaceAll(":", "-")}`,
        at: dueAt,
        now,
        title: plain(title, language),
        description: [plain(text, language), ...written].join("\n\n"),
        url: links[0]?.url,
        isCancelled,
        fileName: plain(
          isCancelled ? { key: "calendar.cancelled-file" } : { key: "calendar.file" },
          language,
        ),
        addOnline: plain({ key: "calendar.online" }, language),
      });
    },
  };
}

type TimeParam = Exclude<
  Param,
  string | number | Phrase | { readonly list: unknown } | { readonly country: unknown }
>;

function createTexts(locales: readonly Locale[]): i18n {
  const texts = createInstance();
  void texts.init({
    initAsync: false,
    resources: Object.fromEntries(
      locales.map(({ language, texts }) => {
        const forms = pluralForms(language);
        return [
          language,
          Object.fromEntries([...texts].map(([name, text]) => [name, withEveryForm(text, forms)])),
        ];
      }),
    ),
    fallbackLng: false,
    defaultNS: "conversation",
    fallbackNS: [...shared],
    interpolation: { escapeValue: false, skipOnVariables: true },
    parseMissingKeyHandler: (key) => {
      throw new Error(`there is no text ${key}`);
    },
  });
  return texts;
}
