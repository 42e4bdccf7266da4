import type { History } from "./history.ts";
import { judgeAlerts } from "./judge-alerts.ts";
import { judgeAnswers, judgeForgotten, judgeOrder } from "./judge-answers.ts";
import { judgeLimits } from "./judge-limits.ts";
import { judgeMemory } from "./judge-memory.ts";
import { judgeReminders } from "./judge-reminders.ts";
import { judgeWaiting } from "./judge-waiting.ts";
import { type EventOf, ofKind, splitByPerson, type Verdict } from "./person-history.ts";

/** Judges a whole history: what is not there, too. Returns all promises that were broken, the earliest first. */
export function judge(history: History): readonly Verdict[] {
  const people = splitByPerson(history);
  const verdicts = [
    ...people.flatMap((person) => [
      ...judgeAnswers(person, history),
      ...judgeOrder(person),
      ...judgeReminders(person, history),
      ...judgeForgotten(person, history),
    ]),
    ...judgeAlerts(people, history),
    ...judgeLimits(history),
    ...judgeWaiting(people, history),
    ...judgeMemory(people, history),
    ...ofKind(history, "erred").map(({ at, error }) => ({ promise: 1, at, sentence: error }) as const),
    ...ofKind(history, "end").flatMap(judgeEnd),
  ];
  return verdicts.toSorted((one, other) => one.at - other.at);
}

/** 7: once the faults have stopped, all settles. */
function judgeEnd({ at, outbox, due, leases, leaders, ready }: EventOf<"end">): readonly Verdict[] {
  const broken = [
    [outbox > 0, `${outbox} messages are left in the outbox`],
    [due > 0, `${due} reminders are overdue`],
    [leases > 0, `${leases} leases were never released`],
    [leaders !== 1, `${leaders} processes lead`],
    ...ready.map(
      ({ process, isReady, said }) => [!isReady, `process ${process} is not ready: ${said}`] as const,
    ),
  ] as const;
  return broken.flatMap(([isBroken, sentence]) => (isBroken ? [{ promise: 7, at, sentence } as const] : []));
}
