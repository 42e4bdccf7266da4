import { setTimeout as sleep } from "node:timers/promises";
import type { BotApiPerson, SeenMessage } from "../test/support/bot-api-chats.ts";
import type { BotApiServer } from "../test/support/bot-api-server.ts";
import { buttonOf, type MeasuredStep, type Move } from "./walks.ts";

const patienceMs = 120_000;

/** Resolves when the bot has made no call but polls for a while. */
export async function untilQuiet(server: BotApiServer, quietMs: number): Promise<void> {
  let before = -1;
  while (countCalls(server) !== before || before === 0) {
    before = countCalls(server);
    await sleep(quietMs);
  }
}

/** The calls that a bot has made, apart from polls. */
export function countCalls({ calls }: BotApiServer): number {
  return calls.reduce((sum, { method }) => (method === "getUpdates" ? sum : sum + 1), 0);
}

/** Walks alone, and keeps how many messages each step brings, how long, and with how many buttons. */
export async function measureWalk(
  server: BotApiServer,
  id: number,
  moves: readonly Move[],
): Promise<readonly MeasuredStep[]> {
  const person = server.person(id, { languageCode: "fr" });
  const steps: MeasuredStep[] = [];
  let last: SeenMessage | undefined;
  for (const move of moves) {
    const measured = "write" in move ? move : { press: numberOf(move.press, last) };
    const calls = countCalls(server);
    makeMove(person, measured, last);
    while (countCalls(server) === calls) await sleep(20);
    await untilQuiet(server, 300);
    const seen = person.unread().length;
    const messages: SeenMessage[] = [];
    while (messages.length < seen) messages.push(await person.next());
    last = messages.at(-1);
    steps.push({
      move: measured,
      messages: messages.map(({ text, rows }) => ({
        characters: text.length,
        buttons: pressable(rows).length,
      })),
    });
  }
  return steps;
}

/** Lets people walk, all at once and each as fast as the answers come. Gives how long each step took, in ms. */
export async function rush(
  server: BotApiServer,
  ids: readonly number[],
  walkOf: (id: number) => readonly MeasuredStep[],
): Promise<readonly number[]> {
  const times = await Promise.all(
    ids.map((id) => walk(server.person(id, { languageCode: "fr" }), walkOf(id))),
  );
  return times.flat();
}

async function walk(person: BotApiPerson, steps: readonly MeasuredStep[]): Promise<readonly number[]> {
  const times: number[] = [];
  let last: SeenMessage | undefined;
  for (const { move, messages } of steps) {
    const began = performance.now();
    makeMove(person, move, last);
    for (const _ of messages) last = await person.next(patienceMs);
    times.push((last?.at ?? Number.NaN) - began);
    const buttons = pressable(last?.rows ?? []).length;
    if (buttons !== messages.at(-1)?.buttons)
      throw new Error(`person ${person.id} was asked something else: ${last?.text}`);
  }
  return times;
}

function makeMove(person: BotApiPerson, move: MeasuredStep["move"], last: SeenMessage | undefined): void {
  if ("write" in move) person.says(move.write);
  else person.presses(pressable(last?.rows ?? [])[move.press - 1] ?? "", last);
}

function numberOf(wanted: string | number, last: SeenMessage | undefined): number {
  const buttons = pressable(last?.rows ?? []);
  return buttons.indexOf(buttonOf(wanted, buttons)) + 1;
}

function pressable(rows: SeenMessage["rows"]): readonly string[] {
  return rows.flat().flatMap(({ data }) => data ?? []);
}
