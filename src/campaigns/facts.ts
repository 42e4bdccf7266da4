import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { day, https } from "./fields.ts";

/** The kinds of sources. A site that only repeats what others say is `other`. */
const sourceKinds = ["primary", "authority", "press", "association", "other"] as const;
export type SourceKind = (typeof sourceKinds)[number];

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "expected a month such as 2025-05");
const published = z
  .union([day, month], { error: "expected a day such as 2025-05-26, or a month such as 2025-05" })
  .optional()
  .describe("The day or the month on which it was published, if that is known.");
const url = https
  .optional()
  .describe(
    "Where it can be read, never a copy elsewhere. A source without it does not count for the grade.",
  );
const sources = z
  .array(
    z.union(
      [
        z.strictObject({
          name: z.string().min(1).describe("Who says it, in a way that every language understands."),
          kind: z
            .enum(sourceKinds)
            .describe(
              "primary: the service itself, by its page or a dated copy of it. authority: an authority, a court, the law. press. association: of consumers or for data protection. other: everyone else, also who retells.",
            ),
          url,
          date: published,
        }),
        z.strictObject({
          unnamed: z
            .enum(["audit", "code", "thread"])
            .describe("What it is, where nobody is named. It counts as other."),
          url,
          date: published,
        }),
      ],
      { error: "expected who says it, under name, with its kind, and no more than url and date beside it" },
    ),
  )
  .min(1, "expected at least one source");

const checked = day.describe("The day on which you last checked this fact.");

/** The evidence for a statement; its grade is computed from it. */
export const statement = {
  disputed: z
    .literal(true)
    .optional()
    .describe("Where sources contradict each other, however good they are. Leave it out else."),
  sources,
  checked,
};

/** A source: someone with a name, or the kind of an unnamed one. Its date is a day or a month. */
export type Source = z.infer<typeof sources>[number];

/** How well a fact is known; texts present C as uncertain. */
type Grade = "A" | "B" | "C";

/** The input of the grade; a source without a name counts as `other`. */
type Graded = { readonly disputed?: true | undefined; readonly sources: readonly Source[] };

/**
 * Returns the grade of a statement: A if the service or an authority says it, or two independent
 * sources of press or associations; B for one such source; C otherwise, or if sources contradict
 * each other. A source counts only with an address: nobody can check one that has none.
 */
export function gradeOf({ disputed, sources }: Graded): Grade {
  if (disputed) return "C";
  const named = sources.filter((source) => "name" in source).filter(({ url }) => url !== undefined);
  if (named.some(({ kind }) => kind === "primary" || kind === "authority")) return "A";
  const reporting = named.filter(({ kind }) => kind === "press" || kind === "association");
  const independent = new Set(reporting.map(({ name }) => name)).size;
  if (independent === 0) return "C";
  return independent > 1 ? "A" : "B";
}

/** A fact that texts state, with its evidence; its grade is computed. */
export const factSchema = z
  .strictObject({
    ...statement,
    statedIn: z
      .array(z.string().min(1))
      .min(1, "expected the key of at least one text")
      .describe("The keys of the texts that state it, such as steps.limits."),
  })
  .transform((stated) => ({ ...stated, grade: gradeOf(stated) }));

/** A fact that texts state, with its sources and its grade. */
export type Fact = z.infer<typeof factSchema>;

/** After this many days a fact should be checked again. */
export const freshDays = 90;

/**
 * Returns the names of the facts not checked for {@link freshDays} days. `today`: such as
 * "2025-05-20".
 */
export function staleFacts(
  { facts }: { readonly facts: Readonly<Record<string, Pick<Fact, "checked">>> },
  today: string,
): readonly string[] {
  const oldest = Temporal.PlainDate.from(today).subtract({ days: freshDays }).toString();
  return Object.entries(facts)
    .filter(([, { checked }]) => checked < oldest)
    .map(([name]) => name);
}

/** After this many days people are told when a campaign was last checked. */
const longDays = 180;

/** True if a day such as "2025-05-20" is more than {@link longDays} days before an instant. */
export function isLongAgo(day: string, now: number): boolean {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO("UTC").toPlainDate();
  return Temporal.PlainDate.from(day).add({ days: longDays }).toString() < today.toString();
}

/**
 * The newsroom whose article the bot comes from: its readers use the bot, so it is listed right
 * after the service.
 */
const home = "Numerama";

/** The order in which the kinds are shown. */
const order: readonly SourceKind[] = ["primary", "authority", "association", "press", "other"];

/**
 * Returns the sources in order: the service itself, Numerama, then by kind; within a kind the latest
 * first and undated ones last.
 */
export function orderSources<Each extends Source>(sources: readonly Each[]): readonly Each[] {
  return [...sources].sort(
    (one, other) => rankOf(one) - rankOf(other) || (other.date ?? "").localeCompare(one.date ?? ""),
  );
}

/** Returns a source's rank; smaller is better. */
function rankOf(source: Source): number {
  if (!("name" in source)) return order.length;
  if (source.kind === "primary") return -2;
  return source.name === home ? -1 : order.indexOf(source.kind);
}
