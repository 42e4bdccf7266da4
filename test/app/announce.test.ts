import { expect, it, onTestFinished } from "vitest";
import { announce, type CommunityChat } from "../../src/app/announce.ts";
import type { Store } from "../../src/ports.ts";
import { openStore } from "../../src/storage/open-store.ts";
import { createBrain, createTestClock } from "../support/bot-under-test.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const minute = 60_000;
const hour = 60 * minute;
const french: CommunityChat = { id: "telegram:-100123", language: "fr" };
const english: CommunityChat = { id: "whatsapp:120363@g.us", language: "en" };

async function begin(now: string, chats = [french], zone = "Europe/Paris") {
  const url = `file:${temporaryFolder()}/bot.db`;
  const clock = createTestClock(now);
  const woken: string[] = [];
  let store = await openStore(url);
  onTestFinished(() => store.close());
  const brain = createBrain(["meta", "evergreen"], { defaultZone: zone });
  const invitation = () => "https://t.me/bot?start={campaign}-{language}";
  const look = (from: Store = store) =>
    announce({
      ...brain,
      store: from,
      communityChats: chats,
      channels: [{ name: "telegram", invitation }, { name: "whatsapp" }],
      clock,
      delivery: { wake: (id) => void woken.push(id) },
    });
  const posts = async ({ id } = french) => {
    const rows = await store.outbox(id);
    for (const row of rows) await store.removeFromOutbox([row.id]);
    return rows;
  };
  return {
    clock,
    look,
    posts,
    woken,
    texts: async (chat = french) =>
      (await posts(chat)).map(({ message }) => message.text.map(({ text }) => text).join("")),
    restart: async () => {
      await store.close();
      store = await openStore(url);
    },
    store: () => store,
  };
}

it("counts down a week before, the day before and on the last day, each once", async () => {
  const { clock, look, posts } = await begin("2025-05-10T00:00");
  const days: [string, string][] = [];
  for (let looked = 0; looked < 20 * 24 * 6; looked += 1) {
    await look();
    for (const { message } of await posts())
      days.push([
        new Date(clock.now() + 2 * hour).toISOString().slice(0, 16),
        message.text.map(({ text }) => text).join(""),
      ]);
    clock.advance(10 * minute);
  }
  expect(days).toEqual([
    ["2025-05-19T17:00", expect.stringContaining("il reste 7\u00A0jours")],
    ["2025-05-25T17:00", expect.stringContaining("il reste 1\u00A0jour pour")],
    ["2025-05-26T09:00", expect.stringContaining("le dernier jour pour s’opposer")],
  ]);
});

it("links to the private chat, without a button that would have to be answered in public", async () => {
  const { look, posts } = await begin("2025-05-25T18:00");
  await look();
  const [post] = await posts();
  expect(post?.kind).toBe("announcement");
  expect(post?.message.links).toEqual([
    { label: "S’opposer, pas à pas", url: "https://t.me/bot?start=meta-fr" },
  ]);
  expect(post?.message.choices).toBeUndefined();
  expect(post?.message.navigation).toBeUndefined();
});

it("speaks to each chat in its own language", async () => {
  const { look, texts, woken } = await begin("2025-05-25T18:00", [french, english]);
  expect(await look()).toBe(2);
  expect(await texts(french)).toEqual([expect.stringContaining("il reste 1\u00A0jour")]);
  expect(await texts(english)).toEqual([expect.stringContaining("1 day left to object")]);
  expect(woken).toEqual([french.id, english.id]);
});

it("says nothing twice after a restart, or where two look at the same time", async () => {
  const { clock, look, texts, restart, store } = await begin("2025-05-25T18:00");
  await Promise.all([look(), look(store())]);
  expect(await texts()).toHaveLength(1);
  clock.advance(minute);
  await restart();
  expect(await look()).toBe(0);
  expect(await texts()).toEqual([]);
});

it("posts later on the same day what it missed, and leaves out what is true no more", async () => {
  const late = await begin("2025-05-25T20:30");
  expect(await late.look()).toBe(1);
  for (const time of ["2025-05-20T10:00", "2025-05-25T21:30", "2025-05-26T22:00", "2025-05-27T09:00"])
    expect([time, await (await begin(time)).look()]).toEqual([time, 0]);
});

it("gives up by the evening a post that could not be sent", async () => {
  const { clock, look, posts } = await begin("2025-05-25T18:00");
  await look();
  const [post] = await posts();
  expect((post?.goodUntil ?? 0) - clock.now()).toBe(3 * hour);
});

it.each([
  ["2025-05-26T03:00", "America/Los_Angeles", "c’est aujourd’hui"],
  ["2025-05-25T11:00", "Asia/Tokyo", "il reste 1\u00A0jour"],
])("is true at %s in Paris for an operator in %s", async (now, zone, said) => {
  const { look, texts } = await begin(now, [french], zone);
  await look();
  expect(await texts()).toEqual([expect.stringContaining(said)]);
});

it("keeps nothing of a community as if it were a person", async () => {
  const { look, store } = await begin("2025-05-25T18:00");
  await look();
  expect(await store().transaction((transaction) => transaction.load(french.id))).toBeUndefined();
  expect(await store().transaction((transaction) => transaction.reminders(french.id))).toEqual([]);
});
