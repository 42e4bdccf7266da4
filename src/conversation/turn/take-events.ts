import { createActor, type ExecutableActionObject } from "xstate";
import type { AccountId, Campaign } from "../../campaigns/schema.ts";
import {
  type Context,
  currentFollowing,
  type DialogueContext,
  isFollowing,
  isSameReminder,
  stepsToDoNow,
  type Turn,
} from "../context.ts";
import { machine } from "../machine.ts";
import { placeSpokenOf } from "../places.ts";
import { remindersAfter } from "../reminders/reminders.ts";
import { isAnswerIn, type Snapshot, toSavedState, toSnapshot } from "../saved.ts";
import { meanwhileSaying } from "../steps/say-short.ts";
import {
  type ConversationEvent,
  type Effect,
  type EventOf,
  type Facts,
  isReport,
  isUnasked,
  type Person,
  type Reminder,
  type Saying,
  troubleIn,
  troubleTopics,
} from "../vocabulary.ts";
import { contextOf, informationAt } from "./end-turn.ts";
import { isSettled, leftOpen } from "./left-open.ts";
import {
  inOrder,
  isFirstToAnswer,
  isStatement,
  isTroubleOpen,
  kindOf,
  leadsAway,
  mustWait,
  withoutTwins,
} from "./policy.ts";
import type { TurnBegun, TurnUnderWay } from "./turn-under-way.ts";
import { isAskingForAccounts, mostUnanswered, unansweredAfter } from "./unanswered.ts";
import { withoutRepeats } from "./without-repeats.ts";

/** What holds for all events of one message. */
interface Rules {
  /** True if there are several events: one that the state does not accept is then read in another way. */
  readonly isOfSeveral: boolean;
  /** The states that were open before the message. */
  readonly openBefore: readonly (string | undefined)[];
}

/** First events that are handled together with the welcome, or that ask for it. */
const begins: ReadonlySet<ConversationEvent["type"]> = new Set([
  ...(["start", "service", "remind", "steps"] as const),
]);

/** First events that, alone, ask only for the welcome, or that answer a question not asked yet. */
const asksForWelcome: ReadonlySet<ConversationEvent["type"]> = new Set([
  ...(["menu", "help", "back", "go-on", "start-again", "change-language", "stop"] as const),
  ...(["yes", "no", "sent", "slot", "tick", "ticked", "more", "another-country"] as const),
]);

/** First events that are answered together with the welcome if the language is known. */
const answeredAtOnce: ReadonlySet<ConversationEvent["type"]> = new Set([
  ...(["topic", "link", "alerts"] as const),
]);

/** Events that ask back what is meant; dropped once the message has opened another question. */
const guesses: ReadonlySet<ConversationEvent["type"]> = new Set([...(["suggest", "doubt"] as const)]);

/** The events of one message in the order in which this state handles them. */
function orderedAt(stand: Snapshot, events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  const [first, ...others] = events;
  if (first === undefined || others.length === 0) return events;
  const { state } = toSavedState(stand);
  // "talk.next" ("What now?") asks nothing that an event answers: a report of what was done comes before
  // a date for the rest. Nor does "talk.fresh".
  const isAsked = state !== "talk.next" && state !== "talk.fresh";
  return inOrder(
    [first, ...others],
    (event) =>
      isOver(event, events, stand.context.facts) ||
      (isAsked && isStatement(event) && isAnswerIn(state, event.type)),
  );
}

/** Whether nothing more comes of a report, and the message turns to another service: "ChatGPT is off, now X". */
function isOver(
  event: ConversationEvent,
  events: readonly ConversationEvent[],
  { campaigns }: Facts,
): boolean {
  const reported = isReport(event) ? campaigns.get(event.campaign ?? "") : undefined;
  return (
    reported?.accounts.every(({ step: { confirmation } }) => confirmation === undefined) === true &&
    events.some((one) => one.type === "service" && one.campaign !== reported.id)
  );
}

/** Handles the events of one message one by one, then those that waited for an answer in it. */
export function takeEvents(
  { stand, message, sofar = {} }: TurnBegun,
  waited: readonly ConversationEvent[],
): TurnUnderWay {
  const { state, returnTo } = toSavedState(stand);
  const { facts, dialogue } = stand.context;
  const events = orderedAt(stand, message);
  const turn: TurnUnderWay = {
    ...{
      stand,
      facts,
      place: { place: dialogue.place, placeCountry: dialogue.placeCountry },
      asking: {},
      hasOpened: false,
    },
    ...{ effects: [], taken: [], left: [], waiting: [], ...sofar },
  };
  const all = [...leadIn(stand, events), ...events];
  const isOfSeveral = turn.taken.length + all.length > 1;
  const rules: Rules = { isOfSeveral, openBefore: [state, returnTo] };
  if (events.some(isTrouble)) return takeTroubles(turn, events, waited, rules);
  const once = takeEach(turn, all, rules);
  // An event may depend on a later one, so those that are left are tried again.
  const twice = takeEach({ ...once, left: [] }, once.left, rules);
  const isAnswered = twice.effects.length > 0 || twice.asking.asks || twice.beside !== undefined;
  const answered = isAnswered ? twice : advance(twice, { type: "not-understood" });
  const after = goOnUnanswered(state, answered);
  return resume({ ...after, waiting: [...after.waiting, ...leftOpen(turn, after)] }, waited, rules);
}

/** Goes on after the second message in a row without an answer: the forms of all accounts do no harm. */
function goOnUnanswered(stateBefore: string, turn: TurnUnderWay): TurnUnderWay {
  const { stand, taken } = turn;
  const { unanswered: before = 0 } = stand.context.dialogue;
  const isNow = before < mostUnanswered && unansweredAfter(stateBefore, stand, taken) >= mostUnanswered;
  if (!isNow) return turn;
  if (isAskingForAccounts(stateBefore)) {
    const saying = meanwhileSaying(contextOf(turn));
    const isGiven = turn.effects.some((effect) => effect.type === "say" && effect.saying.links !== undefined);
    return isGiven ? turn : { ...turn, effects: effectsWith(turn, [{ type: "say", saying }]) };
  }
  const { accounts } = currentFollowing(stand.context);
  return advance(onward(turn), { type: "accounts", accounts, linked: "unknown" });
}

/**
 * The events to handle before a message: the welcome, or the way back to the question about the
 * language.
 */
function leadIn(stand: Snapshot, events: readonly ConversationEvent[]): readonly ConversationEvent[] {
  const [first, ...others] = events;
  const { state, returnTo = state } = toSavedState(stand);
  const { person } = stand.context;
  if (first === undefined) return [];
  if (state === "talk.fresh") return isWelcomed(first, others.length === 0, person) ? [] : welcome;
  return returnTo === "talk.language" && !isAnswerIn(state, first.type)
    ? toLanguage(state, first, person)
    : [];
}

/**
 * Returns the welcome if the words told the language that was asked for, else the way back to the
 * question.
 */
function toLanguage(
  state: string,
  first: ConversationEvent,
  { language }: Person,
): readonly ConversationEvent[] {
  const isAsked = state === "talk.language";
  if (language !== undefined) return isAsked ? welcome : [];
  return !isAsked && isLeading(first) ? [{ type: "go-on" }] : [];
}

const welcome = [{ type: "start" }] as const;

function isLeading(event: ConversationEvent): boolean {
  return leadsAway(event) && kindOf(event) !== "end" && !isTrouble(event);
}

/**
 * True if no `start` is put before a first event: it leads to the welcome by itself or, like a due
 * reminder, is nothing that a person said.
 */
function isWelcomed(event: ConversationEvent, isAlone: boolean, { language }: Person): boolean {
  if (begins.has(event.type)) return event.type !== "remind" || language !== undefined;
  if (!isAlone) return false;
  if (answeredAtOnce.has(event.type)) return language !== undefined;
  if (asksForWelcome.has(event.type) || isUnasked(event)) return true;
  return ["remark", "offer"].includes(kindOf(event));
}

/** The snapshot after "start-again", and how its question is asked. */
export function begunAgain(stand: Snapshot): Pick<TurnUnderWay, "stand" | "asking"> {
  const { after } = transition(stand, { type: "start-again" });
  return { stand: after, asking: after.context.turn };
}

function isTrouble(event: ConversationEvent): boolean {
  return troubleIn(event) !== undefined;
}

/**
 * Handles a message of someone in trouble: help first, the most urgent trouble first. What they tell
 * and wish besides waits until they go on.
 */
function takeTroubles(
  turn: TurnUnderWay,
  events: readonly ConversationEvent[],
  waited: readonly ConversationEvent[],
  rules: Rules,
): TurnUnderWay {
  const { stand, facts } = turn;
  const { person } = stand.context;
  const withAll = (known: Person) =>
    events.reduce((one, event) => withCountryOrZone(one, event) ?? one, known);
  const noted = events.filter((event) => withCountryOrZone(person, event) !== undefined);
  const others = events.filter((event) => !isTrouble(event) && !noted.includes(event));
  const isStranger = toSavedState(stand).state === "talk.fresh";
  const first = events.filter(isTrouble).toSorted(byUrgency);
  const now = others.filter(
    (event) => kindOf(event) === "end" || (kindOf(event) === "answer" && !isStranger),
  );
  const later = others.filter((event) => !now.includes(event) && isWorthKeeping(event));
  const begun = { ...turn, stand: standAt(stand, withAll(person), facts, {}) };
  const helped = takeEach(begun, [...first, ...now], rules);
  // The help may be for another country: the one where the person lives is noted again.
  const after = standAt(helped.stand, withAll(helped.stand.context.person), helped.facts, helped.asking);
  return {
    ...{ ...helped, stand: after, taken: [...helped.taken, ...noted] },
    waiting: [...waited, ...helped.waiting, ...later],
  };
}

/** False for kind words and guesses beside a trouble, and for a `start` that names no campaign. */
function isWorthKeeping(event: ConversationEvent): boolean {
  if (event.type === "start") return event.campaign !== undefined;
  return event.type === "services" || !["offer", "remark"].includes(kindOf(event));
}

function byUrgency(one: ConversationEvent, other: ConversationEvent): number {
  const rank = (event: ConversationEvent) => {
    const trouble = troubleIn(event);
    return trouble === undefined ? troubleTopics.length : troubleTopics.indexOf(trouble);
  };
  return rank(one) - rank(other);
}

/** Handles the waiting events once the question for which they waited is answered. */
function resume(turn: TurnUnderWay, waited: readonly ConversationEvent[], rules: Rules): TurnUnderWay {
  const waiting = withoutTwins([...waited, ...turn.waiting]);
  const { state } = toSavedState(turn.stand);
  const [before] = rules.openBefore;
  // Events told beside a trouble may answer the question that is asked after it.
  const goesOn = isTroubleOpen(before);
  const isStillOpen = isFirstToAnswer(state) && rules.openBefore.includes(state) && !goesOn;
  if (isStillOpen || isTroubleOpen(state) || state.startsWith("aside.")) return { ...turn, waiting };
  const begun = { ...turn, waiting: [], hasOpened: turn.hasOpened && !goesOn };
  const meant = waiting.filter((event) => !isSettled(event, turn.stand.context));
  const resumed = takeEach(begun, orderedAt(turn.stand, meant), { ...rules, isOfSeveral: true });
  return takesBack(resumed, turn) ? { ...turn, waiting: [] } : resumed;
}

/**
 * True if the waiting events would end a reminder that this message has just set. They are dropped
 * then: whoever wishes for a reminder still has something to do.
 */
function takesBack(after: TurnUnderWay, before: TurnUnderWay): boolean {
  const isPending = ({ facts }: TurnUnderWay, reminder: Reminder) =>
    facts.reminders.some((one) => isSameReminder(one, reminder));
  return before.effects.some(
    (effect) =>
      effect.type === "set-reminder" &&
      isPending(before, effect.reminder) &&
      !isPending(after, effect.reminder),
  );
}

function takeEach(turn: TurnUnderWay, events: readonly ConversationEvent[], rules: Rules): TurnUnderWay {
  return events.reduce((before, event) => take(onward(before), event, rules), turn);
}

/** The turn, ready for its next event, as if the conversation were saved and read again in between. */
function onward(turn: TurnUnderWay): TurnUnderWay {
  if (turn.taken.length === 0) return turn;
  const { stand, place, hasOpened } = turn;
  const opened: Turn = hasOpened ? { isBeside: true } : {};
  return { ...turn, stand: standAt(stand, stand.context.person, turn.facts, place, opened) };
}

/** Handles an event, lets it wait, drops it, or leaves it for later. */
function take(turn: TurnUnderWay, event: ConversationEvent, rules: Rules): TurnUnderWay {
  const { stand } = turn;
  const meant = rules.isOfSeveral ? meantAt(stand, event) : event;
  switch (fateOf(turn, meant, rules)) {
    case "waits":
      return letWait(turn, event);
    case "dropped":
      return turn;
    case "taken":
      return withPremature(advance(turn, meant), meant);
    case "left":
      return note(turn, event, rules);
  }
}

/**
 * Adds an event to those that wait. Says so if it waits for the language (in every language), or if it
 * is a report that waits for the accounts.
 */
function letWait(turn: TurnUnderWay, event: ConversationEvent): TurnUnderWay {
  const waiting = [...turn.waiting, event];
  if (toSavedState(turn.stand).state === "talk.language") {
    const { languages } = turn.facts;
    const text = languages.map((language) => ({ key: "steps-first.text", language }) as const);
    return {
      ...turn,
      waiting,
      asking: { ...turn.asking, asks: true },
      effects: effectsWith(turn, [{ type: "say", saying: { text } }]),
    };
  }
  const isPremature = isReport(event) && !isFollowing(turn.stand.context);
  const saying: Saying = { text: [{ key: "done.nothing-yet" }] };
  return { ...turn, waiting, ...(isPremature && { effects: effectsWith(turn, [{ type: "say", saying }]) }) };
}

/** The effects of the turn followed by more, without texts that repeat. */
function effectsWith({ effects }: TurnUnderWay, more: readonly Effect[]): readonly Effect[] {
  return [...effects, ...withoutRepeats(effects, more)];
}

/**
 * Lets a report, or a wish for a reminder without a date, be handled again once the accounts are
 * known.
 */
function withPremature(turn: TurnUnderWay, event: ConversationEvent): TurnUnderWay {
  const { stand, waiting } = turn;
  const needsAccounts = isReport(event) || (event.type === "remind" && event.date === undefined);
  const isPremature = !isFollowing(stand.context) && isFirstToAnswer(toSavedState(stand).state);
  return needsAccounts && isPremature ? { ...turn, waiting: [...waiting, event] } : turn;
}

function fateOf(turn: TurnUnderWay, event: ConversationEvent, { openBefore }: Rules) {
  const { state } = toSavedState(turn.stand);
  const isAnswer = isAnswerIn(state, event.type);
  // The person's data was erased, so the rest of the message has nothing to refer to.
  if (turn.effects.some(({ type }) => type === "erase-person")) return "dropped";
  const isHeld = turn.hasOpened || (state === "talk.language" && isHeldForLanguage(turn, event));
  if (isHeld && !isAnswer && mustWait(event, state)) return "waits";
  if (guesses.has(event.type) && !isAnswer && asksElse(turn, openBefore)) return "dropped";
  return turn.stand.can(event) ? "taken" : "left";
}

/** True for facts, and for events that lead on from the question or are answered in some language. */
function isHeldForLanguage({ stand }: TurnUnderWay, event: ConversationEvent): boolean {
  return kindOf(event) === "fact" || (isLeading(event) && stand.can(event));
}

/** True if the message has already opened a question that was not open before. */
function asksElse({ stand, beside }: TurnUnderWay, openBefore: Rules["openBefore"]): boolean {
  return beside !== undefined || !openBefore.includes(toSavedState(stand).state);
}

/**
 * Notes a country or a zone told along with other things, even if no question asks for it; leaves any
 * other event.
 */
function note(turn: TurnUnderWay, event: ConversationEvent, { isOfSeveral }: Rules): TurnUnderWay {
  const { stand, facts } = turn;
  const person = isOfSeveral ? withCountryOrZone(stand.context.person, event) : undefined;
  if (person === undefined) return { ...turn, left: [...turn.left, event] };
  return { ...turn, stand: standAt(stand, person, facts, {}), taken: [...turn.taken, event] };
}

/**
 * The event as meant in a message of several: accounts may be those of another service, and a date
 * that the state does not accept is a wish for a reminder.
 */
function meantAt(stand: Snapshot, event: ConversationEvent): ConversationEvent {
  if (event.type === "accounts") return accountsAt(stand, event);
  return event.type === "date" && !stand.can(event) ? { ...event, type: "remind" } : event;
}

/** Accounts that only one campaign has also name its service. */
function accountsAt(stand: Snapshot, event: EventOf<"accounts">): ConversationEvent {
  const having = campaignsWith(event.accounts, stand.context);
  const current = having.find(({ id }) => id === stand.context.dialogue.campaign);
  if (current !== undefined && stand.can(event)) return event;
  const [only, ...others] = current === undefined ? having : [current];
  return only === undefined || others.length > 0 ? event : { ...event, type: "service", campaign: only.id };
}

/** The campaigns that have all of these accounts. */
function campaignsWith(accounts: readonly AccountId[], { facts }: Context): readonly Campaign[] {
  return [...facts.campaigns.values()].filter((campaign) =>
    accounts.every((account) => campaign.accounts.some(({ id }) => id === account)),
  );
}

function withCountryOrZone(person: Person, event: ConversationEvent): Person | undefined {
  if (event.type === "country") return { ...person, country: event.country };
  return event.type === "zone" ? { ...person, zone: event.zone } : undefined;
}

/** Where transitions are computed. XState's `transition` makes another one each time, which takes long. */
const actor = createActor(machine, { input: undefined as never });
const scope = {
  ...{ self: actor, system: actor.system, id: "", sessionId: "" },
  ...{ logger: () => {}, defer: () => {}, emit: () => {}, stopChild: () => {} },
};

/** Returns what one transition of the machine leads to. */
function transition(stand: Snapshot, event: ConversationEvent) {
  const effects: Effect[] = [];
  const actionExecutor = (action: ExecutableActionObject) => void effects.push(...effectsOf(action));
  return { after: machine.transition(stand, event, { ...scope, actionExecutor }), effects };
}

/** Runs one transition of the machine. */
function advance(turn: TurnUnderWay, event: ConversationEvent): TurnUnderWay {
  const { after, effects } = transition(turn.stand, event);
  const facts = { ...turn.facts, reminders: remindersAfter(turn.facts.reminders, effects) };
  const isBeside = turn.hasOpened && (kindOf(event) === "answer" || !asksInFull(after.context.turn));
  const information = isBeside ? [] : informationBefore(turn, after);
  const others = effects.filter(({ type }) => type !== "ask");
  return {
    ...{ ...turn, facts, place: placeSpokenOf(event, turn.place, facts) },
    stand: isBeside ? standBeside(turn, after, facts) : after,
    asking: askingAfter(turn, after, isBeside),
    hasOpened: turn.hasOpened || asksInFull(after.context.turn),
    effects: effectsWith(turn, [...information, ...others]),
    beside: effects.find(({ type }) => type === "ask") ?? turn.beside,
    taken: [...turn.taken, event],
  };
}

function asksInFull({ asks, isBrief }: Turn): boolean {
  return asks === true && isBrief !== true;
}

/** An answer leaves open the question that the message opened before it. */
function standBeside({ stand }: TurnUnderWay, { context }: Snapshot, facts: Facts): Snapshot {
  const { gaveSteps } = context.dialogue;
  return standAt(stand, context.person, facts, { gaveSteps });
}

function askingAfter({ asking }: TurnUnderWay, { context: { turn } }: Snapshot, isBeside: boolean): Turn {
  const later = isBeside || !turn.asks ? asking : turn;
  // What was offered is offered again with the question that ends the turn.
  const offers = turn.offers ?? (asksInFull(turn) ? undefined : asking.offers);
  return { ...later, ...(offers && { offers }) };
}

/**
 * What the question that was open before this event tells, if it is not asked now. Nothing if a step
 * was done since: its steps no longer hold.
 */
function informationBefore(turn: TurnUnderWay, after: Snapshot): readonly Effect[] {
  if (!turn.hasOpened) return [];
  const before = contextOf(turn);
  const left = (context: Context) => stepsToDoNow(context).length;
  if (before.turn.givesSteps && left(before) !== left({ ...before, person: after.context.person })) return [];
  const information = informationAt(turn.stand, before);
  if (JSON.stringify(information) === JSON.stringify(informationAt(after, after.context))) return [];
  return information ? [{ type: "say", saying: information }] : [];
}

/** The snapshot of the same state, with this person, these facts and changes of the dialogue. */
function standAt(
  stand: Snapshot,
  person: Person,
  facts: Facts,
  change: Partial<DialogueContext>,
  turn: Turn = {},
): Snapshot {
  const saved = toSavedState(stand);
  return toSnapshot({ ...saved, dialogue: { ...saved.dialogue, ...change } }, { person, facts }, turn);
}

/** Returns the effects that an action lists. Throws on any action but `perform`: no one would run it. */
export function effectsOf(action: { readonly type: string; readonly params: unknown }): readonly Effect[] {
  if (action.type !== "perform") throw new Error(`a step cannot do "${action.type}"`);
  return action.params as readonly Effect[];
}
