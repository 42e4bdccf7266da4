import type { History } from "./history.ts";
import {
  createdAt,
  day,
  type EventOf,
  messagesOf,
  ofKind,
  type PersonHistory,
  type Sent,
  type Verdict,
} from "./person-history.ts";

type AlertEvent = EventOf<"alert">;

/** 4: an alert reaches everyone who wanted it, once. */
export function judgeAlerts(people: readonly PersonHistory[], history: History): readonly Verdict[] {
  const events = ofKind(history, "alert");
  const published = events.filter(({ is }) => is === "published");
  return people.flatMap((person) => [
    ...published.flatMap((alert) => judgeAlert(alert, person, events, history)),
    ...judgeUnsent(person, triesIn(events)),
  ]);
}

/** What may have been published: also where the store went away before it could tell the operator. */
function triesIn(events: readonly AlertEvent[]): readonly AlertEvent[] {
  return events.filter(({ is }, index) => is === "tried" && events[index + 1]?.is !== "refused");
}

function judgeAlert(
  alert: AlertEvent,
  person: PersonHistory,
  events: readonly AlertEvent[],
  history: History,
): readonly Verdict[] {
  const { at, campaign } = alert;
  const tries = triesIn(events).filter((other) => other.campaign === campaign);
  // Others may be told of it before the operator hears that it is published.
  const since = tries.findLast((tried) => tried.at <= at)?.at ?? at;
  const got = messagesOf(person, "alert").filter(
    (sent) => createdAt(sent) >= since && isAbout(sent, campaign),
  );
  const isAlone = tries.length === 1;
  // Under a new id that nobody has told the bot of, someone may ask for alerts a second time.
  if (isAlone && got.length > 1 && !person.isMoved)
    return [
      { promise: 4, at, sentence: `${person.chat} was told of alert ${alert.alert} ${got.length} times` },
    ];
  const isChanged = events.some(
    (other) => other.alert === alert.alert && !["published", "refused"].includes(other.is),
  );
  if (got.length > 0 || isChanged || !surelyWants(person, alert, history)) return [];
  return [{ promise: 4, at, sentence: `${person.chat} was never told of alert ${alert.alert}` }];
}

function judgeUnsent(person: PersonHistory, tries: readonly AlertEvent[]): readonly Verdict[] {
  const [first] = messagesOf(person, "alert");
  if (first === undefined || tries.some(({ at }) => at <= createdAt(first))) return [];
  return [{ promise: 4, at: first.at, sentence: `${first.chat} was told of an alert that nobody sent` }];
}

function isAbout({ message }: Sent, campaign: string): boolean {
  return idsIn({ message }).some((id) => id.includes(`|${campaign}|`));
}

function idsIn({ message: { choices = [], navigation = [] } }: Pick<Sent, "message">): readonly string[] {
  return [...choices, ...navigation].map(({ id }) => id);
}

/** Whether the person has asked for alerts before, does nothing since that could change it, and is one whom this alert concerns. */
function surelyWants(person: PersonHistory, alert: AlertEvent, history: History): boolean {
  const { at } = alert;
  const asked = person.updates.findLast(({ wrote }) => wrote.meaning === "alerts-on" && wrote.at < at);
  if (asked === undefined || person.absences.some((left) => left >= asked.wrote.at)) return false;
  const answer = person.answerOf.get(asked.wrote.update);
  const isNoted = answer?.queued.some(({ message }) => message.offersPush === true) && answer.createdAt < at;
  const acts = person.updates.some(
    ({ wrote }) => wrote.at > asked.wrote.at && !["start", "look", "courtesy"].includes(wrote.meaning),
  );
  return isNoted === true && !acts && concerns(alert, person) && hasTime(alert, history);
}

function concerns({ campaign, news }: AlertEvent, { queued }: PersonHistory): boolean {
  // Whoever was erased follows nothing.
  const erased = queued.findLastIndex(({ message }) => message.farewell === true);
  const ids = queued.slice(erased + 1).flatMap(idsIn);
  if (news === "new") return !ids.some((id) => id.includes(`|${campaign}|`));
  return ids.some((id) => id.startsWith(`1|next|${campaign}|done`));
}

/** Whether a day has passed, by no jump of the clock over its date, and its campaign was there. */
function hasTime({ at, campaign }: AlertEvent, history: History): boolean {
  const ended = history.at(-1)?.at ?? 0;
  const jumps = ofKind(history, "clock").some((jump) => jump.at >= at && jump.byMs > day);
  const isRemoved = ofKind(history, "campaign").some((event) => event.campaign === campaign);
  return ended - at > day && !jumps && !isRemoved;
}
