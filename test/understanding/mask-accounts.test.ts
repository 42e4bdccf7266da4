import { describe, expect, it } from "vitest";
import { maskAccounts } from "../../src/understanding/mask-accounts.ts";
import { tokensOf } from "../../src/understanding/tokens.ts";

describe("A message about one account", () => {
  it("begins with the account that is asked about, and has a mark for each name", () => {
    const tokens = tokensOf("No Facebook, and no meta insta!");
    const names = [
      { from: 1, to: 2, value: "facebook" },
      { from: 4, to: 6, value: "instagram" },
    ];
    const masked = (account: string) => maskAccounts(tokens, names, account).map(({ text }) => text);
    expect(masked("facebook").join(" ")).toBe("# this no # this , and no # other !");
    expect(masked("instagram").join(" ")).toBe("# this no # other , and no # this !");
  });
});
