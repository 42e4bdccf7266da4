import type { CampaignId } from "../../campaigns/schema.ts";
import {
  type Context,
  isSameReminder,
  nameCampaign,
  nothingFollowed,
  type Turn,
  zoneOf,
} from "../context.ts";
import type { Undo } from "../memory.ts";
import { onlyIf } from "../question-view.ts";
import { remindersAfter } from "../reminders/reminders.ts";
import { calendarEntry, cancelledSaying } from "../reminders/say-reminder.ts";
import { hasNothingToDo, nameStep } from "../required-steps.ts";
import { type SavedState, type Snapshot, toSavedState, toSnapshot } from "../saved.ts";
import {
  type ConversationEvent,
  type Effect,
  type Facts,
  type Following,
  type Instant,
  isUnasked,
  type Person,
  type Phrase,
  type Reminder,
  type Saying,
  type StepId,
} from "../vocabulary.ts";
import { isStatement } from "./policy.ts";
import { begunAgain } from "./take-events.ts";

/** The state of a conversation: the person, what is saved of the dialogue, and the reminders. */
export interface Standing {
  readonly person: Person;
  readonly saved?: SavedState | undefined;
  readonly reminders: readonly Reminder[];
}

/** Effects after which nothing can be undone. */
const clears: ReadonlySet<Effect["type"]> = new Set([
  ...(["erase-person", "unsubscribe", "drop-alerts"] as const),
]);

/**
 * Returns the conversation as it was before the message that is undone, and the effects that restore
 * its reminders. The question that was open is asked again (the first one, if none was). A reminder
 * that was sent meanwhile can still be answered.
 */
export function standBefore(
  { person: restored, saved: before, ...undo }: Undo,
  after: Standing,
  facts: Facts,
) {
  const { following: _, country: __, zone: ___, ...kept } = after.person;
  const effects = remindersBack(undo, after.reminders, facts.now);
  const person = { ...kept, ...restored };
  const reminders = remindersAfter(after.reminders, effects);
  const given = { person, facts: { ...facts, reminders } };
  const { reminderAwaitingReply, said } = after.saved?.dialogue ?? {};
  const saved = before && { ...before, dialogue: { ...before.dialogue, reminderAwaitingReply, said } };
  const from = { person, reminders, saved };
  if (saved === undefined) return { from, effects, ...begunAgain(toSnapshot(after.saved, given)) };
  const stand = toSnapshot(saved, given);
  return { from, effects, stand, asking: askingAgain(stand, effects) };
}

/**
 * How the question is asked again: with a wish if its reminder is set again, so that it says so
 * itself.
 */
function askingAgain(stand: Snapshot, effects: readonly Effect[]): Turn {
  const { reminder } = stand.context.dialogue;
  const isSetAgain = effects.some(
    (effect) => effect.type === "set-reminder" && reminder && isSame(effect.reminder, reminder),
  );
  const isAsked = toSavedState(stand).state === "talk.remind-set";
  return { asks: true, ...(isAsked && isSetAgain && { wish: { kind: "at", at: reminder?.dueAt ?? 0 } }) };
}

/** Undoes the message and says so; the turn begins at the restored state. */
export function takeBack(undo: Undo, after: Standing, facts: Facts) {
  const { from, effects, stand, asking } = standBefore(undo, after, facts);
  const sayings = takenBackSayings(undo, after, { ...stand.context, turn: asking });
  const says = sayings.map((saying) => ({ type: "say", saying }) as const);
  const taken = [{ type: "undo" } as const];
  return { from, stand, sofar: { asking, effects: [...effects, ...says], taken } };
}

/** The effects that restore the reminders, without those that are past by now. */
function remindersBack(
  { set, ended }: Pick<Undo, "set" | "ended">,
  reminders: readonly Reminder[],
  now: Instant,
): readonly Effect[] {
  const pending = reminders.filter((one) => set.some((other) => isSameReminder(one, other)));
  return [
    ...pending.map(({ campaign, slot }): Effect => ({ type: "cancel-reminders", campaign, slot })),
    ...ended
      .filter(({ dueAt }) => dueAt > now)
      .map((reminder): Effect => ({ type: "set-reminder", reminder })),
  ];
}

/** The result of a step; `waits` is true if an event has begun to wait for an answer. */
interface StepOutcome {
  readonly effects: readonly Effect[];
  readonly taken: readonly ConversationEvent[];
  readonly waits: boolean;
}

/** Returns what can be undone after a step: what it has changed, else what is `known` from before it. */
export function undoAfter(
  known: Undo | undefined,
  before: Standing,
  after: Omit<Standing, "saved">,
  { effects, taken, waits }: StepOutcome,
  now: Instant,
): Undo | undefined {
  if (effects.some(({ type }) => clears.has(type))) return undefined;
  const set = newIn(after.reminders, before.reminders);
  const ended = newIn(before.reminders, after.reminders);
  const undoable = undoablePart(before.person);
  if (waits || set.length > 0 || ended.length > 0 || !isSame(undoable, undoablePart(after.person)))
    return {
      at: now,
      acts: taken.filter(isStatement),
      person: undoable,
      ...withSaved(before.saved),
      set,
      ended,
    };
  // A change of the alerts cannot be undone, and ends what could be.
  if (known === undefined || before.person.alertsSince !== after.person.alertsSince) return undefined;
  return taken.every(isUnasked) ? known : { ...known, isPast: true };
}

function undoablePart({ following, country, zone }: Person): Undo["person"] {
  return { following, ...(country !== undefined && { country }), ...(zone !== undefined && { zone }) };
}

/** Leaves out what was answered: it may be about a trouble, of which nothing is kept. */
function withSaved(saved: SavedState | undefined): Pick<Undo, "saved"> {
  if (saved === undefined || saved.state === "talk.fresh") return {};
  const { said: _, shown: __, answered: ___, agenda, ...dialogue } = saved.dialogue;
  const waiting = agenda && { agenda: { ...agenda, events: agenda.events.filter(isStatement) } };
  return { saved: { ...saved, dialogue: { ...dialogue, ...waiting } } };
}

function newIn(reminders: readonly Reminder[], others: readonly Reminder[]): readonly Reminder[] {
  // Most are the same objects: only the rest are compared by what they hold.
  const changed = reminders.filter((one) => !others.includes(one));
  return changed.filter((one) => !others.some((other) => isSame(one, other)));
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * Says what is undone, and how the reminders stand now. `after` has the undone changes, `before` does
 * not.
 */
function takenBackSayings(
  undo: Undo,
  after: Pick<Standing, "person" | "reminders">,
  before: Context,
): readonly Saying[] {
  const what = changedPhrases(undo.person, after.person, before);
  const reminders = reminderSayings(after.reminders, before);
  if (what.length === 0 && (reminders.length > 0 || before.turn.wish)) return reminders;
  const list = what.length > 0 ? what : [{ key: "undo.what.told" } as const];
  return [{ text: [{ key: "undo.text", params: { what: { list } } }] }, ...reminders];
}

/** Names each part of what the person told that differs. */
function changedPhrases(before: Undo["person"], after: Person, { facts }: Context): readonly Phrase[] {
  return [
    ...[...facts.campaigns.keys()].flatMap((id) =>
      followingPhrases(id, before.following[id], after.following[id]),
    ),
    ...onlyIf<Phrase>(before.country !== after.country, { key: "undo.what.country" }),
    ...onlyIf<Phrase>(before.zone !== after.zone, { key: "undo.what.zone" }),
  ];
}

function followingPhrases(
  campaign: CampaignId,
  before: Following = nothingFollowed,
  after: Following = nothingFollowed,
): readonly Phrase[] {
  const accountsOf = ({ accounts, linked }: Following) => [accounts, linked];
  // `step in sent`, because JSON writes a missing value as null, which here is a day that was not told.
  const reportOf = ({ sent, outcomes }: Following, step: StepId) => [
    step in sent,
    sent[step],
    outcomes[step],
  ];
  const steps = [before, after].flatMap(({ sent, outcomes }) => Object.keys({ ...sent, ...outcomes }));
  const reported = [...new Set(steps)].filter(
    (step) => !isSame(reportOf(before, step), reportOf(after, step)),
  );
  const forms = { list: reported.map((step) => nameStep(campaign, step)) };
  return [
    ...(isSame(accountsOf(before), accountsOf(after))
      ? []
      : [{ key: "undo.what.accounts", params: { campaign: nameCampaign(campaign) } } as const]),
    ...onlyIf<Phrase>(reported.length > 0, { key: "undo.what.report", params: { forms } }),
  ];
}

/** One message for each reminder that changed, with a calendar file that makes the same change. */
function reminderSayings(after: readonly Reminder[], before: Context): readonly Saying[] {
  const back = newIn(before.facts.reminders, after);
  const gone = newIn(after, before.facts.reminders).filter(
    ({ uid }) => uid === undefined || back.every((other) => other.uid !== uid),
  );
  const { turn, dialogue } = before;
  const isAsked = (one: Reminder) =>
    turn.wish !== undefined && dialogue.reminder !== undefined && isSameReminder(one, dialogue.reminder);
  const toSay = back.filter((one) => isToDo(one.campaign, before) && !isAsked(one));
  return [
    ...gone.map((reminder) => cancelledSaying(before, reminder)),
    ...toSay.map((reminder) => setSaying(reminder, before)),
  ];
}

/** False if the campaign is gone, or has nothing to do any more. */
function isToDo(id: CampaignId, { facts }: Context): boolean {
  const campaign = facts.campaigns.get(id);
  return campaign !== undefined && !hasNothingToDo(campaign);
}

function setSaying(reminder: Reminder, context: Context): Saying {
  const when = { instant: reminder.dueAt, zone: zoneOf(context) };
  const campaign = nameCampaign(reminder.campaign);
  return {
    text: [{ key: "remind-set.text", params: { when, campaign } }],
    calendar: calendarEntry(context, reminder),
  };
}
