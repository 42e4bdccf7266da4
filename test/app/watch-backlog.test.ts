import { describe, expect, it, onTestFinished } from "vitest";
import { watchBacklog } from "../../src/app/watch-backlog.ts";
import { at, createBrain, createTestClock, createTroubleLog } from "../support/bot-under-test.ts";
import { openMemoryStore } from "../support/open-memory-store.ts";
import { createPacedChannel } from "../support/paced-channel.ts";

/** Meta's date is the 27th: from the evening of the 26th at six, three hours are left until the night. */
async function begin({
  reminders = 0,
  hasLimits = true,
  now = "2025-05-26T18:00",
  dueAt = "2025-05-26T19:00",
} = {}) {
  const store = await openMemoryStore();
  onTestFinished(() => store.close());
  await store.transaction(async (transaction) => {
    for (let person = 0; person < reminders; person += 1)
      await transaction.setReminder(`test:${person}`, {
        campaign: "meta",
        slot: "soon",
        dueAt: at(dueAt),
      });
  });
  const { log, trouble } = createTroubleLog();
  const { channel } = createPacedChannel(hasLimits ? { limits: { perHour: 2 } } : {});
  const { campaigns, defaultZone: zone } = createBrain(["meta", "evergreen"]).world;
  await watchBacklog({
    store,
    channels: [channel],
    campaigns: campaigns.values(),
    zone,
    clock: createTestClock(now),
    log,
  });
  const counts = trouble.map((line) => Number(/"count":(\d+)/.exec(line)?.[1]));
  return { tooLate: counts.reduce((sum, count) => sum + count, 0), trouble };
}

describe("the watch over the reminders before a campaign's date", () => {
  it("is silent while as many can go out as are waiting", async () => {
    expect(await begin({ reminders: 6 })).toEqual({ tooLate: 0, trouble: [] });
  });

  it("tells how many will be too late, on which channel, and what would help", async () => {
    const { tooLate, trouble } = await begin({ reminders: 10 });
    expect(tooLate).toBe(4);
    expect(trouble).toHaveLength(1);
    expect(trouble[0]).toContain(`{"channel":"test","campaign":"meta","count":4}`);
    expect(trouble[0]).toMatch(/TELEGRAM_PACE.*caps/);
  });

  it("counts what is overdue too", async () => {
    expect((await begin({ reminders: 10, now: "2025-05-26T20:00" })).tooLate).toBe(8);
  });

  it("counts on the hours in which people may be reminded, and on no other", async () => {
    expect((await begin({ reminders: 10, now: "2025-05-26T21:00" })).tooLate).toBe(10);
    expect((await begin({ reminders: 30, now: "2025-05-26T03:00" })).tooLate).toBe(6);
    expect((await begin({ reminders: 60, now: "2025-05-25T18:00" })).tooLate).toBe(30);
  });

  it("is silent in the last night about what is due later, where it is day", async () => {
    expect(await begin({ reminders: 10, now: "2025-05-26T21:30", dueAt: "2025-05-26T23:00" })).toEqual({
      tooLate: 0,
      trouble: [],
    });
  });

  it("is silent once the date is past, and on a channel that takes whatever there is", async () => {
    expect(await begin({ reminders: 10, now: "2025-05-27T00:00" })).toEqual({ tooLate: 0, trouble: [] });
    expect(await begin({ reminders: 10, hasLimits: false })).toEqual({ tooLate: 0, trouble: [] });
  });
});
