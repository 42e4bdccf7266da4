import { many } from "./collections.ts";
import type { History, Holding } from "./history.ts";
import { farewellOf } from "./judge-answers.ts";
import { ofKind, type PersonHistory, personOf, type Verdict } from "./person-history.ts";

/** Whether a process at rest has something in memory that no document names: a person, or more than a few of anything. */
export function isUndocumented({ size, chats }: Holding): boolean {
  return chats.length > 0 || size > many;
}

/** 5 and 8: at rest, a process remembers nobody, not even by their id, and whoever was erased least of all; and little of anything else. */
export function judgeMemory(people: readonly PersonHistory[], history: History): readonly Verdict[] {
  const erased = new Set(people.filter((one) => farewellOf(one) !== undefined).map(({ chat }) => chat));
  return ofKind(history, "memory").flatMap(({ at, holdings }) =>
    holdings.filter(isUndocumented).map((holding): Verdict => {
      const { file, size, chats } = holding;
      const gone = chats.find((chat) => erased.has(personOf(chat)));
      if (gone !== undefined)
        return { promise: 5, at, sentence: `${gone} was erased, and ${file} still remembers them` };
      const what = chats.length > 0 ? chats.join(", ") : `${size} entries`;
      return { promise: 8, at, sentence: `at rest, ${file} still remembers ${what}` };
    }),
  );
}
