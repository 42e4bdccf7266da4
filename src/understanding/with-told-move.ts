import type { ConversationEvent, EventOf } from "../conversation/vocabulary.ts";
import { findOneService } from "./entities/find-services.ts";
import { type Frame, partsWithout } from "./frame.ts";
import type { Utterance } from "./hear.ts";
import { says } from "./intent-event.ts";
import { suppositions } from "./moment-across.ts";
import { asksForDate } from "./read-own-date.ts";
import { type Given, utteranceIn } from "./read-passage.ts";
import { holds } from "./tokens.ts";
import { isOther, onlyTold, partsWithMoment, type Told } from "./told-moment.ts";

/** Lists of words beside the moment to which a reminder is moved. */
const moving = ["change", "suits"] as const;

/**
 * Moves the only reminder that waits where a message was taken for a wish to change it, and one part of it names
 * when: "They swapped my shifts, can you make it Tuesday at 10 instead?"
 */
export function withToldMove(frame: Frame, given: Given): Frame {
  const { openQuestion } = given;
  const [reminder, ...others] = openQuestion?.reminders ?? [];
  const change = frame.acts.find(isChange);
  const isLeftOpen =
    reminder !== undefined && others.length === 0 && !asksForDate.has(openQuestion?.id ?? "");
  const utterance = change && isLeftOpen ? utteranceIn(given) : undefined;
  const told = utterance && movedTo(partsWithMoment(utterance));
  if (reminder === undefined || told === undefined) return frame;
  const move: EventOf<"move"> = { type: "move", date: told.date, reminder };
  const [first = move, ...rest] = frame.acts.map((act) => (act === change ? move : act));
  return {
    ...frame,
    acts: [first, ...rest],
    unread: partsWithout(frame.unread, told.text),
  };
}

/** Whether an act may change the reminder that waits. */
function isChange(act: ConversationEvent): boolean {
  return act.type === "change" || (act.type === "suggest" && act.offers.includes("change"));
}

function movedTo(parts: readonly Utterance[]): Told | undefined {
  const moves = parts.filter(isMove);
  return parts.some((part) => !moves.includes(part) && isOther(part))
    ? undefined
    : onlyTold(moves, () => true);
}

/** Whether a part has words for a change, supposes nothing, and is about no service and nobody else. */
function isMove(part: Utterance): boolean {
  const { words, reading } = part;
  const isElse = holds(words, [...suppositions(part), ...reading.witnesses.others]) || findOneService(part);
  return !isElse && moving.some((list) => says(part, list));
}
