import type { ConversationId } from "../../src/ports.ts";
import type { History } from "./history.ts";
import {
  type Answer,
  createdAt,
  type Handling,
  hasArrived,
  holds,
  hour,
  minute,
  ofKind,
  type PersonHistory,
  rowOf,
  type Sent,
  type Update,
  type Verdict,
} from "./person-history.ts";

/** For so long the bot knows a message again: `docs/privacy.md`. */
const idsAreKept = 48 * hour;

/** 1: each update changes the state once, and is answered. */
export function judgeAnswers(person: PersonHistory, history: History): readonly Verdict[] {
  return [
    ...person.unasked.flatMap((answer) => judgeUnasked(answer, person)),
    ...person.updates.flatMap((update) => [
      ...judgeHandlings(update),
      ...judgeAnswer(update, person, history),
    ]),
  ];
}

function judgeUnasked(answer: Answer, { updates }: PersonHistory): readonly Verdict[] {
  const { chat, createdAt: at } = answer;
  const repeated = updates.filter(({ handlings }) => handlings.some((handling) => holds(handling, answer)));
  if (repeated.some((update) => isForgotten(update, answer))) return [];
  return repeated.length > 0
    ? [{ promise: 1, at, sentence: `${chat} got two answers to one message: it was handled twice` }]
    : [{ promise: 2, at, sentence: `${chat} got an answer although nobody there had written` }];
}

function isForgotten({ handlings }: Update, { createdAt: at }: Answer): boolean {
  return handlings.some((handling) => isForgottenBy(at, handling));
}

/** A message that is brought again so late counts as a new one: the clock was put forward. */
function isForgottenBy(at: number, { from }: Handling): boolean {
  return from < at - idsAreKept;
}

function judgeHandlings({ wrote: { chat, update, at }, handlings }: Update): readonly Verdict[] {
  const none = [undefined, "failed", "repeated", "too-many"];
  const done = handlings.filter(({ receipt }) => !none.includes(receipt));
  if (done.length <= 1 || done.some(({ to }) => done.some((other) => isForgottenBy(to, other)))) return [];
  return [{ promise: 1, at, sentence: `${update} of ${chat} was handled ${done.length} times` }];
}

function judgeAnswer(update: Update, person: PersonHistory, history: History): readonly Verdict[] {
  const { chat, update: id, at } = update.wrote;
  const answer = person.answerOf.get(id);
  const arrived = new Set(answer?.sendings.filter(hasArrived).map(({ key }) => key));
  // Under a new id, what came of the older one at the same instant may count as well.
  if (answer && arrived.size >= answer.queued.length) return [];
  if (mayStayUnanswered(update, answer, person, history)) return [];
  const how = arrived.size === 0 ? "never answered" : "answered by half";
  return [{ promise: 1, at, sentence: `${id} of ${chat} was ${how}` }];
}

/** Whether one of the rules that are told lets an answer fall. */
function mayStayUnanswered(
  update: Update,
  answer: Answer | undefined,
  person: PersonHistory,
  history: History,
): boolean {
  const { at: wroteAt } = update.wrote;
  const hasLeft = person.absences.some((at) => at >= wroteAt);
  const isErased = person.sent.some(({ at, message }) => at >= wroteAt && message.farewell === true);
  return (
    hasLeft ||
    isErased ||
    isTooLate(update, history) ||
    (answer === undefined ? stands(update, person) : isOvertaken(answer, person))
  );
}

/** An answer is worth an hour. */
function isTooLate({ wrote, handlings }: Update, history: History): boolean {
  const jumps = ofKind(history, "clock").some(({ at, byMs }) => at >= wrote.at && byMs >= hour);
  const begun = Math.min(...handlings.map(({ from }) => from));
  return jumps || begun - wrote.at >= hour;
}

/** What stands last in the chat is not said again within a minute. */
function stands({ handlings }: Update, { answers }: PersonHistory): boolean {
  const saidAt = handlings.find(({ receipt }) => receipt === "said-before" || receipt === "past")?.to;
  if (saidAt === undefined) return handlings.some(({ receipt }) => receipt === "too-many");
  return answers.some(({ createdAt: at }) => at <= saidAt && at >= saidAt - minute);
}

/** One that failed gives way to a later one, unless a part of it is known to have arrived: what is sent again was not marked. */
function isOvertaken({ createdAt: at, sendings }: Answer, { answers }: PersonHistory): boolean {
  const last = new Map(sendings.map(({ key, outcome }) => [key, outcome]));
  const hasFailed = last.size > 0 && [...last.values()].every((outcome) => outcome !== "taken");
  return hasFailed && answers.some((other) => other.createdAt > at);
}

/** 2: what is said to one person arrives, in the order in which it was said, and nothing that was said to another. */
export function judgeOrder(person: PersonHistory): readonly Verdict[] {
  const said = new Set(person.queued.map(({ createdAt: at }) => at));
  const others = person.sent.filter((sent) => !said.has(createdAt(sent)));
  const verdicts: Verdict[] = others.map(({ at, chat }) => ({
    promise: 2,
    at,
    sentence: `${chat} got what was said to someone else`,
  }));
  const last = new Map<ConversationId, number>();
  const seen = new Set<string>();
  for (const sent of person.sent.filter((one) => one.kind === "answer" && hasArrived(one))) {
    if (seen.has(sent.key)) continue;
    seen.add(sent.key);
    const [row, before] = [rowOf(sent), last.get(sent.chat) ?? 0];
    // What was said under an older id may come late.
    if (row < before && !person.isMoved)
      verdicts.push({
        promise: 2,
        at: sent.at,
        sentence: `${sent.chat} got ${sent.key} after a later answer`,
      });
    last.set(sent.chat, Math.max(before, row));
  }
  return verdicts;
}

/** The goodbye to a person who was erased and has written nothing since; undefined if there was none. */
export function farewellOf({ sent, updates }: PersonHistory): Sent | undefined {
  const farewell = sent.findLast((one) => one.message.farewell === true && hasArrived(one));
  if (farewell === undefined) return undefined;
  const writesAgain = updates.some(({ handlings }) => handlings.some(({ to }) => to > createdAt(farewell)));
  return writesAgain ? undefined : farewell;
}

/** 5: after "forget me" nothing of the person stands in the store. */
export function judgeForgotten(person: PersonHistory, history: History): readonly Verdict[] {
  const farewell = farewellOf(person);
  // Of a new id the bot learns when it writes to the old one: what stood there comes along only then.
  if (farewell === undefined || person.isMoved) return [];
  return ofKind(history, "store").flatMap(({ at, rows }) => {
    const left = rows.find(({ chat }) => at > farewell.at && chat === farewell.chat);
    if (left === undefined) return [];
    return [
      { promise: 5, at, sentence: `${left.chat} was erased, and still stands in ${left.table}` } as const,
    ];
  });
}
