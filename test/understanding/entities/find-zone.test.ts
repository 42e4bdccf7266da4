import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import type {
  ConversationEvent,
  StateQuestionId,
  TypedDate,
  Zone,
} from "../../../src/conversation/vocabulary.ts";
import { readWords } from "../../support/read-words.ts";

/** The wall time that is meant and the zone that is named with it, if one is; else what kind of date it is, or the event. */
function read(text: string, asked: StateQuestionId, language: string): string {
  const event: ConversationEvent = readWords(text, asked, language);
  return ("date" in event && event.date && writtenDate(event.date)) || event.type;
}

function writtenDate(date: TypedDate): string {
  const zone = "zone" in date ? date.zone : undefined;
  return [moment(date, zone ?? "Europe/Paris"), zone].join(" ").trimEnd();
}

function moment(date: TypedDate, zone: Zone): string {
  if (date.kind === "day") return date.day;
  if (date.kind !== "at") return date.kind;
  const at = Temporal.Instant.fromEpochMilliseconds(date.at).toZonedDateTimeISO(zone);
  return at.toPlainDateTime().toString({ smallestUnit: "minute" });
}

describe("a zone that is named with an hour", () => {
  it.each([
    ["en", "remind", "6pm uk time", "2025-05-20T18:00 Europe/London"],
    ["en", "remind", "9am London time please", "2025-05-21T09:00 Europe/London"],
    ["en", "remind", "noon CET", "2025-05-20T12:00 Europe/Paris"],
    ["en", "remind", "tomorrow at 6pm new york time", "2025-05-21T18:00 America/New_York"],
    ["en", "remind", "tomorrow 6pm eastern time", "2025-05-21T18:00 America/New_York"],
    ["en", "remind", "tomorrow 10am ET", "2025-05-21T10:00 America/New_York"],
    ["en", "remind", "friday 5pm in Toronto", "2025-05-23T17:00 America/Toronto"],
    ["en", "remind", "saturday at 11am, I'm in Toronto", "2025-05-24T11:00 America/Toronto"],
    ["en", "remind-set", "sorry, 6pm new york time", "2025-05-21T18:00 America/New_York"],
    ["en", "next", "remind me friday at 8am eastern", "2025-05-23T08:00 America/New_York"],
    ["en", "next", "can you ping me on thursday at 5pm GMT? thanks", "2025-05-22T17:00 UTC"],
    ["en", "menu", "remind me tomorrow at 7pm pacific time", "2025-05-21T19:00 America/Los_Angeles"],
    ["en", "menu", "move it to friday 3pm london time", "2025-05-23T15:00 Europe/London"],
    ["fr", "remind", "demain 18h heure de Montréal", "2025-05-21T18:00 America/Toronto"],
    ["fr", "remind", "vendredi 18h heure française", "2025-05-23T18:00 Europe/Paris"],
    ["fr", "remind", "samedi 9h heure de La Réunion", "2025-05-24T09:00 Indian/Reunion"],
    ["fr", "remind", "demain à 8h heure du Québec svp", "2025-05-21T08:00 America/Toronto"],
    ["fr", "remind", "vendredi à 15h UTC", "2025-05-23T15:00 UTC"],
    ["fr", "remind", "demain 10h, je suis à Dakar", "2025-05-21T10:00 Africa/Dakar"],
    ["fr", "remind-set", "plutôt 18h heure de Londres", "2025-05-21T18:00 Europe/London"],
    ["fr", "next", "écrivez-moi jeudi à midi, heure belge", "2025-05-22T12:00 Europe/Brussels"],
    ["fr", "menu", "rappelle-moi vendredi à 8h, heure de Genève", "2025-05-23T08:00 Europe/Zurich"],
    ["fr", "menu", "rappelez-moi demain à 14h heure suisse merci", "2025-05-21T14:00 Europe/Zurich"],
    ["fr", "remind", "demain à 9h heure locale de Lyon", "2025-05-21T09:00 Europe/Paris"],
  ] as const)("is the zone of that hour (%s, %s): %s", (language, asked, text, means) => {
    expect(read(text, asked, language)).toBe(means);
  });

  it.each([
    ["en", "remind", "tomorrow at 9am my time"],
    ["en", "remind", "tomorrow 10am IST"],
    ["en", "remind", "friday 8am Foo time"],
    ["en", "remind", "tomorrow 14:00 GMT+1"],
    ["fr", "remind", "demain 18h UTC-5"],
    ["en", "menu", "remind me friday 8am Foo time"],
    ["en", "menu", "remind me tomorrow at 9am my time please"],
    ["en", "menu", "remind me tomorrow at 10am CST"],
    ["en", "menu", "remind me tomorrow at 10am Merida time"],
    ["fr", "remind", "demain 9h mon heure"],
    ["fr", "remind", "demain 10h heure de Trifouillis"],
    ["fr", "menu", "rappelle-moi demain 9h heure locale"],
    ["fr", "menu", "rappelle-moi demain 9h heure canadienne"],
    ["fr", "menu", "rappelle-moi demain 10h heure de Trifouillis"],
  ] as const)(
    "is asked about if it can be several, or none that is known (%s, %s): %s",
    (language, asked, text) => {
      expect(read(text, asked, language)).toBe("unclear-zone");
    },
  );

  it("is kept where the hour has to be asked for", () => {
    expect(read("tomorrow at 7 PT", "remind", "en")).toBe("unclear America/Los_Angeles");
    expect(read("remind me tomorrow at 7 PT", "menu", "en")).toBe("unclear America/Los_Angeles");
  });

  it.each([
    ["en", "next", "my mum lives in london"],
    ["en", "next", "what time is it in London?"],
    ["en", "next", "I did it at 6pm uk time"],
    ["fr", "next", "j'habite à Genève"],
    ["fr", "next", "il est quelle heure à Montréal ?"],
    ["fr", "next", "ma sœur est à Dakar, elle part vendredi"],
  ] as const)("is none where no date is wished for (%s): %s", (language, asked, text) => {
    expect(read(text, asked, language)).not.toMatch(/^(?:2025|unclear)/);
  });

  it.each([
    ["en", "in 2 hours", "2025-05-20T12:00"],
    ["en", "friday at 6pm would be nice", "2025-05-23T18:00"],
    ["en", "friday at 6pm nice", "unclear"],
    ["en", "friday at 6pm, wake me up", "2025-05-23T18:00"],
    ["fr", "dans une heure", "2025-05-20T11:00"],
    ["fr", "demain à 1 heure de l'après-midi", "2025-05-21T13:00"],
    ["fr", "demain à 8 heures du matin", "2025-05-21T08:00"],
  ] as const)("is not heard in other words (%s): %s", (language, text, means) => {
    expect(read(text, "remind", language)).toBe(means);
  });

  it.each([
    ["en", "remind me friday at 6pm, mum visits London", "2025-05-23T18:00"],
    ["en", "remind me friday at lunch time", "2025-05-23T12:00"],
    ["fr", "rappelle-moi demain 10h, ma mère visite Genève", "2025-05-21T10:00"],
    ["fr", "rappelle-moi demain à 10h devant la télé", "2025-05-21T10:00"],
  ] as const)("is not heard in what is said besides (%s): %s", (language, text, means) => {
    expect(read(text, "menu", language)).toBe(means);
  });
});
