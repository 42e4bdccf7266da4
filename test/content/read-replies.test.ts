import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { readReplyModel } from "../../src/content/read-replies.ts";
import { OperatorError } from "../../src/support/operator-error.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { localesFolder } from "../support/walk-conversation.ts";

let locales = "";
let path = "";

beforeEach(() => {
  locales = temporaryFolder();
  path = join(locales, "replies.bin");
  for (const part of ["en/replies", "fr/replies", "replies.bin"])
    cpSync(join(localesFolder, part), join(locales, part), { recursive: true });
});

describe("what was learned of the replies of services", () => {
  it.each<{ what: string; harm: () => void }>([
    { what: "is missing", harm: () => rmSync(path) },
    { what: "is empty", harm: () => writeFileSync(path, "") },
    { what: "was cut off", harm: () => writeFileSync(path, readFileSync(path).subarray(0, -1)) },
    {
      what: "has one byte that is wrong",
      harm: () => {
        const bytes = readFileSync(path);
        writeFileSync(path, bytes.fill(bytes[9000] === 0 ? 1 : 0, 9000, 9001));
      },
    },
    {
      what: "was made from other examples",
      harm: () => {
        const file = join(locales, "fr/replies/refused.txt");
        writeFileSync(file, `${readFileSync(file, "utf8")}%\nNous refusons.\n`);
      },
    },
  ])("is refused at the start with what to do about it, if its file $what", ({ harm }) => {
    harm();
    const message = `${path}: was not made from the examples beside it: take both from a fresh copy of this version, or, if you have changed the examples, run "npm run train:replies"`;
    expect(() => readReplyModel(locales)).toThrow(new OperatorError(message));
  });

  it("still belongs to its examples where Git has changed the ends of their lines", () => {
    const file = join(locales, "fr/replies/refused.txt");
    writeFileSync(file, readFileSync(file, "utf8").replaceAll("\n", "\r\n"));
    expect(() => readReplyModel(locales)).not.toThrow();
  });

  it("is nothing where no language has examples", () => {
    for (const language of ["en", "fr"]) rmSync(join(locales, language, "replies"), { recursive: true });
    expect(readReplyModel(locales)()).toBeUndefined();
  });
});
