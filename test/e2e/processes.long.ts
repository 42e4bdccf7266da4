import { describe, expect, it, onTestFinished } from "vitest";
import { missingPostgres, whySkipped } from "../support/postgres-server.ts";
import { sharePostgres } from "../support/share-postgres.ts";
import { talkThroughProcesses } from "../support/talk-through-processes.ts";
import { openCloudScene } from "../support/whatsapp-cloud/open-scene.ts";

const nothing: readonly string[] = [];

describe.skipIf(missingPostgres())(`three processes on one database${whySkipped()}`, () => {
  const postgres = sharePostgres();

  it("answer everyone, and take each step once, while they are killed and the database starts again", async () => {
    const people = 30;
    const kills = { times: 6, everyMs: 2_000 };
    const plan = { server: postgres.server, processes: 3, people, kills, restartsDatabase: true };
    const { times, ...outcome } = await talkThroughProcesses(plan);
    process.stdout.write(`three processes: ${JSON.stringify(outcome)}\n`);
    expect(outcome).toMatchObject({
      unanswered: nothing,
      wrong: nothing,
      unexplained: nothing,
      astray: nothing,
    });
    expect(times.length).toBeGreaterThan(10 * people);
  });

  it("do the same behind the webhook of the official WhatsApp, each at its share of the pace", async () => {
    const people = 30;
    const scene = await openCloudScene(onTestFinished, { statusesWithinMs: 3_000 });
    const environment = { ...scene.environment, WHATSAPP_CLOUD_PACE: "26" };
    const kills = { times: 5, everyMs: 2_500 };
    const plan = { server: postgres.server, processes: 3, people, kills, scene: { ...scene, environment } };
    const { times, ...outcome } = await talkThroughProcesses(plan);
    process.stdout.write(`three processes on WhatsApp: ${JSON.stringify(outcome)}\n`);
    expect(outcome).toMatchObject({
      unanswered: nothing,
      wrong: nothing,
      unexplained: nothing,
      astray: nothing,
    });
    expect(times.length).toBeGreaterThan(5 * people);
  });
});
