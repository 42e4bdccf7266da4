import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { isFromLibrary } from "../../../src/channels/whatsapp/errors.ts";
import { processesFolder } from "../../support/build-bot.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Runs these lines in a process that tolerates the library's rejections; gives its code, and what it printed. */
function run(lines: string) {
  const script = `
    import { tolerateRejections } from "${processesFolder}/whatsapp-errors.mjs";
    tolerateRejections((problem) => {
      console.log("tolerated:", problem);
      setImmediate(() => console.log("went on"));
    });
    ${lines}
  `;
  const given = ["--input-type=module", "--eval", script];
  return new Promise<{ status: unknown; stdout: string }>((resolve) => {
    execFile(process.execPath, given, { cwd: root }, (error, stdout) =>
      resolve({ status: error?.code ?? 0, stdout }),
    );
  });
}

/** It takes half a second to load. */
const withLibrary = `const { default: whatsapp } = await import("whatsapp-web.js");`;

describe("a rejection that nobody handles", () => {
  test.concurrent.each([
    ["the library's string", `void Promise.reject("auth timeout");`, "tolerated: auth timeout\nwent on\n"],
    [
      "an error of the library's browser",
      `${withLibrary} void new whatsapp.Client({ puppeteer: { executablePath: "/no-browser" } }).initialize();`,
      /^tolerated: Browser was not found .*\nwent on\n$/,
    ],
  ])("%s does not end the process", async (_, lines, printed) => {
    expect(await run(lines)).toEqual({ status: 0, stdout: expect.stringMatching(printed) });
  });

  test.concurrent.each([
    ["an error of ours", `void Promise.reject(new Error("ours"));`],
    ["a string of ours", `void Promise.reject("ours");`],
    [
      "an error of ours in what the library calls",
      `${withLibrary}
       const client = new whatsapp.Client({
         authStrategy: new (class extends whatsapp.NoAuth {
           async beforeBrowserInitialized() { throw new Error("ours"); }
         })(),
       });
       void client.initialize();`,
    ],
  ])("%s ends it", async (_, lines) => {
    const { status, stdout } = await run(lines);
    expect(status).not.toBe(0);
    expect(stdout).toBe("");
  });

  test("an error of WhatsApp's page is the library's, and so is one that Node has raised for it", () => {
    const at = (...calls: readonly string[]) =>
      Object.assign(new Error("x"), {
        stack: ["Error: x", ...calls.map((call) => `    at ${call}`)].join("\n"),
      });
    const library = "/app/node_modules/whatsapp-web.js/src/Client.js:1:1";
    expect(
      isFromLibrary(at("send (https://web.whatsapp.com/page/send.js:1:1)", "/app/dist/main.js:1:1")),
    ).toBe(true);
    expect(
      isFromLibrary(at("async rm (node:internal/fs/promises:1:1)", `async Client.logout (${library})`)),
    ).toBe(true);
    expect(isFromLibrary(at("new Promise (<anonymous>)", "/app/dist/main.js:1:1", library))).toBe(false);
  });

  test("where the project lies, and what a message quotes, makes none of our errors the library's", () => {
    const ours = new Error("no /app/node_modules/puppeteer/lib/index.js");
    ours.stack = `${ours}\n    at send (/home/me/puppeteer/whatsapp-web.js/dist/main.js:1:1)`;
    expect(isFromLibrary(ours)).toBe(false);
  });
});
