import { startBot } from "./bot-process.ts";
import { buildBot } from "./build-bot.ts";
import { readArguments } from "./read-arguments.ts";
import { serveEmbedDemo } from "./serve-embed-demo.ts";

await readArguments([["npm run embed-demo", "serves docs/embed.html and a chat that works"]], {});
const undo: (() => void | Promise<void>)[] = [];
const atEnd = (step: () => void | Promise<void>) => void undo.push(step);

buildBot();
const { site, settings } = await serveEmbedDemo(atEnd);
const bot = startBot(settings, { atEnd });
await bot.says("the bot is up");
process.stdout.write(`The examples of docs/embed.html are at ${site}. Ctrl+C ends them.\n`);

async function end(): Promise<void> {
  for (const step of undo) await step();
  process.exit();
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void end());
