import { it } from "vitest";
import type { Fault } from "../support/bot-api-fault.ts";
import { hear, hearAll, openScene, query, talk } from "../support/bot-api-scene.ts";
import { startBot } from "../support/bot-process.ts";

const badGateway = { kind: "error", code: 502, description: "Bad Gateway" } as const;
const welcome = "De quel service";

it.concurrent("gets every answer through once while Telegram fails, and one person's trouble is nobody else's", async ({
  expect,
  onTestFinished: atEnd,
}) => {
  const { server, environment, file } = await openScene("polling", atEnd);
  const bot = startBot(environment, { atEnd });
  await bot.says("the bot is up");
  const person = (id: number) => server.person(id, { languageCode: "fr" });
  const trouble = (chatId: number, fault: Fault) =>
    server.faults.add({ ...fault, method: "sendMessage", chatId });
  trouble(1, { ...badGateway, times: 100 });
  trouble(2, { kind: "error", code: 429, description: "Too Many Requests: retry after 2", retryAfter: 2 });
  trouble(3, { ...badGateway, times: 2 });
  trouble(4, { kind: "cut" });
  trouble(5, { kind: "not-json" });
  trouble(6, { kind: "drop-answer" });
  trouble(7, { kind: "hang" });
  trouble(8, { kind: "error", code: 403, description: "Forbidden: bot was blocked by the user" });
  for (const id of [1, 2, 3, 4, 5, 6, 7, 8]) person(id).says("/start");
  const quick = performance.now();
  person(9).says("/start");
  await hear(person(9), welcome);
  // Behind a call that hangs, or someone who is refused again and again, it would take longer.
  expect(performance.now() - quick).toBeLessThan(10_000);

  for (const id of [3, 4, 5]) expect(await hearAll(person(id), welcome), `person ${id}`).toHaveLength(1);
  await hear(person(2), welcome);
  const [refused, again] = server.callsOf("sendMessage").filter(({ params }) => params["chat_id"] === 2);
  expect((again?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(1_990);
  // The one that arrived and whose answer was lost is the only one that may come twice.
  await hear(person(6), welcome);
  await hear(person(6), welcome);

  for (const id of [1, 8]) expect(person(id).unread(), `person ${id}`).toEqual([]);
  // Whoever waits longest is not behind the others, and hears soon once it works again.
  server.faults.clear();
  person(1).says("aide");
  await hear(person(1), "les bons formulaires");
  for (const id of [2, 3, 4, 5, 6, 9]) {
    await talk(person(id), [["menu", "Que voulez-vous faire"]]);
    expect(person(id).unread(), `person ${id}`).toEqual([]);
  }
  // A call that hangs is given up some time, and then that message goes too.
  await expect
    .poll(() => query(file, "SELECT conversation_id FROM outbox WHERE conversation_id <> 'telegram:7'"))
    .toEqual([]);
});

it.concurrent("goes on after Telegram was not to be reached for a while", async ({
  expect,
  onTestFinished: atEnd,
}) => {
  const { server, environment } = await openScene("polling", atEnd);
  server.faults.add({ ...badGateway, method: "getMe" });
  server.faults.add({ kind: "cut", method: "deleteWebhook" });
  server.faults.add({ kind: "drop-answer", method: "getUpdates" });
  server.faults.add({
    kind: "error",
    method: "getUpdates",
    code: 429,
    description: "Slow down",
    retryAfter: 1,
  });
  server.faults.add({ ...badGateway, method: "getUpdates" });
  const bot = startBot(environment, { atEnd });
  server.person(1, { languageCode: "fr" }).says("/start");
  expect(await hearAll(server.person(1), welcome)).toHaveLength(1);
  expect(bot.errors()).toContain("Telegram is unreachable; retrying");
  expect(await bot.end("SIGTERM")).toBe(0);
});

it.concurrent("tells the operator that another process polls with the same token, and goes on when that one has ended", async ({
  expect,
  onTestFinished: atEnd,
}) => {
  const { server, environment } = await openScene("polling", atEnd);
  const bot = startBot(environment, { atEnd });
  await bot.says("the bot is up");
  // The one that polls later is let in, the earlier one is told.
  await expect.poll(() => server.callsOf("getUpdates").length).toBeGreaterThan(0);
  const other = `${environment["TELEGRAM_API_ROOT"]}/bot${environment["TELEGRAM_BOT_TOKEN"]}/getUpdates?timeout=30`;
  const ending = new AbortController();
  const polling = fetch(other, { signal: ending.signal }).then(
    ({ status }) => status,
    () => 0,
  );
  await bot.says("another process polls with the same token: stop one of the two");
  ending.abort();
  await polling;
  server.person(1, { languageCode: "fr" }).says("/start");
  expect(await hearAll(server.person(1), welcome)).toHaveLength(1);
});

it.concurrent("says that Telegram does not know the token, and ends", async ({
  expect,
  onTestFinished: atEnd,
}) => {
  const { environment } = await openScene("polling", atEnd);
  const wrong = "42:WRONG-TOKEN-WRONG-TOKEN-WRONG-TOKEN-WRONG";
  const bot = startBot({ ...environment, TELEGRAM_BOT_TOKEN: wrong }, { atEnd });
  expect(await bot.ended()).toBe(1);
  expect(bot.errors()).toContain("TELEGRAM_BOT_TOKEN: Telegram does not know this token");
  expect(bot.errors()).not.toContain(wrong);
});
