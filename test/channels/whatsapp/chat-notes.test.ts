import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openChatNotes } from "../../../src/channels/whatsapp/chat-notes.ts";
import { collectingLog, temporaryFolder } from "./client-double.ts";

const chat = "33600000001@c.us";
const other = "33600000002@c.us";
const day = 86_400_000;
const now = 1_747_000_000_000;

function open(folder = temporaryFolder()) {
  const file = join(folder, "notes.json");
  const logged: string[] = [];
  return { folder, file, logged, notes: openChatNotes(file, collectingLog(logged)) };
}

async function reopen({ folder, notes }: ReturnType<typeof open>) {
  await notes.flush();
  return open(folder);
}

test("on the very first start only what is written from now on counts", () => {
  const { notes } = open();
  notes.begin(now);
  expect(notes.isHandled(chat, now - 1_000, "false_x_A")).toBe(true);
  expect(notes.mayHaveNews(chat, now - 1_000)).toBe(false);
  expect(notes.isHandled(chat, now + 1_000, "false_x_A")).toBe(false);
});

test("what is written in the second of the very first start counts, although WhatsApp's time is that second's begin", () => {
  const { notes } = open();
  notes.begin(now + 300);
  expect(notes.isHandled(chat, now, "false_x_A")).toBe(false);
  expect(notes.mayHaveNews(chat, now)).toBe(true);
});

test("a later start changes nothing about that", async () => {
  const first = open();
  first.notes.begin(now);
  const { notes } = await reopen(first);
  notes.begin(now + day);
  expect(notes.isHandled(chat, now + 1_000, "false_x_A")).toBe(false);
});

test("of two messages in one second only the one that was dealt with counts as such, after a restart too", async () => {
  const first = open();
  first.notes.noteHandled(chat, now, "false_x_A");
  const { notes } = await reopen(first);
  expect(notes.isHandled(chat, now, "false_x_A")).toBe(true);
  expect(notes.isHandled(chat, now, "false_x_B")).toBe(false);
  expect(notes.mayHaveNews(chat, now)).toBe(true);
  expect(notes.isHandled(chat, now - 1_000, "false_x_C")).toBe(true);
});

test("one chat's notes are not another's", () => {
  const { notes } = open();
  notes.begin(now - day);
  notes.noteHandled(chat, now, "false_x_A");
  expect(notes.isHandled(other, now - 1_000, "false_x_A")).toBe(false);
});

test("polls are known after a restart, with what was selected", async () => {
  const first = open();
  const choices = [
    { id: "a", label: "A", ticks: true as const },
    { id: "b", label: "B" },
  ];
  first.notes.notePoll(chat, `true_${chat}_P1`, choices, now);
  first.notes.noteVote(chat, `true_${chat}_P1`, [1]);
  const { notes } = await reopen(first);
  const expected = { taps: ["a", "b"], ticks: [0], selected: [1] };
  expect(notes.poll(chat, `true_${chat}_P1`)).toMatchObject(expected);
  expect(notes.newestPolls(chat, 2, now - day)).toEqual([`true_${chat}_P1`]);
  expect(notes.newestPolls(chat, 2, now)).toEqual([]);
  expect(notes.poll(other, `true_${chat}_P1`)).toBeUndefined();
});

test("a silent chat is forgotten, and what was said in it stays dealt with", async () => {
  const first = open();
  first.notes.begin(now - 100 * day);
  first.notes.noteHandled(chat, now - 40 * day, "false_x_A");
  first.notes.noteHandled(other, now, "false_x_B");
  const { notes, file } = await reopen(first);
  expect(Object.keys(JSON.parse(readFileSync(file, "utf8")).chats)).toHaveLength(1);
  expect(notes.isHandled(chat, now - 40 * day, "false_x_A")).toBe(true);
});

test("neither numbers nor ids of people stand in the file", async () => {
  const { notes, file } = open();
  notes.noteHandled(chat, now, `false_${chat}_A`);
  notes.notePoll(chat, `true_${chat}_P1`, [], now);
  await notes.flush();
  expect(readFileSync(file, "utf8")).not.toMatch(/33600000001|c\.us/);
});

test("a file that cannot be read is put aside and said", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "notes.json"), "{");
  const { logged } = open(folder);
  expect(logged.join()).toContain("put aside");
  expect(readdirSync(folder)).toEqual(["notes.json.unreadable"]);
});

test("what went out unprompted is remembered for a day", async () => {
  const first = open();
  for (const at of [now - 2 * day, now - 1_000, now]) first.notes.noteUnprompted(at);
  const { notes } = await reopen(first);
  expect(notes.unprompted()).toEqual([now - 1_000, now]);
});
