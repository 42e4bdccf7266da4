import { findChromium } from "./whatsapp-web/browser-args.ts";

/** Chromium for a test: without one it is skipped, but never where CI promises one. */
export function chromiumForTests(): string | undefined {
  const path = findChromium();
  if (path === undefined && process.env["CI"] === "true")
    throw new Error("no Chromium: install it, CI runs the tests of the page in a real browser");
  return path;
}
