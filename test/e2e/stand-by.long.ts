import { expect, it, onTestFinished } from "vitest";
import { openScene } from "../support/bot-api-scene.ts";
import { startBot } from "../support/bot-process.ts";
import { freePort } from "../support/free-port.ts";
import { missingPostgres, startPostgres, whySkipped } from "../support/postgres-server.ts";

it.skipIf(missingPostgres())(
  `a process that stands by counts as ready, and says by which channel it stands${whySkipped()}`,
  async () => {
    const postgres = await startPostgres();
    onTestFinished(() => postgres.remove());
    const { environment } = await openScene("polling");
    const settings = { ...environment, DATABASE_URL: await postgres.createDatabase() };
    const ports = [await freePort(), await freePort()];
    const readiness = async (port: number) => {
      const response = await fetch(`http://127.0.0.1:${port}/readyz`);
      return [response.status, await response.text()];
    };
    for (const port of ports) await startBot({ ...settings, PORT: String(port) }).says("the bot is up");
    const store = '{"name":"store","ready":true}';
    const answers = [
      '{"name":"telegram","ready":true}',
      '{"name":"telegram","ready":true,"standsBy":true}',
    ].map((telegram) => [200, `{"ready":true,"parts":[${store},${telegram}]}`]);
    await expect.poll(() => Promise.all(ports.map(readiness))).toEqual(answers);
  },
);
