import { expect, it, onTestFinished } from "vitest";
import { createDayCounter } from "../../src/app/count-days.ts";
import type { DailyCount } from "../../src/ports.ts";
import { createTestClock } from "../support/bot-under-test.ts";
import { openMemoryStore } from "../support/open-memory-store.ts";
import { createPersonUnderTest } from "../support/person-under-test.ts";

const zone = "Europe/Paris";

/** Someone who writes; `counted` tells what was counted since it was asked last, such as "meta started". */
async function begin(campaigns: readonly string[]) {
  const counts = new Map<string, number>();
  const days = {
    add: ({ channel, campaign, language, what, count }: Omit<DailyCount, "day">) => {
      const key = `${channel} ${language} ${campaign} ${what}`;
      counts.set(key, (counts.get(key) ?? 0) + count);
    },
  };
  const person = await createPersonUnderTest(campaigns, "2025-05-20T10:00", (parts) => ({ ...parts, days }));
  onTestFinished(() => person.store.close());
  const counted = () => {
    const found = [...counts].map(([key, count]) => (count === 1 ? key : `${key} ×${count}`));
    counts.clear();
    return found;
  };
  return { person, counted, says: (text: string) => person.gives({ text, languageHint: "en" }) };
}

it("counts each stage that a person reaches once, and an objection for each account", async () => {
  const { counted, says } = await begin(["meta"]);
  await says("/start meta");
  expect(counted()).toEqual(["test en meta started", "test en  people"]);
  await says("both");
  expect(counted()).toEqual(["test en meta accounts"]);
  await says("no");
  expect(counted()).toEqual(["test en meta steps"]);
  for (const text of ["menu", "go on"]) await says(text);
  expect(counted()).toEqual([]);
  for (const text of ["back", "back", "both", "no"]) await says(text);
  expect(counted()).toEqual(["test en meta steps ×0"]);
  await says("done");
  await says("all of them");
  expect(counted()).toEqual(["test en meta sent", "test en meta objections ×2"]);
  await says("the confirmation has come");
  await says("facebook");
  expect(counted()).toEqual(["test en meta confirmed", "test en meta confirmations"]);
});

it("counts for each campaign on its own, and a campaign with one account at once up to its steps", async () => {
  const { counted, says } = await begin(["meta", "evergreen"]);
  await says("/start evergreen-fr");
  expect(counted()).toEqual([
    "test fr evergreen started",
    "test fr evergreen accounts",
    "test fr evergreen steps",
    "test fr  people",
  ]);
  await says("/start meta");
  expect(counted()).toEqual(["test fr meta started"]);
});

it("counts a message that comes again once, and nobody who is erased", async () => {
  const { person, counted, says } = await begin(["meta"]);
  await person.gives({ id: "same", text: "/start meta", languageHint: "en" });
  await person.gives({ id: "same", text: "/start meta", languageHint: "en" });
  expect(counted()).toEqual(["test en meta started", "test en  people"]);
  await says("forget me");
  await says("yes");
  expect(counted()).toEqual([]);
});

it("counts a reminder that is sent", async () => {
  const { person, counted, says } = await begin(["meta"]);
  for (const text of ["/start meta", "facebook", "friday at 6pm"]) await says(text);
  counted();
  expect(await person.waits(4 * 86_400_000)).not.toEqual([]);
  expect(counted()).toEqual(["test en meta reminders"]);
});

it("counts by the operator’s day, and forgets nothing while the store is away", async () => {
  const store = await openMemoryStore();
  onTestFinished(() => store.close());
  const clock = createTestClock("2025-05-20T23:59");
  let isAway = true;
  const transaction: typeof store.transaction = (work) =>
    isAway ? Promise.reject(new Error("away")) : store.transaction(work);
  const days = createDayCounter({ transaction }, clock, zone);
  const started = { channel: "web", campaign: "meta", language: "fr", what: "started", count: 1 } as const;
  days.add(started);
  await expect(days.flush()).rejects.toThrow("away");
  days.add(started);
  isAway = false;
  await days.flush();
  await days.flush();
  clock.advance(2 * 60_000);
  days.add(started);
  days.add({ ...started, campaign: "", what: "people" });
  const cameBy = { ...started, channel: "", campaign: "", language: "", what: "from-a-begun" } as const;
  days.add({ ...cameBy, day: "2025-05-19" });
  await days.flush();
  expect(await store.dailyCounts("")).toEqual([
    { ...cameBy, day: "2025-05-19" },
    { ...started, day: "2025-05-20", count: 2 },
    { ...started, day: "2025-05-21", campaign: "", what: "people" },
    { ...started, day: "2025-05-21" },
  ]);
});
