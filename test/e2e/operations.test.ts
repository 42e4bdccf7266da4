import { expect, it } from "vitest";
import { hearAll, openScene } from "../support/bot-api-scene.ts";
import { startBot } from "../support/bot-process.ts";
import { freePort } from "../support/free-port.ts";

it("tells whoever watches over it how it is: alive, ready, deaf, and how much it does, nothing of people, and nothing to an operator without a token", async () => {
  const { server, environment } = await openScene("polling");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const bot = startBot({ ...environment, PORT: String(port) });
  await bot.says("the bot is up");
  const ask = async (path: string) => {
    const response = await fetch(`${url}${path}`);
    return { status: response.status, text: await response.text() };
  };
  expect(await ask("/healthz")).toEqual({ status: 200, text: "ok" });
  await expect.poll(() => ask("/readyz").then(({ status }) => status)).toBe(200);

  const person = server.person(7_654_321, { languageCode: "fr" });
  person.says("/start");
  await hearAll(person, "De quel service");
  person.says("Instagram, Françoise");
  await person.next();
  const metrics = async () => (await ask("/metrics")).text;
  // What has arrived is in the outbox until the bot has heard that it has.
  await expect.poll(metrics).toContain("objecteur_outbox_messages 0");
  const text = await metrics();
  expect(text).toMatch(/objecteur_messages_received_total\{channel="telegram",receipt="answered"\} \d/);
  expect(text).toMatch(/objecteur_messages_sent_total\{channel="telegram",kind="answer"\} \d/);
  expect(text).toMatch(/objecteur_step_seconds_count\{channel="telegram"\} \d/);
  expect(text).toContain('objecteur_reminders_due{channel="telegram"} 0');
  expect(text).not.toMatch(/7654321|Françoise/);
  for (const path of ["/operator", "/operator/report"]) {
    const headers = { authorization: "Bearer " };
    expect((await fetch(`${url}${path}`, { headers })).status).toBe(404);
  }

  await server.close();
  await expect.poll(() => ask("/readyz").then(({ status }) => status)).toBe(503);
  expect(JSON.parse((await ask("/readyz")).text)).toEqual({
    ready: false,
    parts: [
      { name: "store", ready: true },
      { name: "telegram", ready: false },
    ],
  });
  expect(await metrics()).toMatch(/objecteur_errors_total\{kind="polling"\} [1-9]/);
  expect((await ask("/healthz")).status).toBe(200);
  expect(await bot.end("SIGTERM")).toBe(0);
});
