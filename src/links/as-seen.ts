/** Signs that are taken for a Latin letter at a glance. */
const lookAlikes: Readonly<Record<string, string>> = Object.fromEntries(
  (
    [
      ["a", "4@аɑαάӕᴀ"],
      ["b", "8ЬьвβЪ"],
      ["c", "сϲᴄς"],
      ["d", "ԁɗ"],
      ["e", "3еєεҽёℯ"],
      ["f", "ƒғ"],
      ["g", "9ɡցԍǥ"],
      ["h", "һհнɦ"],
      ["i", "1l|!јіїιίıɩӏƖǀjł"],
      ["k", "кκĸқ"],
      ["m", "мɱ"],
      ["n", "пոηńɴ"],
      ["o", "0оοσөօɵø"],
      ["p", "рρþ"],
      ["q", "ԛզ"],
      ["r", "гɾʀ"],
      ["s", "5$ѕʂꜱ"],
      ["t", "7тτţ"],
      ["u", "υսцμʋ"],
      ["v", "ѵνᴠ"],
      ["w", "ѡωԝшɯ"],
      ["x", "хχҳ"],
      ["y", "уүγʏ"],
      ["z", "2ᴢʐ"],
    ] as const
  ).flatMap(([letter, signs]) => Array.from(signs).map((sign) => [sign, letter] as const)),
);
const doubleLookAlikes: readonly (readonly [RegExp, string])[] = [
  [/rn/g, "m"],
  [/vv/g, "w"],
];

/** Writes a text in the plain Latin letters that it is taken for at a glance: "fаceb00k" as "facebook". */
export function asSeen(text: string): string {
  const plain = text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .toLowerCase();
  const letters = Array.from(plain)
    .map((letter) => lookAlikes[letter] ?? letter)
    .join("");
  return doubleLookAlikes.reduce((seen, [pair, letter]) => seen.replace(pair, letter), letters);
}
