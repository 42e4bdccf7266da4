import { type Config, ConfigError, loadEnvironment, readConfig } from "../config/config.ts";
import { withStoreBesideBot } from "../storage/open-store.ts";
import { createCommand, isConfirmed, UsageError, usageOf } from "../support/command-line.ts";
import { day } from "../support/durations.ts";
import { languagesIn, ownFolders } from "../support/folders.ts";
import { printReport } from "../support/log.ts";

const usage = usageOf([
  [
    'npm run announce -- --channel telegram|whatsapp --text "What to post" [--yes]',
    "shows a post, asks, and has the bot post it",
  ],
]);
/** The limit of Telegram and WhatsApp, in characters. */
const longestText = 4_096;
/** In milliseconds: a post that could not be sent within a day is dropped. */
const worthSending = day;
const options = {
  channel: { type: "string" },
  text: { type: "string" },
  yes: { type: "boolean", default: false },
} as const;

/** Shows a post and its destination; once confirmed, puts it into the outbox. */
export const announce = createCommand(usage, { options }, async ({ values: { yes, ...given } }) => {
  const { channel, text } = readPost(given);
  const config = readConfig(loadEnvironment(), languagesIn(ownFolders.locales));
  const chat = chatOf(channel, config);
  printReport(`To ${chat}, on ${channel}:\n\n${text}\n`);
  if (!yes && !(await isConfirmed("post"))) return printReport("Nothing was posted.");
  const now = Date.now();
  const message = { text: [{ type: "text", text }] } as const;
  await withStoreBesideBot(config.databaseUrl, config.storeKey, (store) =>
    store.transaction((transaction) =>
      transaction.enqueue(`${channel}:${chat}`, "announcement", [message], {
        now,
        goodUntil: now + worthSending,
      }),
    ),
  );
  printReport("Left for the bot: it posts this within seconds, or when it starts, if that is within a day.");
});

function readPost({ channel, text: given = "" }: { readonly channel?: string; readonly text?: string }) {
  const text = given.trim();
  if ((channel !== "telegram" && channel !== "whatsapp") || text === "")
    throw new UsageError(`Expected a channel and a text\n${usage}`);
  if (text.length > longestText)
    throw new UsageError(`--text: expected at most ${longestText} characters, these are ${text.length}`);
  return { channel, text } as const;
}

function chatOf(channel: "telegram" | "whatsapp", { communityChats }: Config): string {
  const chat = communityChats[channel]?.chat;
  const setting = `COMMUNITY_${channel.toUpperCase()}_CHAT`;
  if (chat === undefined) throw new ConfigError([`${setting}: needed, say where the bot may post`]);
  return chat;
}
