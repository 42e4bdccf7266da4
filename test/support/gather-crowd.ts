import { hearAll } from "./bot-api-scene.ts";

/** A message that somebody has got. */
export interface Heard {
  readonly text: string;
  /** When it arrived, in milliseconds of `performance.now()`. */
  readonly at: number;
}

/** Somebody on a platform. */
export interface Talker<Message extends Heard = Heard> {
  readonly id: number;
  says(text: string): unknown;
  /** Presses the newest button with this label. */
  presses(label: string): unknown;
  /** The next message that they have not read; rejects after so many milliseconds. */
  next(timeoutMs: number): Promise<Message>;
  unread(): readonly Message[];
}

/** Where people and a bot meet. */
export interface Place {
  person(id: number, options: { readonly languageCode: string }): Talker;
}

/** A message that came twice, the second time where something else should have come. */
export interface Double {
  readonly id: number;
  readonly first: Heard;
  readonly second: Heard;
}

/** What is noted while people talk. */
export interface Notes {
  steps: number;
  /** Milliseconds from each act to the last message of its answer. */
  readonly times: number[];
  readonly doubles: Double[];
  /** Messages that do not belong to the answer: the sign of a step that was taken twice, or not at all. */
  readonly wrong: string[];
  /** Steps to which the answer did not come, or not the whole of it. */
  readonly unanswered: string[];
  /** Those who have asked for a reminder. */
  readonly reminded: Set<number>;
}

/** People who talk with the bot all at once, each as fast as the answers come. */
export interface Crowd {
  readonly notes: Notes;
  /** Resolves when everybody has ended by themselves. */
  readonly done: Promise<unknown>;
  /** Lets everybody hear the answer that they wait for, and no more. */
  end(): Promise<void>;
  /** Messages that nobody waited for, or that came after all was said. */
  late(): readonly string[];
}

interface CrowdPlan {
  readonly people: number;
  /** How many steps each one takes; without end where absent. */
  readonly steps?: number;
  readonly patienceMs: number;
}

/** What a person does, and what stands in the last message of the answer. Presses begin with "*". */
const round = [
  ["* Both", "linked in Meta’s Accounts Center"],
  ["* No", "What now?"],
  ["remind me", "When do you want me to remind you about Meta?"],
  ["in 3 days at 3pm", "Noted for Meta. I’ll write to you on"],
  ["start again", "Which service is this about?"],
  ["instagram", "Which accounts do you have?"],
] as const;
const start = ["/start meta-en", "Which accounts do you have?"] as const;
const reminding = round[3][0];
const firstId = 1_000;

/** Lets one person go through the dialogue alone, to learn the answers; then everybody begins. */
export async function gatherCrowd(server: Place, plan: CrowdPlan): Promise<Crowd> {
  const answers = await listen(server.person(1, { languageCode: "en" }));
  const notes: Notes = {
    steps: 0,
    times: [],
    doubles: [],
    wrong: [],
    unanswered: [],
    reminded: new Set([1]),
  };
  const { people, steps = Number.POSITIVE_INFINITY, patienceMs } = plan;
  let isOver = false;
  const everyone = Array.from({ length: people }, (_, index) =>
    server.person(firstId + index, { languageCode: "en" }),
  );
  const goesOn = (step: number) => !isOver && step < steps;
  const done = Promise.all(everyone.map((person) => talk(person, { answers, notes, patienceMs, goesOn })));
  return {
    notes,
    done,
    async end() {
      isOver = true;
      await done;
    },
    late: () =>
      everyone.flatMap((person) =>
        person.unread().map(({ text }) => `${person.id} heard late: ${text.slice(0, 80)}`),
      ),
  };
}

interface Talk {
  /** The texts of the answer to each act. */
  readonly answers: ReadonlyMap<string, readonly string[]>;
  readonly notes: Notes;
  readonly patienceMs: number;
  readonly goesOn: (step: number) => boolean;
}

/** What the answers are while nothing goes wrong. */
async function listen(person: Talker): Promise<ReadonlyMap<string, readonly string[]>> {
  const answers = new Map<string, readonly string[]>();
  for (const [act, end] of [start, ...round]) {
    perform(person, act);
    answers.set(
      act,
      (await hearAll(person, end)).map(({ text }) => text),
    );
  }
  return answers;
}

/** Goes through the dialogue again and again, and notes what is not as it should be. */
async function talk(person: Talker, { answers, notes, patienceMs, goesOn }: Talk): Promise<void> {
  let act: string = start[0];
  let last: Heard | undefined;
  for (let step = 0; goesOn(step); step += 1) {
    const began = performance.now();
    perform(person, act);
    notes.steps += 1;
    last = await hearAnswer(person, answers.get(act) ?? [], last, notes, patienceMs);
    if (last === undefined) return void notes.unanswered.push(`${person.id}: ${act}`);
    notes.times.push(last.at - began);
    if (act === reminding) notes.reminded.add(person.id);
    act = round[step % round.length]?.[0] ?? start[0];
  }
}

/** Reads until the whole answer has come; gives its last message, or nothing where it does not come. */
async function hearAnswer(
  person: Talker,
  answer: readonly string[],
  before: Heard | undefined,
  notes: Notes,
  patienceMs: number,
): Promise<Heard | undefined> {
  const hearNext = () => person.next(patienceMs).catch(() => undefined);
  let last = before;
  for (const text of answer) {
    let message = await hearNext();
    while (message !== undefined && message.text !== text) {
      noteUnexpected(person, message, last, notes);
      message = await hearNext();
    }
    if (message === undefined) return undefined;
    last = message;
  }
  return last;
}

/** What came last may come again, and nothing else may come before the answer. */
function noteUnexpected({ id }: Talker, message: Heard, last: Heard | undefined, notes: Notes): void {
  if (message.text === last?.text) notes.doubles.push({ id, first: last, second: message });
  else notes.wrong.push(`${id}: ${message.text.slice(0, 80)}`);
}

export function perform(person: Talker, act: string): void {
  if (act.startsWith("* ")) person.presses(act.slice(2));
  else person.says(act);
}
