import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { ChannelDriver, OpenChannel, SeenByPerson } from "./channel-driver.ts";
import { openInbox } from "./inbox-driver.ts";
import { openTelegram } from "./telegram-driver.ts";
import { openTerminal } from "./terminal-driver.ts";
import {
  type Act,
  type Dialogue,
  readTranscript,
  type Transcript,
  type Turn,
  writeDialogue,
} from "./transcript.ts";
import { openWeb } from "./web-driver.ts";
import { openWhatsAppCloud } from "./whatsapp-cloud-driver.ts";
import { openWhatsApp } from "./whatsapp-driver.ts";

const folder = fileURLToPath(new URL("../transcripts/", import.meta.url));
const channels: readonly (readonly [string, OpenChannel])[] = [
  ["telegram", openTelegram],
  ["terminal", openTerminal],
  ["web", openWeb],
  ["whatsapp", openWhatsApp],
  ["whatsapp-cloud", openWhatsAppCloud],
];

/**
 * Plays each of the transcripts of a part of all, the `part`th of so many. A dialogue is written as it goes on the inbox, or on the first
 * of the channels that it names; in the long tests what the bot says has to be the same on each of its channels.
 */
export function playTranscripts(part: number, parts: number): void {
  const all = readdirSync(folder)
    .map((name) => `${folder}${name}`)
    .map((path) => ({ path, ...readTranscript(readFileSync(path, "utf8")) }));
  // What is compiled for the same campaigns is compiled once.
  const sorted = all.sort((one, other) => campaignsOf(one).localeCompare(campaignsOf(other)));
  const each = Math.ceil(all.length / parts);
  const transcripts = sorted.slice((part - 1) * each, part * each);

  describe("a dialogue goes as it is written", () => {
    it.each(transcripts)("$title", async ({ path, header, dialogues }) => {
      const written = header === "" ? [] : [`${header}\n`];
      const told = new Set<string>();
      for (const dialogue of dialogues)
        written.push(writeDialogue(dialogue, await playTogether(dialogue), told));
      // `vitest -u` writes the bot's lines anew.
      await expect(written.join("\n")).toMatchFileSnapshot(path);
    });
  });
}

function campaignsOf({ dialogues: [first], title }: Transcript): string {
  return [...(first?.campaigns ?? []), title].join();
}

/** Plays the dialogue where it is written, and in the long tests on all of its channels. */
async function playTogether(dialogue: Dialogue): Promise<readonly Turn[]> {
  const own = channels.filter(([name]) => dialogue.channels?.includes(name) ?? true);
  const places = dialogue.channels === undefined ? [["inbox", openInbox] as const, ...own] : own;
  const here = process.env["DIALOGUES"] === "on-all-channels" ? places : places.slice(0, 1);
  const played = await Promise.all(here.map(([, open]) => play(dialogue, open)));
  const [first] = played;
  if (first === undefined) throw new Error(`${dialogue.title}: no such channel`);
  const inOneMessage = (turns: readonly Turn[]) =>
    turns.map((turn, index) => together(turn, first[index]?.heard.flatMap(({ links }) => links) ?? []));
  for (const [index, turns] of played.entries())
    expect(inOneMessage(turns), `${dialogue.title}: on ${here[index]?.[0]}`).toEqual(inOneMessage(first));
  return first;
}
/** All that was heard in a turn as one message: channels differ in how many they make of it, and in where links and line breaks stand. */
function together({ act, heard }: Turn, links: SeenByPerson["links"]) {
  const parts = heard.flatMap((seen) => [
    seen.text,
    ...seen.links.map(({ label, url }) => `${label} ${url}`),
    seen.copy ?? "",
  ]);
  const all = parts.join(" ").replace(/\s+/g, " ");
  const addresses = links
    .map(({ label, url }) => `${label} ${url}`.replace(/\s+/g, " "))
    .filter((link) => all.includes(link));
  const words = addresses.reduce((rest, link) => rest.replace(link, ""), all);
  return {
    act,
    words: words.replace(/\s+/g, " ").trim(),
    links: addresses,
    buttons: heard.flatMap(({ buttons }) => buttons),
    files: heard.flatMap(({ file = [] }) => file),
  };
}

/** Plays the person's lines, and notes what the bot says to each. */
async function play(dialogue: Dialogue, open: OpenChannel): Promise<readonly Turn[]> {
  const first = dialogue.acts.findIndex(({ kind }) => kind !== "remark");
  const greeting = dialogue.acts[first];
  if (greeting?.kind !== "says") throw new Error("a transcript begins with words of the person");
  const driver = await open({ ...dialogue, firstWords: greeting.words });
  try {
    const turns: Turn[] = dialogue.acts.slice(0, first).map((act) => ({ act, heard: [] }));
    turns.push({ act: greeting, heard: driver.look() });
    for (const act of dialogue.acts.slice(first + 1)) {
      await perform(act, driver);
      turns.push({ act, heard: driver.look() });
    }
    expect(driver.trouble, `in "${dialogue.title}"`).toEqual([]);
    return turns;
  } finally {
    await driver.close();
  }
}

async function perform(act: Act, driver: ChannelDriver): Promise<void> {
  switch (act.kind) {
    case "says":
      return driver.says(act.words);
    case "presses":
      return driver.presses(act.words);
    case "sends":
      return driver.sends(act.words);
    case "clock":
      return driver.waits(act.length);
    case "remark":
      return;
  }
}
