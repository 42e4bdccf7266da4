import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { ChannelDriver, OpenChannel } from "./support/channel-driver.ts";
import { openTelegram } from "./support/telegram-driver.ts";
import { openTerminal } from "./support/terminal-driver.ts";
import { type Act, readTranscript, type Transcript, writeAct, writeMessage } from "./support/transcript.ts";
import { openWeb } from "./support/web-driver.ts";
import { openWhatsApp } from "./support/whatsapp-driver.ts";

const folder = fileURLToPath(new URL("transcripts/", import.meta.url));
const channels: readonly (readonly [string, OpenChannel])[] = [
  ["telegram", openTelegram],
  ["terminal", openTerminal],
  ["web", openWeb],
  ["whatsapp", openWhatsApp],
];
const transcripts = readdirSync(folder)
  .sort()
  .map((file) => ({ path: `${folder}${file}`, ...readTranscript(readFileSync(`${folder}${file}`, "utf8")) }));

describe("a dialogue on every channel", () => {
  it.each(transcripts)("$title", async ({ path, ...transcript }) => {
    const here = channels.filter(([name]) => transcript.channels?.includes(name) ?? true);
    const [[, first] = [], ...others] = here;
    if (first === undefined) throw new Error("a transcript names the channels that it runs on");
    const played = await play(transcript, first);
    for (const [name, open] of others) expect(await play(transcript, open), `on ${name}`).toBe(played);
    // `vitest -u` writes the bot's lines anew.
    await expect(played).toMatchFileSnapshot(path);
  });
});

/** Plays the person's lines, and writes down the whole dialogue. */
async function play(transcript: Transcript, open: OpenChannel): Promise<string> {
  const first = transcript.acts.findIndex(({ kind }) => kind !== "remark");
  const greeting = transcript.acts[first];
  if (greeting?.kind !== "says") throw new Error("a transcript begins with words of the person");
  const driver = await open({ ...transcript, firstWords: greeting.words });
  try {
    const parts = [
      transcript.header,
      transcript.acts
        .slice(0, first + 1)
        .map(writeAct)
        .join("\n\n"),
    ];
    parts.push(heard(driver, transcript));
    for (const act of transcript.acts.slice(first + 1)) {
      await perform(act, driver);
      parts.push(writeAct(act), heard(driver, transcript));
    }
    expect(driver.trouble).toEqual([]);
    return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
  } finally {
    await driver.close();
  }
}

function heard(driver: ChannelDriver, { isWhole }: Transcript): string {
  return driver
    .look()
    .map((message) => writeMessage(message, isWhole))
    .join("\n");
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
