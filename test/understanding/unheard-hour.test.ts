import { expect, it } from "vitest";
import { readMessage } from "../support/read-words.ts";

/** The dates that a message wishes for where the bot asks when, by their kind. */
function kindsOfDates(text: string, language: string): readonly string[] {
  return readMessage({ text }, "remind", language).acts.flatMap((act) =>
    "date" in act && act.date !== undefined ? [act.date.kind] : [],
  );
}

it.each([
  ["en", "well Sunday at 8pm as I said, this coming Sunday and not the next one"],
  ["fr", "ben dimanche a 20h comme j'ai dit, dimanche qui vient pas celui d'apres"],
])("an hour that belongs to a day is never left out of its reminder (%s): %s", (language, text) => {
  expect(kindsOfDates(text, language)).not.toContain("day");
});

it.each([
  ["en", "ugh just 28.5. at 16:00"],
  ["fr", "non le 28.5. à 16h"],
])("a date with dots is one with its hour, or is asked for (%s): %s", (language, text) => {
  const { acts } = readMessage({ text }, "remind", language);
  const times = acts.flatMap((act) => ("date" in act && act.date?.kind === "at" ? [act.date.at] : []));
  expect(times.every((at) => at === Date.parse("2025-05-28T14:00Z"))).toBe(true);
});
