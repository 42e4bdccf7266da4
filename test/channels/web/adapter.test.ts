import { expect, it } from "vitest";
import { createWebChannel } from "../../../src/channels/web/adapter.ts";
import { webOptions } from "../../support/web-driver.ts";

const origin = "https://chat.example.org";
const time = { told: async () => ({ ahead: 0 }), travel: async () => {} };

it.each([
  ["names the page in public", { origin }, `${origin}/?start={campaign}-{language}`],
  ["names nothing where the operator has not said how the page is reached", {}, undefined],
  [
    "names nothing in the preview, which only this machine reaches",
    { origin, mode: { type: "preview", time } },
    undefined,
  ],
] as const)("an invitation %s", (_, options, invitation) => {
  expect(createWebChannel(webOptions(options)).invitation?.()).toBe(invitation);
});
