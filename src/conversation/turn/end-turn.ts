import { ask, informationIn } from "../ask.ts";
import type { Context } from "../context.ts";
import type { Snapshot } from "../saved.ts";
import type { Effect, Question, Saying, StateQuestionId } from "../vocabulary.ts";
import type { TurnUnderWay } from "./turn-under-way.ts";
import { withoutRepeats } from "./without-repeats.ts";

/** Returns what the question of a state tells besides asking, if it tells anything. */
export function informationAt(stand: Snapshot, context: Context): Saying | undefined {
  const question = questionIdIn(stand);
  return question && informationIn(question, context);
}

/** Returns the effects of a turn that ends here; what was not understood comes before the question. */
export function effectsOfTurn(turn: TurnUnderWay, unread: readonly Effect[]): readonly Effect[] {
  const { stand, asking, beside, effects, taken } = turn;
  const open = asking.asks && beside === undefined ? questionOf(stand, contextOf(turn)) : undefined;
  const information = beside && turn.hasOpened ? informationAt(stand, contextOf(turn)) : undefined;
  const says: readonly Effect[] = [
    ...effects,
    ...(information ? [{ type: "say", saying: information } as const] : []),
    ...unread,
  ];
  const asked = open ? ({ type: "ask", ...open } as const) : beside;
  if (asked === undefined) return says;
  return [...says, ...(taken.length > 1 ? withoutRepeats(says, [asked]) : [asked])];
}

/** Returns the context in which the question would be asked if the turn ended now. */
export function contextOf({ stand, asking }: TurnUnderWay): Context {
  return { ...stand.context, turn: asking };
}

/** Returns the question of a state, if it asks one. */
export function questionOf(
  stand: Snapshot,
  context: Context,
): { readonly question: Question; readonly saying: Saying } | undefined {
  const question = questionIdIn(stand);
  return question && ask(question, context);
}

/** The question that the state's `meta` names. */
function questionIdIn(stand: Snapshot): StateQuestionId | undefined {
  return Object.values(stand.getMeta())[0]?.question;
}
