import { readFileSync } from "node:fs";
import { z } from "zod";

const scripts = z.object({ start: z.templateLiteral(["node ", z.string(), " src/main.ts"]) });

/** How `npm start` runs Node: what stands before the file in its command. */
export function startFlags(): readonly string[] {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  const { start } = z.object({ scripts }).parse(JSON.parse(text)).scripts;
  return start.split(" ").slice(1, -1);
}
