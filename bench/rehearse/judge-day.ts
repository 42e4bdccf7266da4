import type { Heard } from "../../test/support/gather-crowd.ts";
import { isExplained } from "../../test/support/talk-through-kills.ts";
import type { Guest } from "./guests.ts";
import type { Outage } from "./stage.ts";

/** What came of the messages. */
export interface Judgement {
  readonly messages: number;
  /** Messages that did not come. */
  readonly lost: readonly string[];
  readonly doubled: number;
  /** Messages that came twice, and no process had just ended. */
  readonly unexplained: readonly string[];
  /** Messages that belong to nothing. */
  readonly astray: readonly string[];
  /** Who still waits for the answer or reminder that their way goes on with, and for which. */
  readonly waiting: readonly string[];
}

/** A message, with how often somebody heard it. */
interface Told {
  readonly who: string;
  readonly text: string;
  /** Whether most who took the same way heard it. */
  readonly isUsual: boolean;
  readonly heard: readonly Heard[];
}

/** Compares what each person heard with what most who took the same way heard. */
export function judge(guests: readonly Guest[], outages: readonly Outage[]): Judgement {
  const groups = groupBy(guests, ({ channel, walk }) => `${channel}, ${walk.name}`);
  const told = [...groups].flatMap(([name, group]) => compare(name, group));
  const doubled = told.filter(({ heard }) => heard.length > 1);
  return {
    messages: told.reduce((sum, { heard }) => sum + heard.length, 0),
    lost: told.filter(({ heard }) => heard.length === 0).map(write),
    doubled: doubled.reduce((sum, { heard }) => sum + heard.length - 1, 0),
    unexplained: doubled.filter((one) => !isAfterEnd(one, outages)).map(write),
    astray: told.filter(({ isUsual }) => !isUsual).map(write),
    waiting: guests.filter(({ isDone }) => !isDone).map(tellAwaited),
  };
}

function compare(name: string, group: readonly Guest[]): readonly Told[] {
  const heardBy = group.map(({ person, turns }) => {
    const heard = [...turns.flatMap((turn) => turn.heard), ...person.unread()];
    return { who: `${name}, ${person.id}`, byText: groupBy(heard, ({ text }) => text) };
  });
  const counts = groupBy(
    heardBy.flatMap(({ byText }) => [...byText.keys()]),
    (text) => text,
  );
  const usual = [...counts].filter(([, all]) => all.length > group.length / 2).map(([text]) => text);
  return heardBy.flatMap(({ who, byText }) =>
    [...new Set([...usual, ...byText.keys()])].map((text) => {
      return { who, text, isUsual: usual.includes(text), heard: byText.get(text) ?? [] };
    }),
  );
}

function isAfterEnd({ heard: [first, second] }: Told, outages: readonly Outage[]): boolean {
  return first !== undefined && second !== undefined && isExplained({ id: 0, first, second }, outages);
}

function tellAwaited({ channel, walk, person, turns }: Guest): string {
  return `${channel}, ${walk.name}, ${person.id}: “${walk.steps[Math.max(0, turns.length - 1)]?.ends}”`;
}

function write({ who, text }: Told): string {
  return `${who}: ${text.slice(0, 60).replaceAll("\n", " ")}`;
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
