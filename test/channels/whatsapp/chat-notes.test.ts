import { expect, test } from "vitest";
import { createChannelNotes } from "../../../src/app/channel-notes.ts";
import { createChatNotes } from "../../../src/channels/whatsapp/chat-notes.ts";
import type { ConversationId, Store } from "../../../src/ports.ts";
import { openMemoryStore } from "../../support/open-memory-store.ts";
import { someConversation } from "../../support/store-contract.ts";
import { collectingLog } from "./client-double.ts";

const chat = "33600000001@c.us";
const other = "33600000002@c.us";
const day = 86_400_000;
const now = 1_747_000_000_000;

interface Opened {
  readonly store?: Store;
}

/** The notes of a channel on a store in which the person of `chat` is known. */
async function open({ store }: Opened = {}) {
  const opened = store ?? (await openMemoryStore());
  if (store === undefined) await saveIn(opened, chat);
  const kept = createChannelNotes(opened, "whatsapp", "Europe/Paris");
  const notes = createChatNotes({ notes: kept, clock: { now: () => now }, log: collectingLog([]) });
  await notes.open();
  return { store: opened, notes };
}

async function saveIn(store: Store, id: string): Promise<void> {
  await store.transaction((transaction) => transaction.save(idOf(id), someConversation(), 0));
}

async function reopen({ store, notes }: Awaited<ReturnType<typeof open>>) {
  await notes.settle();
  return open({ store });
}

const idOf = (id: string): ConversationId => `whatsapp:${id}`;

test("on the very first start only what is written from now on counts", async () => {
  const { notes } = await open();
  notes.begin(now);
  const known = await notes.look(chat);
  expect(known.isHandled(now - 1_000, "false_x_A")).toBe(true);
  expect(known.mayHaveNews(now - 1_000)).toBe(false);
  expect(known.isHandled(now + 1_000, "false_x_A")).toBe(false);
});

test("what is written in the second of the very first start counts, although WhatsApp's time is that second's begin", async () => {
  const { notes } = await open();
  notes.begin(now + 300);
  const known = await notes.look(chat);
  expect(known.isHandled(now, "false_x_A")).toBe(false);
  expect(known.mayHaveNews(now)).toBe(true);
});

test("a later start changes nothing about that", async () => {
  const first = await open();
  first.notes.begin(now);
  const { notes } = await reopen(first);
  notes.begin(now + day);
  expect((await notes.look(chat)).isHandled(now + 1_000, "false_x_A")).toBe(false);
});

test("of two messages in one second only the one that was dealt with counts as such, after a restart too", async () => {
  const first = await open();
  await first.notes.noteHandled(chat, now, "false_x_A");
  const known = await (await reopen(first)).notes.look(chat);
  expect(known.isHandled(now, "false_x_A")).toBe(true);
  expect(known.isHandled(now, "false_x_B")).toBe(false);
  expect(known.mayHaveNews(now)).toBe(true);
  expect(known.isHandled(now - 1_000, "false_x_C")).toBe(true);
});

test("one chat's notes are not another's", async () => {
  const { notes } = await open();
  notes.begin(now - day);
  await notes.noteHandled(chat, now, "false_x_A");
  expect((await notes.look(other)).isHandled(now - 1_000, "false_x_A")).toBe(false);
});

test("polls are known after a restart, with what was selected", async () => {
  const first = await open();
  const choices = [
    { id: "a", label: "A", ticks: true as const },
    { id: "b", label: "B" },
  ];
  await first.notes.notePoll(chat, { poll: `true_${chat}_P1` }, choices);
  await first.notes.noteVote(chat, `true_${chat}_P1`, [1]);
  const { notes } = await reopen(first);
  const expected = { taps: ["a", "b"], ticks: [0], selected: [1] };
  expect(await notes.poll(chat, `true_${chat}_P1`)).toMatchObject(expected);
  const known = await notes.look(chat);
  expect(known.newestPolls(2, now - day)).toEqual(["P1"]);
  expect(known.newestPolls(2, now)).toEqual([]);
  expect(await notes.poll(other, `true_${chat}_P1`)).toBeUndefined();
});

test("nothing is noted of somebody who was erased, also not by what was on its way", async () => {
  const { notes, store } = await open();
  await notes.noteHandled(chat, now, "false_x_A");
  await store.transaction((transaction) => transaction.erase(idOf(chat)));
  await notes.noteHandled(chat, now + 1_000, "false_x_B");
  await notes.notePoll(chat, { poll: `true_${chat}_P1` }, []);
  await saveIn(store, chat);
  expect((await notes.look(chat)).isNoted).toBe(false);
});

test("what was dealt with everywhere stays so for somebody who was erased since", async () => {
  const first = await open();
  first.notes.begin(now - 9 * day);
  first.notes.noteAllHandled(now - day);
  first.notes.noteAllHandled(now - 2 * day);
  const known = await (await reopen(first)).notes.look(other);
  expect(known.isHandled(now - day, "false_x_A")).toBe(true);
  expect(known.isHandled(now - day + 1_000, "false_x_A")).toBe(false);
});

test("a message that is not decrypted yet is not dealt with by those after it, after a restart too", async () => {
  const first = await open();
  first.notes.begin(now - 9 * day);
  await first.notes.noteUndecrypted(chat, now - 2_000, "false_x_A");
  await first.notes.noteHandled(chat, now - 1_000, "false_x_B");
  const again = await reopen(first);
  again.notes.noteAllHandled(now);
  const known = await again.notes.look(chat);
  expect(known.mayHaveNews(now - 1_000)).toBe(true);
  expect(known.isHandled(now - 2_000, "false_x_A")).toBe(false);
  expect(known.isHandled(now - 2_000, "false_x_C")).toBe(true);
  await again.notes.noteHandled(chat, now - 2_000, "false_x_A");
  const after = await again.notes.look(chat);
  expect(after.isHandled(now - 2_000, "false_x_A")).toBe(true);
  expect(after.mayHaveNews(now - 1_000)).toBe(false);
});

test("a stranger's message that is not decrypted yet is waited for, and kept once they are known", async () => {
  const { notes, store } = await open();
  notes.begin(now - 9 * day);
  await notes.noteUndecrypted(other, now - 5_000, "false_x_A");
  notes.noteAllHandled(now);
  expect((await notes.look(other)).isHandled(now - 5_000, "false_x_A")).toBe(false);
  await saveIn(store, other);
  await notes.noteHandled(other, now, "false_x_B");
  const known = await (await open({ store })).notes.look(other);
  expect(known.isHandled(now - 5_000, "false_x_A")).toBe(false);
});
