import { describe, expect, it, onTestFinished } from "vitest";
import { openScene } from "../support/bot-api-scene.ts";
import { missingPostgres, whySkipped } from "../support/postgres-server.ts";
import { sharePostgres } from "../support/share-postgres.ts";
import { type Outcome, talkThroughKills } from "../support/talk-through-kills.ts";
import { openCloudScene } from "../support/whatsapp-cloud/open-scene.ts";

const nothing: readonly string[] = [];
const [ends, people] = [7, 40];

const asItShould = {
  ends,
  isBusy: true,
  unanswered: nothing,
  wrong: nothing,
  unexplained: nothing,
  astray: nothing,
  unruly: nothing,
};

/** Prints what came of it; adds whether there was traffic enough to count. */
function report(name: string, outcome: Outcome): Outcome & { readonly isBusy: boolean } {
  process.stdout.write(`${name}: ${JSON.stringify(outcome)}\n`);
  return { ...outcome, isBusy: outcome.steps > 5 * people };
}

it.each(["polling", "webhook"] as const)(
  "answers everyone, and takes each step once, when it is killed again and again under traffic (%s)",
  async (mode) => {
    const outcome = await talkThroughKills({ ends, people, scene: await openScene(mode) });
    expect(report(`SQLite, ${mode}`, outcome)).toMatchObject(asItShould);
  },
);

it("answers everyone, takes each step once and counts each charge once, when it is killed again and again (official WhatsApp)", async () => {
  const scene = await openCloudScene(onTestFinished, { statusesWithinMs: 5_000 });
  const outcome = await talkThroughKills({ ends, people, scene });
  expect(report("SQLite, official WhatsApp", outcome)).toMatchObject(asItShould);
});

/** Where it polls, restart.long.ts ends it in the middle of the traffic. */
it("ends in time when it is told to again and again under traffic, and says nothing twice (webhook)", async () => {
  const outcome = await talkThroughKills({
    ends,
    people,
    scene: await openScene("webhook"),
    signal: "SIGTERM",
  });
  expect(report("SIGTERM, webhook", outcome)).toMatchObject(asItShould);
});

describe.skipIf(missingPostgres())(`on PostgreSQL${whySkipped()}`, () => {
  const postgres = sharePostgres();

  it("answers everyone, and takes each step once, when it is killed again and again under traffic", async () => {
    const url = await postgres.server.createDatabase();
    const read = (sql: string) => postgres.server.query(sql, new URL(url).pathname.slice(1));
    const outcome = await talkThroughKills({ ends, people, database: { url, read } });
    expect(report("PostgreSQL, polling", outcome)).toMatchObject(asItShould);
  });
});
