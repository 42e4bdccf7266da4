import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { StartError } from "../../app/ports.ts";

/** Where a browser is looked for. */
export interface BrowserSearch {
  readonly platform: NodeJS.Platform;
  /** The folders of the PATH, joined as the platform does. */
  readonly path: string;
  readonly isExecutable: (file: string) => boolean;
}

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const usualPlaces: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ],
  win32: [
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files\\Chromium\\Application\\chrome.exe",
  ],
};
const installing: Partial<Record<NodeJS.Platform, string>> = {
  linux: "apt install chromium",
  darwin: "brew install --cask google-chrome",
  win32: "winget install Google.Chrome",
};

/** The path of Chromium or Chrome. Throws one sentence with what to do where there is none. */
export function findBrowser(chosen: string | undefined, search: BrowserSearch = hereAndNow()): string {
  const { platform, path, isExecutable } = search;
  if (chosen !== undefined) {
    if (isExecutable(chosen)) return chosen;
    throw new StartError(
      `WHATSAPP_CHROMIUM_PATH: ${chosen} is no program, give the path of Chromium or Chrome`,
    );
  }
  const onPath = path.split(delimiter).filter((folder) => folder !== "");
  const candidates = [
    ...names.flatMap((name) => onPath.map((folder) => join(folder, name))),
    ...(usualPlaces[platform] ?? []),
  ];
  const found = candidates.find(isExecutable);
  if (found !== undefined) return found;
  const command = installing[platform] ?? "your system's package manager";
  throw new StartError(
    `WHATSAPP: no Chromium or Chrome is found, install one with "${command}" or set WHATSAPP_CHROMIUM_PATH`,
  );
}

/** The arguments for the browser. As root it has to run without its sandbox; as anyone else it keeps it. */
export function browserArgs(added: readonly string[], userId = process.getuid?.()): string[] {
  return [...(userId === 0 ? ["--no-sandbox"] : []), ...added];
}

function hereAndNow(): BrowserSearch {
  // biome-ignore lint/style/noProcessEnv: where programs are found is the system's, not a setting of ours
  return { platform: process.platform, path: process.env["PATH"] ?? "", isExecutable };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
