import { describe, expect, it } from "vitest";
import { readMessage } from "../support/read-words.ts";

describe("A complaint that was sent is noted as no objection", () => {
  it.each([
    ["en", "ok sent it to Datatilsynet this afternoon with two screenshots, they said it may take months"],
    ["en", "my complaint is sent"],
    ["en", "I've filed my complaint with the ICO today"],
    ["fr", "plainte déposée à la CNIL hier"],
    ["fr", "j'ai envoyé ma réclamation à l'autorité ce matin"],
  ])("(%s) %s", (language, text) => {
    const { acts } = readMessage({ text }, "next", language);
    expect(acts.map(({ type }) => type)).not.toContain("done");
  });
});
