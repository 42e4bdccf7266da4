import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startBot } from "./bot-process.ts";
import { freePort } from "./free-port.ts";
import { startPushService } from "./push-service.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A bot whose pushes go to a push service of this test's. */
export async function startPushingBot(
  folder = temporaryFolder(),
  more: Readonly<Record<string, string>> = {},
) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const keysFile = join(folder, "push-keys.json");
  const keys = () => JSON.parse(readFileSync(keysFile, "utf8")) as { readonly publicKey: string };
  const service = await startPushService(() => keys().publicKey);
  const database = join(folder, "bot.db");
  const environment = { WEB: "public", PORT: String(port), DATABASE_URL: `file:${database}` };
  const bot = startBot({ ...environment, ...more, WEB_PUSH_HOSTS: service.host });
  await bot.says("the bot is up");
  return { url, bot, service, keys, keysFile, database };
}
