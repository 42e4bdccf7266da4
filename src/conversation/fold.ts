const plain = /^[a-z0-9]+(?: [a-z0-9]+)*$/;
const emoji = /\p{Extended_Pictographic}/gu;
const ligatures: Readonly<Record<string, string>> = { œ: "oe", æ: "ae", ß: "ss", ø: "o", ł: "l" };

/** Writes a text the way all comparisons see it: lower case, no accents, no emoji, single spaces. */
export function fold(text: string): string {
  if (plain.test(text)) return text;
  const folded = text
    .toLowerCase()
    .normalize("NFKD")
    .toLowerCase()
    // The enclosing keycap goes too, so that the emoji of a digit is the digit.
    .replace(/[\p{Mn}\p{Me}\p{Cf}]/gu, "")
    .replace(/[œæßøł]/g, (letter) => ligatures[letter] ?? letter)
    .replace(/[’‘‛ʼʹ`´′]/g, "'")
    .replace(/[‐-―−]/g, "-")
    .replace(/[«»“”„‟"*_~]/g, " ")
    .replace(/\s*[\n\r]+\s*/g, ". ");
  const words = folded
    .replace(emoji, " ")
    .replace(/[\p{RI}\p{Emoji_Modifier}]/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  if (/[\p{L}\p{N}]/u.test(words)) return words.normalize("NFKD");
  // A thumb says something where nothing else does; how often it is repeated does not matter.
  const signs = [...new Set(folded.match(emoji) ?? [])];
  return signs.length > 0 ? signs.join(" ") : words;
}

/** Splits a folded text into words and the punctuation that separates or asks. */
export function tokensOf(folded: string): readonly string[] {
  return folded.match(/[\p{L}\p{N}]+|[.,;:!?()/+&=#°]|(?<!\S)-(?!\S)|\p{Extended_Pictographic}/gu) ?? [];
}

/** Gives the words of a text alone, folded and separated by one space: what two equal phrases have in common. */
export function keyOf(text: string): string {
  const folded = fold(text);
  if (plain.test(folded)) return folded;
  return (folded.match(/[\p{L}\p{N}]+|\p{Extended_Pictographic}/gu) ?? []).join(" ");
}
