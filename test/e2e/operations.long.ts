import { request } from "node:http";
import { expect, it } from "vitest";
import { openScene, talk } from "../support/bot-api-scene.ts";
import { startBot } from "../support/bot-process.ts";
import { freePort } from "../support/free-port.ts";
import { operatorToken } from "../support/operator-scene.ts";

it("serves an operator’s page with its token, and still knows after a restart what it has counted", async () => {
  const { server, environment } = await openScene("polling");
  const begin = async () => {
    const bot = startBot({ ...environment, OPERATOR_TOKEN: operatorToken });
    await bot.says("the bot is up");
    const port = /"port":(\d+)/.exec(bot.errors())?.[1] ?? "";
    const ask = async (what: string, token: string) => {
      const headers = { authorization: `Bearer ${token}` };
      return fetch(`http://127.0.0.1:${port}/operator/${what}`, { headers });
    };
    return { bot, ask };
  };
  const { bot, ask } = await begin();
  await talk(server.person(1, { languageCode: "fr" }), [["/start meta", "Quels comptes"]]);
  const report = async () => (await ask("report", operatorToken)).json();
  await expect.poll(report).toHaveProperty("outbox.count", 0);
  expect(await report()).toMatchObject({
    channels: [
      {
        name: "telegram",
        ready: true,
        invitation: expect.stringMatching(/^https:\/\/t\.me\/\w+\?start=\{campaign\}-\{language\}$/),
        counts: { failed: 0, givenUp: 0 },
      },
    ],
    understood: { languages: { fr: { answered: 1 } }, topics: [{ topic: "start", count: 1 }] },
  });
  for (const what of ["report", "counts"]) expect((await ask(what, "wrong")).status).toBe(401);
  expect(bot.errors()).not.toContain(operatorToken);
  expect(await bot.end("SIGTERM")).toBe(0);
  const again = await begin();
  const counts = await (await again.ask("counts", operatorToken)).text();
  expect(counts.replaceAll(/^\d{4}-\d\d-\d\d,/gm, "")).toBe(
    "day,channel,campaign,language,what,count\r\ntelegram,,fr,people,1\r\ntelegram,meta,fr,started,1\r\n",
  );
});

it("refuses, on every route, whoever asks under a name that is not its own, and lets nobody show an answer as a page", async () => {
  const { environment } = await openScene("polling");
  const port = await freePort();
  const settings = { WEB: "public", WEB_URL: "https://chat.example.org", OPERATOR_TOKEN: operatorToken };
  const bot = startBot({ ...environment, ...settings, PORT: String(port) });
  await bot.says("the bot is up");
  const ask = (path: string, host: string) =>
    new Promise<unknown>((resolve, reject) => {
      const asked = request({ port, path, headers: { host, accept: "text/event-stream" } }, (answer) => {
        const policy = answer.headers["content-security-policy"] ?? "";
        resolve([path, answer.statusCode === 421, policy.includes("default-src 'none'")]);
        answer.destroy();
      });
      asked.once("error", reject).end();
    });
  const paths = ["/", "/embed.js", "/chat/events", "/healthz", "/readyz", "/metrics"];
  const operators = ["/operator", "/operator/report", "/operator/counts", "/nowhere"];
  for (const path of [...paths, ...operators]) {
    expect(await ask(path, "evil.example")).toEqual([path, true, true]);
    expect(await ask(path, "chat.example.org")).toEqual([path, false, true]);
  }
});
