import { createInstance, type i18n } from "i18next";
import type { RichText, Wording } from "../app/ports.ts";
import type { TextKey } from "../conversation/text-key.ts";
import type { Language, Param, Phrase, Zone } from "../conversation/vocabulary.ts";
import { writeCalendar } from "./calendar.ts";
import { plainText, readMarkup, writeInstant } from "./markup.ts";
import type { Locale } from "./read-content.ts";
import { namespaceOf, shared, withEveryForm } from "./texts.ts";
import { cityOf, createTimeFormats, type TimeFormats } from "./time-formats.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "conversation";
    resources: Readonly<Record<"conversation" | `campaigns/${string}`, Readonly<Record<TextKey, string>>>>;
  }
}

type TimeParam = Extract<
  Param,
  { readonly day: string } | { readonly month: string } | { readonly timeIn: Zone } | { readonly zone: Zone }
>;

/** How many written texts are cached: far more than a day needs, some megabytes at most. */
const mostWritten = 5_000;

/** Builds the `Wording` port on i18next, with the texts of every language. A missing text throws. */
export function createWording(locales: readonly Locale[]): Wording {
  const texts = createTexts(locales);
  const times = createTimeFormats();
  const lists = new Map<Language, Intl.ListFormat>();
  /** Cache of written texts: many people get the same ones. */
  const written = new Map<string, Written>();

  function write(phrase: Phrase, given: Language): Written {
    const name = `${given} ${JSON.stringify(phrase)}`;
    const known = written.get(name);
    if (known !== undefined) return known;
    if (written.size >= mostWritten) written.clear();
    const fresh = bothWays(markupOf(phrase, given));
    written.set(name, fresh);
    return fresh;
  }

  function markupOf(phrase: Phrase, given: Language): string {
    const language = phrase.language ?? given;
    return texts.t(phrase.key, {
      lng: language,
      ns: phrase.campaign === undefined ? "conversation" : namespaceOf(phrase.campaign),
      ...(phrase.params && valuesOf(phrase.params, language)),
    });
  }

  function valuesOf(
    params: NonNullable<Phrase["params"]>,
    language: Language,
  ): Record<string, string | number> {
    return Object.fromEntries(
      Object.entries(params).map(([name, param]) => [name, writeParam(param, language)]),
    );
  }

  function writeParam(param: Param, language: Language): string | number {
    if (typeof param === "number") return param;
    if (typeof param === "string") return plainText(readMarkup(param));
    return writeMore(param, language);
  }

  function writeMore(param: Exclude<Param, string | number>, language: Language): string {
    if ("key" in param) return markupOf(param, language);
    if ("list" in param)
      return listFormat(language).format(param.list.map((phrase) => markupOf(phrase, language)));
    if ("country" in param) return countryIn(language, param.country);
    return writeTime(param, language);
  }

  function writeTime(param: TimeParam, language: Language): string {
    if ("day" in param) return times.day(param.day, language);
    if ("month" in param) return times.month(param.month, language);
    if ("timeIn" in param) return nameOfZone(texts, param.timeIn, language);
    if ("dayOf" in param) return times.dayOf(param.dayOf, param.zone, language);
    return writeInstant(param.instant, param.zone, momentOf(texts, times, param, language));
  }

  function listFormat(language: Language): Intl.ListFormat {
    const known = lists.get(language) ?? new Intl.ListFormat(language, { type: "conjunction" });
    lists.set(language, known);
    return known;
  }

  const render = (phrase: Phrase, language: Language): RichText => write(phrase, language).rich;
  const plain = (phrase: Phrase, language: Language): string => write(phrase, language).plain;

  return {
    languages: locales.map((locale) => locale.language),
    render,
    plain,
    calendar({ reminder, title, text }, language, now) {
      return writeCalendar({
        id: `${reminder.campaign}-${reminder.slot.replaceAll(":", "-")}`,
        at: reminder.dueAt,
        now,
        title: plain(title, language),
        description: plain(text, language),
        fileName: plain({ key: "calendar.file" }, language),
      });
    },
  };
}

function countryIn(language: Language, country: string): string {
  return new Intl.DisplayNames([language], { type: "region" }).of(country) ?? country;
}

/** A text with its markup parsed, and without markup. */
interface Written {
  readonly rich: RichText;
  readonly plain: string;
}

function bothWays(markup: string): Written {
  const rich = readMarkup(markup);
  return { rich, plain: plainText(rich) };
}

function createTexts(locales: readonly Locale[]): i18n {
  const texts = createInstance();
  void texts.init({
    initAsync: false,
    resources: Object.fromEntries(
      locales.map(({ language, texts }) => [
        language,
        Object.fromEntries([...texts].map(([name, own]) => [name, withEveryForm(own, language)])),
      ]),
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

/** Writes a moment with weekday, hour and zone, in the language's own order. */
function momentOf(
  texts: i18n,
  times: TimeFormats,
  { instant, zone }: { readonly instant: number; readonly zone: string },
  language: Language,
): string {
  const { day, hour, minute } = times.moment(instant, zone, language);
  const sharp = minute === "00" && { context: "sharp" };
  const time = texts.t("time.clock", { lng: language, hour, minute, ...sharp });
  const place = nameOfZone(texts, zone, language);
  return texts.t("time.moment", { lng: language, day, time, zone: place });
}

/** Writes a zone as people call it, after its city. */
function nameOfZone(texts: i18n, zone: Zone, language: Language): string {
  const city = cityOf(zone);
  const context = zoneContext(texts, zone, city, language);
  return texts.t("time.zone", { lng: language, city, context });
}

/** i18next's context: the zone itself if it has a text of its own, else whether its city begins with a vowel. */
function zoneContext(texts: i18n, zone: string, city: string, language: Language): string {
  if (texts.exists("time.zone", { lng: language, context: zone })) return zone;
  return /^[aeiouyhéè]/iu.test(city) ? "vowel" : "";
}
