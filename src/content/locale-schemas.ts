import { z } from "zod";
import { commands, courtesies } from "../conversation/vocabulary.ts";
import { isZone } from "../support/is-zone.ts";
import type { AccountWord, wordLists } from "../understanding/entities/find-accounts.ts";
import type { CountryWords, ZoneWords } from "../understanding/entities/find-places.ts";
import type { DateWords } from "../understanding/entities/read-date-words.ts";
import { newRules, noRules, problemWith } from "../understanding/parse-template.ts";
import type { CampaignNames, Sentences } from "../understanding/sentences.ts";

/** A list of phrases that people may type, or a single one; empty by default. */
const phrases = z
  .preprocess(
    (list) => (typeof list === "string" ? [list] : list),
    z.array(z.string().regex(/\S/, "expected a word")),
  )
  .default([]);
const templates = z.record(z.string(), phrases).default({});

const answers = ["yes", "yes-unsure", "no", "unknown", "linked", "apart", "page-read", "around-number"];
const accountWords = [
  ...([
    "have",
    "only",
    "all",
    "two",
    "three",
    "none",
    "not",
    "nor",
    "gone",
    "unsure",
    "except",
    "corrects",
  ] as const),
  ...(["and", "but", "yes", "no", "small", "linked", "apart"] as const),
  ...(["kept", "tells", "more"] as const),
] satisfies readonly (AccountWord | (typeof wordLists)[number])[];

/** Templates by key; an unknown key is an error, since its templates would never be read. */
function templatesUnder(keys: readonly string[], isLabel = (_key: string) => false) {
  return templates.superRefine((file, context) => {
    for (const key of Object.keys(file).filter((each) => !keys.includes(each) && !isLabel(each)))
      context.addIssue({ code: "custom", path: [key], message: "is not known here" });
  });
}

/** The schemas of the files of `locales/<language>/sentences/`; an absent file counts as empty. */
export const sentencesSchemas: { readonly [File in keyof Sentences]: z.ZodType<Sentences[File]> } = {
  common: z
    .strictObject({
      skip: phrases,
      asks: phrases,
      rules: templates,
      languageMarkers: phrases,
    })
    .transform((common) => ({ ...common, rules: newRules(common.rules) })),
  commands: templatesUnder(commands),
  "small-talk": templatesUnder(courtesies),
  // A key with a point in it is the label of a choice.
  answers: templatesUnder(answers, (key) => key.includes(".")),
  numbers: templatesUnder(["cardinal", "ordinal", "last", "chosen", "around"]),
  accounts: templatesUnder(accountWords),
  services: templatesUnder(["other", "around", "ordinary", "in-passing", "denied-by"]),
  languages: templates,
  witnesses: templatesUnder([
    "done",
    "confirmed",
    "refused",
    "linked",
    "apart",
    "remind",
    "requests",
    "change",
    "calls-off",
    "is-for",
    "cancels-it",
    "conditions",
    "they-refuse",
    "keeps",
    "only",
    "no-order",
    "reminders",
    "ones",
    "all-of",
    "rest-of",
    "around-reminder",
    "sooner",
    "undo",
    "meant",
    "rephrases",
    "wishes",
    "adds",
    "another",
    "refrains",
    "complains",
    "objects",
    "lives",
    "corrects",
    "hesitates",
    "before-undo",
    "nuisances",
    "threats",
    "joins",
    "asks-behind",
    "unless",
    "voids",
    "voids-done",
    "voids-answers",
    "voids-linked",
    "both-forms",
    "suits",
    "others",
    "selves",
    "theirs",
    "mine",
    "owns",
    "not-mine",
    "letters",
    "was-letter",
    "posts",
    "forms",
    "unsent",
    "never-sent",
    "switches",
    "before-service",
    "leaves-out",
    "puts-off",
    "will-do",
    "just-done",
    "complaint-sent",
    "authorities",
    "minors",
    "under-age",
    "came",
    "has-come",
    "comes-back",
    "waits",
    "limits",
    "reasons",
    "mail-says",
    "tags",
    "goes-to",
    "asks-for",
  ]),
};

/** A template of a campaign, which cannot refer to rules. */
const template = z.string().superRefine((text, context) => {
  const message = problemWith(text, noRules);
  if (message !== undefined) context.addIssue({ code: "custom", message });
});

/** What people type about a campaign, read from the file that also holds its texts. */
export const campaignNamesSchema: z.ZodType<CampaignNames> = z
  .object({
    words: z
      .strictObject({ accounts: z.record(z.string(), phrases).default({}), service: phrases })
      .prefault({}),
    help: z.record(z.string(), z.object({ sentences: z.array(template).default([]) })).default({}),
  })
  .transform(({ words, help }) => ({
    ...words,
    topics: Object.fromEntries(Object.entries(help).map(([topic, { sentences }]) => [topic, sentences])),
  }));

/** The schema of `countries.json`: names of countries by code, words around them, names of languages. */
export const countriesSchema: z.ZodType<CountryWords> = z.strictObject({
  names: z
    .record(z.string().regex(/^[A-Z]{2}$/, "expected a country's code such as FR"), phrases)
    .default({}),
  ...shapeOf(
    [
      "around",
      "languages",
      "beforeTowns",
      "origins",
      "trades",
      "behindTrade",
      "passing",
      "here",
      "away",
    ] as const,
    phrases,
  ),
});

/** The schema of `short-labels.json`: labels of at most 24 characters for lists of WhatsApp's. */
export const shortLabelsSchema = z.record(z.string(), z.string().min(1).max(24));

const byNumber = z.record(z.string().regex(/^-?\d+$/, "expected a number"), phrases).default({});

const valued = [
  ...(["number", "ordinal", "weekday", "month", "feast", "day", "part"] as const),
  ...(["minutes", "days", "months"] as const),
  ...(["minutesSpan", "daysSpan", "daysBefore", "dayBefore", "beforeHour", "afterHour", "shift"] as const),
];
const functionWords = [
  ...(["in", "fromNow", "next", "this", "the", "at", "am", "pm", "hourMark", "oClock"] as const),
  ...(["ordinalSuffix", "tonight", "weekend", "nextWeek", "nextMonth"] as const),
  ...(["onward", "filler", "instead", "insteadOf", "veto", "join", "aim", "vague", "sameHour"] as const),
];

/** Returns the shape of an object with these keys, all with the same schema. */
function shapeOf<Key extends string, Schema>(keys: readonly Key[], each: Schema): Record<Key, Schema> {
  return Object.fromEntries(keys.map((key) => [key, each])) as Record<Key, Schema>;
}

const zone = z.string().refine(isZone, "expected an IANA time zone such as Europe/Paris");
const phrasesByZone = z.record(zone, phrases).default({});

/** The schema of `dates.json`: the words for days and hours, and the names of zones. */
export const datesSchema: z.ZodType<DateWords & { readonly zones: ZoneWords }> = z.strictObject({
  dayFirst: z.boolean(),
  clockOf24: z.boolean(),
  values: z.strictObject(shapeOf(valued, byNumber)).prefault({}),
  functionWords: z.strictObject(shapeOf(functionWords, phrases)).prefault({}),
  ...shapeOf(
    ["weak", "earlier", "occasions", "subjects", "denials", "thatDay", "missed", "neverCame"] as const,
    phrases,
  ),
  zones: z
    .strictObject({
      names: phrasesByZone,
      around: phrases,
      abbreviations: phrasesByZone,
      ...shapeOf(["shared", "marks", "openings", "own", "ordinary"] as const, phrases),
    })
    .prefault({}),
});
