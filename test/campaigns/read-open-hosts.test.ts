import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readOpenHosts } from "../../src/campaigns/read-files.ts";
import { openHosts } from "../support/bot-under-test.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

function reading(content: unknown): () => unknown {
  const path = join(temporaryFolder(), "open-hosts.json");
  writeFileSync(path, JSON.stringify(content));
  return () => readOpenHosts(path);
}

describe("readOpenHosts", () => {
  it("has the hosts on which anyone publishes, and those that lead on", () => {
    for (const host of [
      "docs.google.com",
      "forms.gle",
      "chat.whatsapp.com",
      "github.io",
      "bit.ly",
      "google.com/url",
    ])
      expect(openHosts).toContain(host);
  });

  it("says of a wrong file what is wrong, and where", () => {
    const sound = { publishing: ["example.org"], redirecting: ["example.com/url"] };
    expect(reading(sound)()).toEqual(["example.org", "example.com/url"]);
    expect(reading({ ...sound, publishing: ["https://example.org"] })).toThrow(
      /open-hosts\.json: publishing\.0: expected example\.org or example\.org\/path/,
    );
    expect(reading({ ...sound, redirecting: ["bit.example", "bit.example"] })).toThrow(
      /redirecting: expected each host once/,
    );
    expect(reading({})).toThrow(/publishing: /);
  });
});
