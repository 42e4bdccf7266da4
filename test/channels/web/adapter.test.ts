import { expect, it } from "vitest";
import { createWebChannel } from "../../../src/channels/web/adapter.ts";
import { serveLoneWeb } from "../../support/lone-web.ts";
import { webOptions } from "../../support/web-driver.ts";
import { createWebPage } from "../../support/web-page.ts";

const origin = "https://chat.example.org";
const time = { timeOf: async () => ({ ahead: 0 }), travel: async () => {} };

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

it("tells every open page of the preview what its clock shows, whoever has moved it", async () => {
  let moved = 0;
  const own = {
    timeOf: async () => ({ ahead: moved }),
    travel: async (ahead: number) => {
      moved = ahead;
    },
  };
  const { url } = await serveLoneWeb({ mode: { type: "preview", time: own } });
  const [ann, bob] = [createWebPage({ url }), createWebPage({ url })];
  for (const page of [ann, bob]) expect(await page.open()).toBe(200);
  expect(await ann.travel(3_600_000)).toBe(204);
  await expect.poll(() => [ann.time(), bob.time()]).toEqual([{ ahead: 3_600_000 }, { ahead: 3_600_000 }]);
  for (const page of [ann, bob]) page.close();
});
