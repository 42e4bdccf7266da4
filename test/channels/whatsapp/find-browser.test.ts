import { expect, test } from "vitest";
import { browserArgs, findBrowser } from "../../../src/channels/whatsapp/browser.ts";

const having = (...files: string[]) => ({
  platform: "linux" as NodeJS.Platform,
  path: "/usr/local/bin:/usr/bin",
  isExecutable: (file: string) => files.includes(file),
});

test("the setting comes first", () => {
  expect(findBrowser("/opt/chrome", having("/opt/chrome", "/usr/bin/chromium"))).toBe("/opt/chrome");
});

test("a setting that names no program is told with its name", () => {
  expect(() => findBrowser("/opt/chrome", having("/usr/bin/chromium"))).toThrow(
    /^WHATSAPP_CHROMIUM_PATH: \/opt/,
  );
});

test("Chromium is taken before Chrome, wherever on the path they are", () => {
  const search = having("/usr/local/bin/google-chrome", "/usr/bin/chromium");
  expect(findBrowser(undefined, search)).toBe("/usr/bin/chromium");
  expect(findBrowser(undefined, having("/usr/bin/google-chrome-stable"))).toBe(
    "/usr/bin/google-chrome-stable",
  );
});

test("the usual place on a Mac is known", () => {
  const chrome = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
  expect(findBrowser(undefined, { ...having(chrome), platform: "darwin" })).toBe(chrome);
});

test.each([
  ["linux", "apt install chromium"],
  ["darwin", "brew install"],
  ["win32", "winget install"],
] as const)("without a browser on %s one sentence says how to install it", (platform, command) => {
  const problem = () => findBrowser(undefined, { ...having(), platform });
  expect(problem).toThrow(command);
  expect(problem).toThrow(/^WHATSAPP: [^\n]*$/);
});

test("only root's browser runs without its sandbox", () => {
  expect(browserArgs(["--mine"], 0)).toEqual(["--no-sandbox", "--mine"]);
  expect(browserArgs(["--mine"], 1000)).toEqual(["--mine"]);
});
