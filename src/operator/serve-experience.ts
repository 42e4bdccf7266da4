import { createHash } from "node:crypto";
import { Hono } from "hono";
import { accepts } from "hono/accepts";
import { localDay, nameOf } from "../conversation/calendar-day.ts";
import type { Experience, Facts, Language } from "../conversation/vocabulary.ts";
import type { Clock } from "../ports.ts";
import { minute } from "../support/durations.ts";
import { matchLanguage } from "../support/match-language.ts";
import { cached } from "./report.ts";
import { type ExperiencePage, writeExperience } from "./write-experience.ts";

/** What the public page and its file are made of. */
export interface ExperienceOptions extends ExperiencePage {
  readonly experiences: () => readonly Experience[];
  readonly world: Pick<Facts, "campaigns" | "languages" | "defaultLanguage" | "defaultZone">;
  readonly clock: Clock;
}

/**
 * Returns the routes of what became of people's objections: the page, in the language of `?lang=` or of
 * the browser, and the same numbers as CSV. Both are public, and written anew once a minute.
 */
export function serveExperience(options: ExperienceOptions): Hono {
  const { clock, style, experiences } = options;
  const { languages, defaultLanguage, defaultZone } = options.world;
  const hash = createHash("sha256").update(style).digest("base64");
  const headers = {
    "cache-control": "public, max-age=60",
    "content-security-policy": `default-src 'none'; style-src 'sha256-${hash}'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    "referrer-policy": "no-referrer",
    vary: "accept-language",
  };
  const pageIn = (language: Language) => async () => {
    const day = nameOf(localDay(clock.now(), defaultZone));
    return { text: await writeExperience(experiences(), language, day, options) };
  };
  const pages = new Map(languages.map((language) => [language, cached(minute, clock, pageIn(language))]));
  const csv = cached(minute, clock, async () => ({ text: experiencesToCsv(experiences()) }));
  const app = new Hono();
  app.get("/experience", async (context) => {
    const accepted = accepts(context, {
      header: "Accept-Language",
      supports: [...languages],
      default: defaultLanguage,
      match: (wanted) =>
        wanted.flatMap(({ type }) => matchLanguage(type, languages) ?? [])[0] ?? defaultLanguage,
    });
    const page =
      pages.get(matchLanguage(context.req.query("lang") ?? "", languages) ?? "") ?? pages.get(accepted);
    return context.html((await page?.())?.text ?? "", 200, headers);
  });
  app.get("/experience.csv", async (context) =>
    context.text((await csv())?.text ?? "", 200, {
      "cache-control": "public, max-age=60",
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="objecteur-experience.csv"',
      "access-control-allow-origin": "*",
    }),
  );
  return app;
}

const columns = [
  ...(["service", "from", "to", "outcome", "days_from", "days_to", "people", "percent"] as const),
  "half_within_days",
] as const;

/** Writes one line for each group; no value holds a comma or a quote. Fewer than 20 people are left out. */
export function experiencesToCsv(experiences: readonly Experience[]): string {
  const lines = experiences.flatMap(({ campaign, from, to, groups, halfWithin }) =>
    groups.map(({ outcome, days, people, percent }) => {
      const half = outcome === "confirmed" ? halfWithin : undefined;
      return [campaign, from, to, outcome, days?.from, days?.to, people, percent, half].join();
    }),
  );
  return [columns.join(), ...lines, ""].join("\r\n");
}
