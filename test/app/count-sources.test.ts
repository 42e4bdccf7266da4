import { expect, it, onTestFinished } from "vitest";
import type { DailyCount } from "../../src/ports.ts";
import { createPersonUnderTest } from "../support/person-under-test.ts";

const days = (count: number) => count * 86_400_000;

/** Someone who comes by an article; `counted` tells all that is counted of sources by now. */
async function begin(campaigns: readonly string[] = ["meta"]) {
  const counts = new Map<string, number>();
  const add = (each: Omit<DailyCount, "day"> & Partial<DailyCount>) => {
    if (!each.what.startsWith("from-")) return;
    expect(each).toMatchObject({ channel: "", campaign: "", language: "" });
    const key = `${each.day} ${each.what.replace("from-", "")}`;
    counts.set(key, (counts.get(key) ?? 0) + each.count);
  };
  const change = (parts: Parameters<Parameters<typeof createPersonUnderTest>[2] & object>[0]) => ({
    ...parts,
    days: { add },
  });
  const person = await createPersonUnderTest(campaigns, "2026-05-20T10:00", change);
  onTestFinished(() => person.store.close());
  return {
    person,
    says: async (text: string, source?: string) => {
      const { sent } = await person.gives({ text, languageHint: "en", source });
      return sent.flatMap((message) => message.text.map((span) => span.text)).join("");
    },
    counted: () => [...counts].flatMap(([key, count]) => (count === 0 ? [] : [`${key} ×${count}`])),
    kept: async () => JSON.parse(await person.stored()).person.source,
  };
}

it("counts a person once, at the furthest stage, and forgets their source once it is done", async () => {
  const { says, counted, kept } = await begin();
  await says("/start meta", "article-1");
  expect(counted()).toEqual(["2026-05-20 article-1-begun ×1"]);
  expect(await kept()).toMatchObject({ name: "article-1", stage: "begun" });
  await says("facebook");
  expect(counted()).toEqual(["2026-05-20 article-1-steps-shown ×1"]);
  await says("remind me on friday");
  expect(counted()).toEqual(["2026-05-20 article-1-reminder-set ×1"]);
  await says("done");
  expect(counted()).toEqual(["2026-05-20 article-1-done ×1"]);
  expect(await kept()).toBeUndefined();
  await says("undo");
  await says("done");
  expect(counted()).toEqual(["2026-05-20 article-1-done ×1"]);
});

it("counts what they do within a week under the day on which they came, and nothing after it", async () => {
  const { person, says, counted, kept } = await begin();
  await says("/start meta", "article-1");
  await person.waits(days(6));
  await says("facebook", "article-2");
  expect(counted()).toEqual(["2026-05-20 article-1-steps-shown ×1"]);
  await person.waits(days(1));
  await says("done");
  expect(await kept()).toBeUndefined();
  expect(counted()).toEqual(["2026-05-20 article-1-steps-shown ×1"]);
  await says("/start meta", "article-2");
  expect(counted()).toContain("2026-05-27 article-2-begun ×1");
});

it("keeps and counts nothing of whoever came by no page that names itself", async () => {
  const { says, counted, kept } = await begin();
  for (const text of ["/start meta", "facebook", "done"]) await says(text);
  expect(await kept()).toBeUndefined();
  expect(counted()).toEqual([]);
});

it("stands in “my data” for as long as it is kept, in both languages", async () => {
  const { person, says } = await begin();
  await says("/start meta-en", "article-1");
  expect(await says("my data")).toContain(
    "came from: article-1. I keep it only to count, with how far you have come: until it is done, or until Wednesday 27 May",
  );
  await says("français");
  expect(await says("mes données")).toContain("• Page d’où vous venez\u00a0: article-1.");
  await person.waits(days(7));
  expect(await says("mes données")).not.toContain("article-1");
  await says("oublie-moi");
  await says("oui");
  await says("/start meta-en", "other");
  expect(await says("my data")).toContain("came from: one that I don’t know by name");
});
