import { setTimeout as sleep } from "node:timers/promises";
import type { BotApiPerson, SeenMessage } from "./bot-api-chats.ts";
import { hearAll, type Mode, openScene, query } from "./bot-api-scene.ts";
import { startBot } from "./bot-process.ts";

/** What came of people talking with a bot that is killed again and again. */
export interface Outcome {
  readonly steps: number;
  readonly kills: number;
  /** Steps to which the answer did not come, or not the whole of it. */
  readonly unanswered: readonly string[];
  /** Messages that do not belong to the answer: the sign of a step that was taken twice, or not at all. */
  readonly wrong: readonly string[];
  /** Messages that came twice, around a kill. */
  readonly doubles: number;
  /** Messages that came twice although no kill fell shortly after the first. */
  readonly unexplained: readonly string[];
  /** What the store holds in the end and should not, or does not hold and should. */
  readonly astray: readonly string[];
}

interface Plan {
  readonly kills: number;
  readonly people: number;
  readonly mode: Mode;
}

interface Kill {
  /** When the signal was sent, and when the process had ended. */
  readonly at: number;
  readonly ended: number;
}

interface Double {
  readonly first: SeenMessage;
  readonly second: SeenMessage;
}

/** What is noted while people talk. */
interface Notes {
  /** The texts of the answer to each act. */
  readonly answers: ReadonlyMap<string, readonly string[]>;
  steps: number;
  readonly killed: Kill[];
  readonly doubles: Double[];
  readonly wrong: string[];
  readonly unanswered: string[];
  readonly reminded: number[];
}

/** What a person does, and what stands in the last message of the answer. Presses begin with "*". */
const steps = [
  ["* Both", "linked in Meta’s Accounts Center"],
  ["* No", "What now?"],
  ["remind me", "When shall I remind you?"],
  ["in 3 days at 3pm", "Noted. I’ll write to you on"],
  ["start again", "Which service is it about?"],
  ["instagram", "Which accounts do you have?"],
] as const;
const start = ["/start meta", "Which accounts do you have?"] as const;
const reminding = steps[3][0];
const patienceMs = 60_000;
/** Between a send and its mark lies one transaction; the machine may be busy. */
const markedWithinMs = 2_000;

/** Lets people talk while the process is killed with SIGKILL at random moments and started again at once. */
export async function talkThroughKills({ kills, people, mode }: Plan): Promise<Outcome> {
  const { server, environment, file } = await openScene(mode);
  let bot = startBot(environment);
  const answers = await listen(server.person(1, { languageCode: "en" }));
  const notes: Notes = {
    answers,
    steps: 0,
    killed: [],
    doubles: [],
    wrong: [],
    unanswered: [],
    reminded: [],
  };
  const everyone = Array.from({ length: people }, (_, index) =>
    server.person(1_000 + index, { languageCode: "en" }),
  );
  let isOver = false;
  const talks = everyone.map((person) => talk(person, notes, () => isOver));

  /** Resolves when this many further messages have been sent. */
  async function sent(messages: number): Promise<void> {
    const calls = () => server.calls.filter(({ method }) => method.startsWith("send")).length;
    const enough = calls() + messages;
    const until = performance.now() + patienceMs;
    while (calls() < enough && performance.now() < until) await sleep(10);
  }

  for (let number = 0; number < kills; number += 1) {
    // Most in the middle of the traffic, some before the bot is up again.
    if (Math.random() < 0.85) await sent(2 * people);
    await sleep(Math.random() * 400);
    const at = performance.now();
    await bot.end("SIGKILL");
    notes.killed.push({ at, ended: performance.now() });
    bot = startBot(environment);
  }
  await sent(2 * people);
  isOver = true;
  await Promise.all(talks);
  await bot.end("SIGTERM");
  const late = everyone.flatMap((person) =>
    person.unread().map(({ text }) => `${person.id} heard late: ${text.slice(0, 80)}`),
  );
  return {
    steps: notes.steps,
    kills: notes.killed.length,
    unanswered: notes.unanswered,
    wrong: notes.wrong,
    doubles: notes.doubles.length,
    unexplained: notes.doubles.filter((double) => !isExplained(double, notes.killed)).map(writeDouble),
    astray: [...late, ...lookInto(file, new Set([1, ...notes.reminded]), people + 1)],
  };
}

/** What the answers are while nothing is killed. */
async function listen(person: BotApiPerson): Promise<ReadonlyMap<string, readonly string[]>> {
  const answers = new Map<string, readonly string[]>();
  for (const [act, end] of [start, ...steps]) {
    perform(person, act);
    answers.set(
      act,
      (await hearAll(person, end)).map(({ text }) => text),
    );
  }
  return answers;
}

/** Goes through the dialogue again and again, and notes what is not as it should be. */
async function talk(person: BotApiPerson, notes: Notes, isOver: () => boolean): Promise<void> {
  let act: string = start[0];
  let last: SeenMessage | undefined;
  for (let step = 0; !isOver(); step += 1) {
    perform(person, act);
    notes.steps += 1;
    last = await hearAnswer(person, notes.answers.get(act) ?? [], last, notes);
    if (last === undefined) return void notes.unanswered.push(`${person.id}: ${act}`);
    if (act === reminding) notes.reminded.push(person.id);
    act = steps[step % steps.length]?.[0] ?? start[0];
  }
}

/** Reads until the whole answer has come; gives its last message, or nothing where it does not come. */
async function hearAnswer(
  person: BotApiPerson,
  answer: readonly string[],
  before: SeenMessage | undefined,
  notes: Notes,
): Promise<SeenMessage | undefined> {
  let last = before;
  for (const text of answer) {
    let message = await hearNext(person);
    while (message !== undefined && message.text !== text) {
      noteUnexpected(person, message, last, notes);
      message = await hearNext(person);
    }
    if (message === undefined) return undefined;
    last = message;
  }
  return last;
}

/** What came last may come again, and nothing else may come before the answer. */
function noteUnexpected(
  { id }: BotApiPerson,
  message: SeenMessage,
  last: SeenMessage | undefined,
  notes: Notes,
) {
  if (message.text === last?.text) notes.doubles.push({ first: last, second: message });
  else notes.wrong.push(`${id}: ${message.text.slice(0, 80)}`);
}

function hearNext(person: BotApiPerson): Promise<SeenMessage | undefined> {
  return person.next(patienceMs).catch(() => undefined);
}

/** Whether a kill fell shortly after the first sending, and before the second. */
function isExplained({ first, second }: Double, killed: readonly Kill[]): boolean {
  return killed.some(({ at, ended }) => first.at < ended && at < second.at && at - first.at < markedWithinMs);
}

function writeDouble({ first, second }: Double): string {
  return `${first.text.slice(0, 40)} again after ${Math.round(second.at - first.at)} ms`;
}

function perform(person: BotApiPerson, act: string): void {
  if (act.startsWith("* ")) person.presses(act.slice(2));
  else person.says(act);
}

/** Everyone is there once, each with the one reminder that they asked for again and again, and nothing waits. */
function lookInto(file: string, reminded: ReadonlySet<number>, people: number): readonly string[] {
  const reminders = query(file, "SELECT conversation_id, count(*) AS count FROM reminder GROUP BY 1");
  const expected = [...reminded].map((id) => ({ conversation_id: `telegram:${id}`, count: 1 }));
  const found = {
    people: query(file, "SELECT count(*) AS count FROM person"),
    waiting: query(file, "SELECT conversation_id FROM outbox"),
    reminders: new Set(reminders.map((row) => JSON.stringify(row))),
  };
  return [
    ...(JSON.stringify(found.people) === JSON.stringify([{ count: people }]) ? [] : ["people"]),
    ...found.waiting.map((row) => `waits: ${JSON.stringify(row)}`),
    ...expected.map((row) => JSON.stringify(row)).filter((row) => !found.reminders.has(row)),
    ...(found.reminders.size === expected.length ? [] : [`${found.reminders.size} reminders`]),
  ];
}
