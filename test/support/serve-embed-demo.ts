import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { AtEnd } from "./bot-process.ts";
import { freePort } from "./free-port.ts";
import { serveSite } from "./serve-site.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const examples = fileURLToPath(new URL("../../docs/embed.html", import.meta.url));

/** Serves the page of examples, as another site than the chat; returns its address, and the settings for the chat's bot. */
export async function serveEmbedDemo(atEnd: AtEnd) {
  const port = String(await freePort());
  const html = readFileSync(examples, "utf8").replaceAll(
    "https://chat.example.org",
    `http://127.0.0.1:${port}`,
  );
  const site = await serveSite({ "": html }, atEnd);
  const database = `file:${temporaryFolder(atEnd)}/bot.db`;
  return { site, settings: { WEB: "public", PORT: port, WEB_ALLOWED_ORIGINS: site, DATABASE_URL: database } };
}
