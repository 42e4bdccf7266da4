import { transition } from "xstate";
import { isInEuropeanArea } from "../campaigns/authorities/authorities.ts";
import { ask } from "./ask.ts";
import type { DialogueContext } from "./context.ts";
import { sourcedTexts } from "./facts-behind.ts";
import { suggestedChoices } from "./find-answer.ts";
import { machine } from "./machine.ts";
import { type SavedState, type Snapshot, toSavedState, toSnapshot } from "./saved.ts";
import {
  type ConversationEvent,
  type Effect,
  type Facts,
  type Language,
  type LanguageSource,
  languageSources,
  type Person,
  placeTopics,
  type Question,
  type Saying,
  type ShownList,
} from "./vocabulary.ts";

/** After these, a yes or a no is still one to the reminder that was sent. */
const leavesReminder: ReadonlySet<ConversationEvent["type"]> = new Set([
  ...(["reminder-due", "alert-due", "courtesy"] as const),
]);

/** On the way to the steps, and to an answer, what was said of a place still holds. */
const leavesPlace: ReadonlySet<ConversationEvent["type"]> = new Set([
  ...(["topic", "service", "services", "start", "accounts", "doubt", "tick", "ticked", "linked"] as const),
  ...(["yes", "no", "language", "courtesy", "not-understood"] as const),
]);

/** A conversation between two messages. `saved`, the statechart's part of it, is absent before the first one. */
export interface ConversationState {
  readonly person: Person;
  readonly saved?: SavedState | undefined;
}

/** What a message tells about its writer's language besides what it says. */
export interface Heard {
  /** The language of the words, if they leave no doubt. */
  readonly words?: Language | undefined;
  /** The language of the person's app, as the channel tells. */
  readonly hint?: Language | undefined;
}

/** The state after a step, and what is to be done. */
export interface StepResult {
  readonly person: Person;
  readonly saved: SavedState;
  readonly effects: readonly Effect[];
  /** The event that was taken: `not-understood` if the open question takes no such event. */
  readonly taken: ConversationEvent;
  /** The language in which the effects speak. */
  readonly language: Language;
}

/** Takes the conversation one event further. Pure; every event has an effect, so that everyone gets an answer. */
export function step(
  before: ConversationState,
  event: ConversationEvent,
  facts: Facts,
  heard: Heard = {},
): StepResult {
  const person = chooseLanguage(before.person, event, heard, facts);
  const snapshot = toSnapshot(before.saved, { person, facts });
  const taken: ConversationEvent = snapshot.can(event) ? event : { type: "not-understood" };
  const [after, actions] = transition(machine, snapshot, taken);
  const effects = [...actions.flatMap(effectsOf), ...askedIn(after)];
  const saved = toSavedState(after);
  const said = sourcedTexts(effects, after.context);
  const dialogue = {
    ...saved.dialogue,
    ...(taken.type !== "not-understood" && { misunderstood: 0 }),
    ...(!leavesReminder.has(taken.type) && { due: undefined }),
    place: placeSpokenOf(taken, saved.dialogue.place, facts),
    ...(said.length > 0 && { said }),
    ...shownBy(effects),
  };
  return {
    person: after.context.person,
    saved: { ...saved, dialogue },
    effects,
    taken,
    language: after.context.person.language ?? person.language ?? facts.defaultLanguage,
  };
}

/** The one question of a step: that of the state in which it ends, as things stand there. */
function askedIn(after: Snapshot): readonly Effect[] {
  const open = after.context.turn.asks && questionOf(after);
  return open ? [{ type: "ask", ...open }] : [];
}

/** Returns the question of a state, if it asks one. */
function questionOf(snapshot: Snapshot): ReturnType<typeof ask> | undefined {
  const [meta] = Object.values(snapshot.getMeta());
  return meta && ask(meta.question, snapshot.context);
}

/** The place outside the European Economic Area of which the conversation speaks after an event. */
function placeSpokenOf(event: ConversationEvent, before: string | undefined, { authorities }: Facts) {
  if (event.type !== "topic" || !placeTopics.some((topic) => topic === event.topic))
    return leavesPlace.has(event.type) ? before : undefined;
  const { topic, country } = event;
  const isOutside =
    topic !== "elsewhere" || (country !== undefined && !isInEuropeanArea(country, authorities));
  return isOutside ? topic : undefined;
}

/** Returns the person with the language for which there is the strongest reason: their choice, the link, their words, the hint. */
export function chooseLanguage(person: Person, event: ConversationEvent, heard: Heard, facts: Facts): Person {
  const reasons: readonly [LanguageSource, Language | undefined][] = [
    ["link", event.type === "start" ? event.language : undefined],
    ["words", heard.words],
    ["hint", heard.hint?.split("-")[0]],
  ];
  for (const [languageSource, language] of reasons) {
    if (language === undefined || !facts.languages.includes(language)) continue;
    if (isKnown(person, language, languageSource)) return person;
    return { ...person, language, languageSource };
  }
  return person;
}

/** True if it is the person's language already, or if the source is weaker than that of theirs. */
function isKnown(person: Person, language: Language, source: LanguageSource): boolean {
  if (person.languageSource === undefined) return false;
  if (person.language === language && person.languageSource === source) return true;
  return languageSources.indexOf(source) > languageSources.indexOf(person.languageSource);
}

/** Returns the question that waits for an answer; undefined before the first message. */
export function openQuestion(
  { person, saved }: ConversationState,
  facts: Facts,
): { readonly question: Question; readonly saying: Saying } | undefined {
  const snapshot = toSnapshot(saved, { person, facts });
  const open = questionOf(snapshot);
  if (open === undefined) return undefined;
  const { question, saying } = open;
  const { shown } = snapshot.context.dialogue;
  if (shown === undefined) return { question, saying };
  const suggested =
    shown.question === "suggestions" ? suggestedChoices(shown.choices, snapshot.context) : undefined;
  return { question: { ...question, shown, ...(suggested && { suggested }) }, saying };
}

/** The list that is shown last by these effects, if any is. */
function shownBy(effects: readonly Effect[]): Pick<DialogueContext, "shown"> {
  const asked = effects.findLast((effect) => effect.type === "ask")?.question;
  if (asked === undefined) return {};
  const { id: question, campaign, choices } = asked;
  const shown: ShownList = {
    question,
    ...(campaign !== undefined && { campaign }),
    choices: choices.map(({ id }) => id),
  };
  return { shown };
}

/** Returns the effects that an action names. Throws on any action but `perform`: no one would run it. */
export function effectsOf(action: { readonly type: string; readonly params: unknown }): readonly Effect[] {
  if (action.type !== "perform") throw new Error(`a step cannot do "${action.type}"`);
  return action.params as readonly Effect[];
}
