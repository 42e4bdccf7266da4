import { describe, expect, it } from "vitest";
import { mistype } from "../../../src/understanding/intents/mistype.ts";

const wordsOf = (text: string) => text.split(" ").map((word) => ({ text: word, written: word, length: 1 }));

describe("Words typed with mistakes", () => {
  it("have one in about ten letters, in a longer word, and always the same", () => {
    const words = wordsOf("i have already submitted that form yesterday evening");
    const typed = mistype(words);
    const changed = typed.filter(({ text }, at) => text !== words[at]?.text);
    expect(changed).toHaveLength(3);
    expect(mistype(words)).toEqual(typed);
    expect(typed.slice(0, 1)).toEqual(words.slice(0, 1));
  });

  it("leave names and numbers alone, which count by their class", () => {
    const named = [{ text: "#name", written: "instagram", length: 1 }];
    expect(mistype(named)).toEqual(named);
  });
});
