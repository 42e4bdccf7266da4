import { expect, it } from "vitest";
import { mailtoFor } from "../../src/campaigns/links-of.ts";

const step = { address: "privacy@example.org", subject: "Opt-out & more" };

it("begins an e-mail with its address and its subject", () => {
  expect(mailtoFor(step)).toBe("mailto:privacy@example.org?subject=Opt-out%20%26%20more");
});

it("begins it with its text too, if one is given", () => {
  expect(mailtoFor(step, "Je m’oppose.\nMerci")).toBe(
    "mailto:privacy@example.org?subject=Opt-out%20%26%20more&body=Je%20m%E2%80%99oppose.%0AMerci",
  );
});
