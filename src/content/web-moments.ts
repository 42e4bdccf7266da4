import { Temporal } from "temporal-polyfill";
import type { Wording } from "../app/ports.ts";
import type { Campaign } from "../campaigns/schema.ts";
import type { Instant, Language, Phrase } from "../conversation/vocabulary.ts";

/** A text in each language. */
type Label = Readonly<Record<Language, string>>;

/** The moments at which a campaign looks different: days from its last one, and the hour there. By the evening, reminders of the afternoon have come. */
const kinds = [
  { key: "web.moments.ahead", days: -6, hour: 10 },
  { key: "web.moments.day-before", days: -1, hour: 18 },
  { key: "web.moments.last-day", days: 0, hour: 10 },
  { key: "web.moments.last-evening", days: 0, hour: 20 },
  { key: "web.moments.after", days: 1, hour: 10 },
] as const;

/** Returns the moments to travel to in the preview, for each campaign with a date, labelled in every language. */
export function webMoments(
  wording: Wording,
  campaigns: readonly Campaign[],
): readonly { readonly title: Label; readonly moments: readonly { at: Instant; label: Label }[] }[] {
  const inEach = (phrase: Phrase): Label =>
    Object.fromEntries(wording.languages.map((each) => [each, wording.plain(phrase, each)]));
  return campaigns.flatMap(({ id, dates }) => {
    if (dates === undefined) return [];
    const { lastDay, zone } = dates;
    const moments = kinds.map(({ key, days, hour }) => {
      const day = Temporal.PlainDate.from(lastDay).add({ days });
      const at = day.toZonedDateTime({ timeZone: zone, plainTime: { hour } }).epochMilliseconds;
      return { at, label: inEach({ key, params: { day: { day: day.toString() } } }) };
    });
    return [{ title: inEach({ key: "name", campaign: id }), moments }];
  });
}
