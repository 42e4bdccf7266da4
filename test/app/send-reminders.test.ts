import { describe, expect, it, onTestFinished } from "vitest";
import type { RoadParts } from "../../src/app/handle-message.ts";
import { sendReminders } from "../../src/app/send-reminders.ts";
import { createPersonUnderTest, testChannel } from "../support/person-under-test.ts";

const hour = 3_600_000;
const day = 24 * hour;

async function begin(change?: (parts: RoadParts) => RoadParts) {
  let road: RoadParts | undefined;
  const person = await createPersonUnderTest(["meta", "evergreen"], "2025-05-15T10:00", (parts) => {
    road = change?.(parts) ?? parts;
    return road;
  });
  onTestFinished(() => person.store.close());
  for (const text of ["/start", "meta", "facebook", "friday at 6pm"])
    await person.gives({ text, languageHint: "en" });
  if (road === undefined) throw new Error("there is no road");
  return { ...person, road };
}

describe("a reminder", () => {
  it("is sent at its time, once, and not before", async () => {
    const { waits } = await begin();
    expect(await waits(day + 7 * hour)).toEqual([]);
    expect(await waits(hour)).toHaveLength(1);
    expect(await waits(day)).toEqual([]);
  });

  it("is sent once although two look at the same time", async () => {
    const { clock, road, store } = await begin();
    clock.advance(2 * day);
    await Promise.all([sendReminders(road, [testChannel]), sendReminders(road, [testChannel])]);
    expect(await store.outbox("test:1")).toHaveLength(1);
  });

  it("waits for nine o’clock where its time fell into the night", async () => {
    const { waits, reminders } = await begin();
    expect(await waits(day + 12 * hour)).toEqual([]);
    expect(await reminders()).toHaveLength(1);
    expect(await waits(11 * hour)).toHaveLength(1);
  });

  it("ends where the person has said stop, or its campaign is gone", async () => {
    const { gives, waits, reminders, store } = await begin();
    await gives({ text: "stop" });
    const reminder = { campaign: "meta", slot: "day:2025-05-17", dueAt: 1 };
    await store.transaction((transaction) => transaction.setReminder("test:1", reminder));
    expect(await waits(2 * day)).toEqual([]);
    expect(await reminders()).toEqual([]);

    const other = await begin();
    const gone = { ...reminder, campaign: "gone" };
    await other.store.transaction(async (transaction) => {
      await transaction.cancelReminders("test:1");
      await transaction.setReminder("test:1", gone);
    });
    expect((await other.gives({ text: "my data" })).sent.length).toBeGreaterThan(0);
    expect(await other.waits(2 * day)).toEqual([]);
    expect(await other.reminders()).toEqual([]);
    expect(other.trouble).toEqual([]);
  });

  it("that fails holds up no other, and is tried again in an hour", async () => {
    let fails = true;
    const { waits, reminders, trouble } = await begin((parts) => ({
      ...parts,
      wording: {
        ...parts.wording,
        render(phrase, language) {
          if (fails && phrase.key === "due.before") throw new Error("there is no text due.before");
          return parts.wording.render(phrase, language);
        },
      },
    }));
    expect(await waits(2 * day)).toEqual([]);
    expect(await reminders()).toHaveLength(1);
    expect(trouble).toHaveLength(1);
    fails = false;
    expect(await waits(hour)).toHaveLength(1);
  });

  it("does not move the question that is open", async () => {
    const { waits, stored } = await begin();
    const before = await stored();
    expect(await waits(2 * day)).toHaveLength(1);
    expect(await stored()).toBe(before);
  });
});
