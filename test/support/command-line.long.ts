import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);
const commands = ["start", "chat", "alert", "announce", "backup", "seal", "whatsapp-templates"];
const ofDevelopers = ["campaigns", "links", "train", "train:replies"];

it.each([...commands, ...ofDevelopers])(
  "npm run %s answers --help, --version and a wrong option",
  async (name) => {
    // Without the build before it, which would rewrite dist/ under other tests.
    const answer = (option: string) =>
      run("npm", ["run", "--silent", "--ignore-scripts", name, "--", option], { cwd: root });
    expect((await answer("--help")).stdout).toMatch(/^Usage:/);
    expect((await answer("--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    await expect(answer("--wrong")).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Unknown option '--wrong'\nUsage:/),
    });
  },
);
