import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const locales = fileURLToPath(new URL("../../../locales/", import.meta.url));
/** What WhatsApp's official lists show of a label; a longer one has a short form, but for one that ends in brackets. */
const rowCap = 24;
/** The keys of labels: of answers, of help topics, and of what leads on. */
const isLabel =
  /(^|\.)(choices\.[\w-]+|confirmation-choices\.[\w-]+|label|steps\.[\w-]+\.name|navigation\.[\w-]+)$/;

const read = (path: string): object => JSON.parse(readFileSync(path, "utf8"));

function labelsIn(texts: object, path = ""): readonly string[] {
  return Object.entries(texts).flatMap(([key, value]: [string, unknown]) => {
    const place = path === "" ? key : `${path}.${key}`;
    if (typeof value === "object" && value !== null) return labelsIn(value, place);
    return typeof value === "string" && isLabel.test(place) ? [value] : [];
  });
}

test.each(["fr", "en"])(
  "each label that is too long for a list has a short form, and no short form is without its label (%s)",
  (language) => {
    const folder = `${locales}${language}/`;
    const files = [
      "conversation",
      "help",
      "reminders",
      ...readdirSync(`${folder}campaigns`).map((file) => `campaigns/${file.replace(".json", "")}`),
    ];
    const labels = new Set(files.flatMap((file) => labelsIn(read(`${folder}${file}.json`))));
    const short: Readonly<Record<string, string>> = { ...read(`${folder}short-labels.json`) };
    // What stands in brackets, such as a day, is left out of a title.
    const tooLong = [...labels].filter(
      (label) => label.replace(/ \(.+\)$/, "").replace(/\{\{.+?\}\}/g, "12").length > rowCap,
    );
    expect(tooLong.filter((label) => short[label] === undefined)).toEqual([]);
    expect(Object.keys(short).filter((label) => !labels.has(label))).toEqual([]);
    expect(Object.values(short).filter((label) => label.length > rowCap)).toEqual([]);
  },
);
