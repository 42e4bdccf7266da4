import type { CampaignId } from "../campaigns/schema.ts";
import { day } from "../support/durations.ts";
import { matchLanguage, withoutRegion } from "../support/match-language.ts";
import { atMinute, dayNamed } from "./calendar-day.ts";
import { type Agenda, type Context, type DialogueContext, isSameReminder, zoneOfPerson } from "./context.ts";
import { suggestedChoices } from "./help/find-answer.ts";
import { groundChoices } from "./letters/grounds.ts";
import { type Kept, lastReminder, type Memory, recall, remember, type Undo } from "./memory.ts";
import { questionBeneath, type SavedState, toSavedState, toSnapshot } from "./saved.ts";
import { nextWith, sayMentioned } from "./services/say-mentioned.ts";
import { sourcedTexts } from "./sources/facts-behind.ts";
import { effectsOfTurn, questionOf } from "./turn/end-turn.ts";
import { stillWaiting, withinAgenda } from "./turn/policy.ts";
import { sayUnread } from "./turn/say-unread.ts";
import { sayWishHeard } from "./turn/say-wish-heard.ts";
import { takeEvents } from "./turn/take-events.ts";
import type { TurnBegun, TurnUnderWay } from "./turn/turn-under-way.ts";
import { unansweredAfter } from "./turn/unanswered.ts";
import { type Standing, standBefore, takeBack, undoAfter } from "./turn/undo.ts";
import {
  type Choice,
  type ConversationEvent,
  type Effect,
  type Events,
  type Facts,
  type Instant,
  isUnasked,
  type Language,
  type LanguageSource,
  languageSources,
  type Mention,
  type Person,
  type Question,
  type Saying,
  type ShownList,
  troubleIn,
  troubleTopics,
  type Undoable,
} from "./vocabulary.ts";

/** Events that leave it open what is meant: the next one is answered in another way. */
const climbs: ReadonlySet<ConversationEvent["type"]> = new Set([
  ...(["not-understood", "something-else", "suggest"] as const),
]);

/** Answers that can be given again: nothing in them was written by the person. */
const repeatable: ReadonlySet<ConversationEvent["type"]> = new Set([
  ...(["topic", "details", "what-is-used", "ready-text", "link-broken", "human", "plain"] as const),
]);

/** Said about nothing else: the last answer is still the one that "repeat" and "shorter" mean. */
const aboutNothingElse: ReadonlySet<ConversationEvent["type"]> = new Set([
  ...(["courtesy", "repeat", "shorter", "not-understood", "only-text"] as const),
]);

/** A conversation between two messages. */
export interface ConversationState extends Kept {
  readonly person: Person;
}

/** What was found in a message besides its events. */
export interface LanguageSignals {
  /** The language of the words, if they leave no doubt. */
  readonly words?: Language | undefined;
  /** The language of the person's app, as the channel tells. */
  readonly hint?: Language | undefined;
  /** The parts that were not understood, word for word. */
  readonly unread?: readonly string[] | undefined;
  /** The questions to which an event only offers answers, word for word. */
  readonly offered?: readonly string[] | undefined;
  /** The services that it names in passing. */
  readonly mentioned?: readonly Mention[] | undefined;
}

/** The state after a step, and what is to be done. */
export interface StepResult {
  readonly person: Person;
  readonly saved: SavedState;
  readonly memory: Memory | undefined;
  readonly effects: readonly Effect[];
  /**
   * The events that were handled, in that order: `not-understood` if the open question takes none of
   * them, `start` first if the person had to be greeted; none if all of them wait.
   */
  readonly taken: readonly ConversationEvent[];
  /** The language in which the effects speak. */
  readonly language: Language;
}

/** Handles one message. Pure. Every message has an effect, so that everyone gets an answer. */
export function step(
  before: ConversationState,
  events: Events,
  facts: Facts,
  signals: LanguageSignals = {},
): StepResult {
  const person = chooseLanguage(before.person, events, signals, facts);
  const recalled = recall(before, facts.now);
  const from = { person, saved: recalled.saved, reminders: facts.reminders };
  const mentioned = saysUnread(events) ? signals.mentioned : [];
  const begun = withMentioned(begin(from, recalled.undo, events, facts), facts, mentioned);
  const agenda = agendaOf(begun.stand.context);
  const waited = stillWaiting(agenda.events, events);
  const message = withRepeated(begun.message, begun.stand.context);
  const turn = takeEvents({ ...begun, message }, waited);
  const { stand, taken } = turn;
  const { upNext = [] } = recalled.saved?.dialogue ?? {};
  const left = saysUnread(taken) ? saysLeft(signals, turn, upNext) : [];
  const effects = effectsOfTurn(turn, [...left, ...sayWishHeard(turn, waited)]);
  const saved = toSavedState(stand);
  const after = { person: stand.context.person, reminders: turn.facts.reminders };
  const waits = turn.waiting.some((event) => !waited.includes(event));
  const undo = undoAfter(begun.undo, begun.from, after, { effects, taken, waits }, facts.now);
  const reminder = lastReminder(recalled.reminder, effects, after.reminders, facts.now);
  return {
    person: stand.context.person,
    saved: {
      ...saved,
      dialogue: {
        ...dialogueAfter(turn, effects),
        ...unansweredSince(toSavedState(begun.stand).state, turn),
        ...agendaAfter(turn, agenda.at),
      },
    },
    memory: remember({ undo, reminder }),
    effects,
    taken,
    language: stand.context.person.language ?? person.language ?? facts.defaultLanguage,
  };
}

/** Where a turn begins: the state before it, and what can still be undone. */
interface Begun extends TurnBegun {
  readonly from: Standing;
  readonly undo?: Undo | undefined;
}

/** Begins a turn at the saved state or, for an "undo", at the state before the message that it undoes. */
function begin(from: Standing, undo: Undo | undefined, events: Events, facts: Facts): Begun {
  const message = events.filter(({ type }) => type !== "undo");
  if (undo !== undefined && message.length < events.length)
    return { ...takeBack(undo, from, facts), message };
  // If nothing can be undone, an "undo" alone means "back".
  const [first = { type: "back" } as const, ...others] = message;
  const stand = toSnapshot(from.saved, { person: from.person, facts });
  return { from, stand, message: [first, ...others], undo };
}

/** Notes the services that a message names in passing: they come next. */
function withMentioned(begun: Begun, facts: Facts, mentions: readonly Mention[] = []): Begun {
  const saved = toSavedState(begun.stand);
  const upNext = nextWith(mentions, saved.dialogue, facts);
  if (upNext.length === (saved.dialogue.upNext ?? []).length) return begun;
  const { person } = begun.stand.context;
  const stand = toSnapshot({ ...saved, dialogue: { ...saved.dialogue, upNext } }, { person, facts });
  return { ...begun, stand };
}

/** Returns the events answered last in place of "repeat", if there are any. */
function withRepeated(
  events: readonly ConversationEvent[],
  { dialogue: { answered = [] } }: Context,
): readonly ConversationEvent[] {
  const isRepeated = events.every(({ type }) => type === "repeat");
  return isRepeated && answered.length > 0 ? answered : events;
}

/** The events for "repeat" after a turn: its answers, else those before if nothing else was spoken of. */
function answeredBy(
  taken: readonly ConversationEvent[],
  { dialogue }: Context,
): Pick<DialogueContext, "answered"> {
  const answers = taken.filter((event) => repeatable.has(event.type) && troubleIn(event) === undefined);
  if (answers.length > 0) return { answered: answers };
  if (dialogue.answered === undefined || taken.every(leavesAnswer)) return {};
  return { answered: undefined };
}

/** True if the last answer is still the subject after the event. */
function leavesAnswer(event: ConversationEvent): boolean {
  return isUnasked(event) || aboutNothingElse.has(event.type);
}

/** True if "yes" or "no" still answers the reminder that was sent. */
function leavesReminder(event: ConversationEvent): boolean {
  return isUnasked(event) || event.type === "courtesy";
}

function isUnderstood(taken: readonly ConversationEvent[]): boolean {
  return taken.some(({ type }) => type !== "not-understood");
}

/** Whoever is in trouble is not told which of their words were not understood. */
function saysUnread(taken: readonly ConversationEvent[]): boolean {
  return isUnderstood(taken) && !taken.some((event) => troubleIn(event) !== undefined);
}

/**
 * Says what else the message held: services named in passing, and parts that were not understood,
 * or whose offers make way for another question.
 */
function saysLeft(
  { mentioned = [], unread = [], offered = [] }: LanguageSignals,
  { stand, beside, taken }: TurnUnderWay,
  nextBefore: readonly CampaignId[],
): readonly Effect[] {
  const isLost = beside === undefined && taken.every(({ type }) => type !== "suggest");
  return [
    ...sayMentioned(mentioned, stand.context, nextBefore),
    ...sayUnread([...unread, ...(isLost ? offered : [])]),
  ];
}

/** The dialogue as it is saved after a turn. */
function dialogueAfter({ stand, taken, place }: TurnUnderWay, effects: readonly Effect[]): DialogueContext {
  const said = sourcedTexts(effects, stand.context);
  return {
    ...stand.context.dialogue,
    ...(!taken.every(({ type }) => climbs.has(type)) && { misunderstood: 0 }),
    ...(!taken.every(leavesReminder) && { reminderAwaitingReply: undefined }),
    ...place,
    ...answeredBy(taken, stand.context),
    ...(said.length > 0 ? { said } : withoutTrouble(stand.context.dialogue, taken)),
    ...shownBy(effects, stand.context),
  };
}

function unansweredSince(
  stateBefore: string,
  { stand, taken }: TurnUnderWay,
): Pick<DialogueContext, "unanswered"> {
  const unanswered = unansweredAfter(stateBefore, stand, taken);
  const isChanged = unanswered !== (stand.context.dialogue.unanswered ?? 0);
  return isChanged ? { unanswered: unanswered === 0 ? undefined : unanswered } : {};
}

/** Forgets with the next message what someone was in trouble about, unless it asks for the sources. */
function withoutTrouble(
  { said = [] }: DialogueContext,
  taken: readonly ConversationEvent[],
): Pick<DialogueContext, "said"> {
  const isAsked = taken.some(({ type }) => type === "sources" || type === "more");
  const isOfTrouble = said.some(({ key }) => tellsTrouble(key));
  return isOfTrouble && !isAsked ? { said: undefined } : {};
}

function tellsTrouble(key: string): boolean {
  return (
    key.startsWith("trouble.") ||
    key.startsWith("letter.heir.") ||
    troubleTopics.some((topic) => key === `help.${topic}.text`)
  );
}

/** The events that waited until now; none, from now on, if there are none or they are too old. */
function agendaOf({ dialogue: { agenda }, facts: { now } }: Context): Agenda {
  return agenda !== undefined && now - agenda.at < day ? agenda : { at: now, events: [] };
}

/** What waits after a turn; `at` is the moment since when. */
function agendaAfter({ stand, waiting }: TurnUnderWay, at: Instant): Pick<DialogueContext, "agenda"> {
  if (waiting.length > 0) return { agenda: { at, events: withinAgenda(waiting) } };
  return stand.context.dialogue.agenda === undefined ? {} : { agenda: undefined };
}

/**
 * Returns the person with the language of the strongest source: their choice, the link, their words,
 * the hint.
 */
export function chooseLanguage(
  person: Person,
  events: Events,
  signals: LanguageSignals,
  facts: Facts,
): Person {
  const hint = matchLanguage(signals.hint ?? "", facts.languages);
  // Words tell no region: "de" keeps the "de-AT" that is known already.
  const regional = [person.language, hint].find(
    (each) => withoutRegion(each ?? "") === withoutRegion(signals.words ?? ""),
  );
  const reasons: readonly [LanguageSource, Language | undefined][] = [
    ["link", events.find((event) => event.type === "start")?.language],
    ["words", regional ?? signals.words],
    ["hint", hint],
  ];
  for (const [languageSource, language] of reasons) {
    if (language === undefined || !facts.languages.includes(language)) continue;
    if (isKnown(person, language, languageSource)) return person;
    return { ...person, language, languageSource };
  }
  return person;
}

/** True if it is the person's language already, or if theirs has a stronger source. */
function isKnown(person: Person, language: Language, source: LanguageSource): boolean {
  if (person.languageSource === undefined) return false;
  if (person.language === language && person.languageSource === source) return true;
  return languageSources.indexOf(source) > languageSources.indexOf(person.languageSource);
}

/** Returns the open question, with what can be undone; undefined before the first message. */
export function openQuestion(
  before: ConversationState,
  facts: Facts,
): { readonly question: Question; readonly saying: Saying } | undefined {
  const { person } = before;
  const { saved, undo, reminder } = recall(before, facts.now);
  const snapshot = toSnapshot(saved, { person, facts });
  const open = questionOf(snapshot, snapshot.context);
  if (open === undefined) return undefined;
  const undoable = undo && undoableBy(undo, { person, saved, reminders: facts.reminders }, facts);
  const beneath = questionBeneath(snapshot);
  const last = facts.reminders.find((one) => reminder && isSameReminder(one, reminder));
  const question: Question = {
    ...open.question,
    ...(undoable && { undoable }),
    ...(facts.reminders.length > 0 && { reminders: facts.reminders }),
    ...(last && { lastReminder: last }),
    ...wished(snapshot.context),
    ...(beneath !== undefined && { beneath }),
  };
  const { shown } = snapshot.context.dialogue;
  if (shown === undefined) return { question, saying: open.saying };
  const askedBeside = choicesBeside(shown, snapshot.context);
  return { question: { ...question, shown, ...(askedBeside && { askedBeside }) }, saying: open.saying };
}

/** Returns an instant of the day of the reminder that waits for an answer, if one does. */
function wished({ dialogue: { wish }, person, facts }: Context): Pick<Question, "wishedOn"> {
  if (wish?.kind === "at") return { wishedOn: wish.at };
  if (wish?.kind !== "day") return {};
  return { wishedOn: atMinute(dayNamed(wish.day), 0, zoneOfPerson(person, facts)) };
}

/** Returns the choices of a list that was asked beside the open question; undefined for any other list. */
function choicesBeside({ question, choices }: ShownList, context: Context): readonly Choice[] | undefined {
  if (question === "suggestions") return suggestedChoices(choices, context);
  return question === "grounds" ? groundChoices({}, context) : undefined;
}

function undoableBy(undo: Undo, after: Standing, facts: Facts): Undoable {
  const { stand } = standBefore(undo, after, facts);
  const open = questionOf(stand, stand.context)?.question;
  return { acts: undo.acts, isLast: !undo.isPast, ...(open && { openQuestion: open }) };
}

/**
 * The list that is shown last by these effects, if any is. Of grounds, which were chosen is not kept: a
 * number then means a ground alone.
 */
function shownBy(effects: readonly Effect[], context: Context): Pick<DialogueContext, "shown"> {
  const asked = effects.findLast((effect) => effect.type === "ask")?.question;
  if (asked === undefined) return {};
  const { id: question, campaign, choices } = asked;
  const shown: ShownList = {
    question,
    ...(campaign !== undefined && { campaign }),
    choices: (question === "grounds" ? groundChoices({}, context) : choices).map(({ id }) => id),
  };
  return { shown };
}
