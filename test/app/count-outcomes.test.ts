import { expect, it, onTestFinished } from "vitest";
import { createPersonUnderTest } from "../support/person-under-test.ts";

const days = (count: number) => count * 86_400_000;

async function begin(campaigns = ["meta"]) {
  const person = await createPersonUnderTest(campaigns, "2026-05-20T10:00");
  onTestFinished(() => person.store.close());
  const says = async (...texts: readonly string[]) => {
    for (const text of texts) await person.gives({ text, languageHint: "en" });
  };
  /** What is counted now, such as "2026-05-01 meta confirmed-2". */
  const counted = async () => {
    const found = await person.store.dailyCounts("", { channel: "" });
    return found
      .filter(({ count }) => count !== 0)
      .map(({ day, campaign, what, count }) => {
        expect(count).toBe(1);
        return `${day} ${campaign} ${what.replace("outcome-", "")}`;
      });
  };
  return { person, says, counted };
}

it("counts a confirmation by the days since the sending, under the month of sending", async () => {
  const { person, says, counted } = await begin();
  await says("/start meta", "facebook", "done");
  expect(await counted()).toEqual([]);
  await person.waits(days(3));
  await says("the confirmation has come");
  expect(await counted()).toEqual(["2026-05-01 meta confirmed-2"]);
});

it("counts what a person says in the end, and nothing if it is taken back", async () => {
  const { person, says, counted } = await begin();
  await says("/start meta", "facebook", "done");
  await person.waits(days(1));
  await says("the confirmation has come", "undo");
  expect(await counted()).toEqual([]);
  await says("the confirmation has come", "in fact they refused");
  expect(await counted()).toEqual(["2026-05-01 meta refused"]);
});

it("counts silence once a month has passed and the person says that nothing has come", async () => {
  const { person, says, counted } = await begin();
  await says("/start meta", "facebook", "done", "nothing has come");
  expect(await counted()).toEqual([]);
  await person.waits(days(32));
  await says("nothing has come");
  expect(await counted()).toEqual(["2026-05-01 meta unanswered"]);
});

it("counts a person once for a service, whatever came of a second objection", async () => {
  const { person, says, counted } = await begin();
  await says("/start meta", "both", "no", "done", "all of them");
  await person.waits(days(1));
  await says("the confirmation for facebook has come");
  await person.waits(days(1));
  await says("instagram refused");
  expect(await counted()).toEqual(["2026-05-01 meta confirmed-1"]);
});

it("keeps the count of someone who is forgotten", async () => {
  const { person, says, counted } = await begin();
  await says("/start meta", "facebook", "done");
  await person.waits(days(5));
  await says("the confirmation has come", "forget me", "yes");
  expect(await person.stored()).toBe("");
  expect(await counted()).toEqual(["2026-05-01 meta confirmed-4"]);
});

it("counts nothing that is told once the month is closed, and takes nothing from it", async () => {
  const { person, says, counted } = await begin();
  await says("/start meta", "facebook", "done");
  await person.waits(days(20));
  await says("the confirmation has come");
  await person.waits(days(36));
  await says("in fact they refused");
  expect(await counted()).toEqual(["2026-05-01 meta confirmed-15"]);
});

it("counts neither a setting, nor an objection sent on a day that was not told", async () => {
  const { says, counted } = await begin(["meta", "pinterest"]);
  await says("/start pinterest", "done", "the confirmation has come");
  await says("/start meta", "facebook", "I sent it weeks ago", "the confirmation has come");
  expect(await counted()).toEqual([]);
});
