import type { AccountId, CampaignId } from "../campaigns/schema.ts";
import { groundsOf } from "../conversation/letters/grounds-id.ts";
import { decodeTap, type Tap } from "../conversation/tap.ts";
import {
  type ConversationEvent,
  confirmationAnswers,
  type EventOf,
  groundIds,
  offeredEvent,
  type Question,
  type QuestionId,
  reminderAnswers,
  reports,
} from "../conversation/vocabulary.ts";
import { asksAboutBot } from "./asks-about-bot.ts";
import { findLabels } from "./entities/find-labels.ts";
import { agreed, type Utterance } from "./hear.ts";
import { readSmallTalk } from "./read-intent.ts";

/** Events that are never read from a mistyped word or a question: "envoyer" is not "envoyé". */
const irrevocable: ReadonlySet<ConversationEvent["type"]> = new Set([...reports, "sent", "yes"]);

/**
 * Reads a pressed button. It counts while its question is open; that of a reminder, a suggestion or
 * a ground always counts.
 */
export function readTap(tapped: string, openQuestion: Question | undefined): ConversationEvent {
  const tap = decodeTap(tapped);
  return tap ? readPress(tap, openQuestion) : { type: "past-button" };
}

/** Reads a choice, by a button or by its number. */
export function readPress(tap: Tap, openQuestion: Question | undefined): ConversationEvent {
  if (tap.question === "reminder") return readReminderTap(tap.choice, tap.campaign);
  if (tap.question === "suggestions") return readSuggestionTap(tap.choice);
  if (tap.question === "grounds") return groundsOf(tap.choice, tap.campaign) ?? { type: "past-button" };
  if (!openQuestion || tap.question !== openQuestion.id || tap.campaign !== openQuestion.campaign)
    return { type: "past-button" };
  const pressed = [
    ...openQuestion.choices,
    ...openQuestion.navigation,
    ...(openQuestion.hiddenChoices ?? []),
  ].find(({ id }) => id === tap.choice);
  return pressed?.event ?? { type: "past-button" };
}

/** The buttons of a reminder count however long ago it was sent. */
function readReminderTap(choice: string, campaign: CampaignId | undefined): ConversationEvent {
  if (choice === "show" && campaign !== undefined) return { type: "service", campaign };
  const answers = [...reminderAnswers, ...confirmationAnswers, "no-more-alerts"] as const;
  const type = answers.find((answer) => answer === choice);
  return campaign === undefined || type === undefined ? { type: "past-button" } : { type, campaign };
}

/** The buttons of suggestions always count, too. */
function readSuggestionTap(choice: string): ConversationEvent {
  return choice === "something-else" ? { type: choice } : offeredEvent(choice);
}

/**
 * Reads the label of a choice or of a navigation button, or words that mean it; "well done" is not
 * "done".
 */
export function readLabel(utterance: Utterance): ConversationEvent | undefined {
  const { openQuestion, isQuestion } = utterance;
  if (openQuestion === undefined) return undefined;
  const [beside] = findLabels(
    utterance,
    openQuestion.shown?.question ?? openQuestion.id,
    openQuestion.askedBeside ?? [],
  );
  if (beside) return beside.meaning.event;
  const choices = [...openQuestion.choices, ...openQuestion.navigation];
  const all = [...choices, ...(openQuestion.hiddenChoices ?? []), ...(openQuestion.askedBeside ?? [])];
  const labelled = (key: string) =>
    onlyEvent(all.filter(({ label }) => label.key === key).map(({ event }) => event));
  const isMeant = ({ type }: ConversationEvent, mistakes: number) =>
    !(irrevocable.has(type) && (isQuestion || mistakes > 0)) &&
    !(type === "accounts" && isQuestion) &&
    !(type === "service" && asksAboutBot(utterance));
  const named = findLabels(utterance, openQuestion.id, choices).flatMap(({ meaning: { event }, mistakes }) =>
    isMeant(event, mistakes) && !(event.type === "done" && readSmallTalk(utterance)) ? [event] : [],
  );
  return (
    onlyEvent(named) ??
    agreed(utterance.matchedClauses(), ({ meaning, mistakes }) => {
      if (meaning.file !== "answers") return undefined;
      const event = labelled(meaning.name) ?? labelled(wayOut(meaning.name, openQuestion.id));
      return event && isMeant(event, mistakes) ? event : undefined;
    })
  );
}

/**
 * Returns the button that leads out: "go on" for a page that was read, "something else" for none of what
 * was offered, "back" for "no reminder" before one is set.
 */
function wayOut(meant: string, openQuestion: QuestionId): string {
  if (meant === "page-read") return "navigation.go-on";
  if (meant === "which-service.choices.none") return "suggestions.something-else";
  const endsWish = openQuestion === "remind" || openQuestion === "remind-quiet";
  return meant === "remind-set.choices.cancel" && endsWish ? "navigation.back" : "";
}

function onlyEvent(events: readonly ConversationEvent[]): ConversationEvent | undefined {
  const [event, ...others] = new Map(events.map((each) => [JSON.stringify(each), each])).values();
  return others.length === 0 ? event : undefined;
}

/**
 * Makes one answer of several choices; undefined unless all are accounts, all steps, or all of the
 * grounds.
 */
export function combine(events: readonly (ConversationEvent | undefined)[]): ConversationEvent | undefined {
  if (events.every((event) => event?.type === "grounds" || event?.type === "write"))
    return combineGrounds(events);
  const accounts = events.map(accountsOf);
  if (accounts.every((list) => list.length > 0))
    return { type: "accounts", accounts: [...new Set(accounts.flat())] };
  const steps = events.map((event) => (event?.type === "sent" ? event.steps : []));
  return steps.every((list) => list.length > 0)
    ? { type: "sent", steps: [...new Set(steps.flat())] }
    : undefined;
}

/** Asks for the letter, or for English, if one of the choices does. */
function combineGrounds(events: readonly EventOf<"grounds" | "write">[]): ConversationEvent {
  const type = events.some((event) => event.type === "write") ? "write" : "grounds";
  const grounds = groundIds.filter((ground) => events.some((event) => event.grounds?.includes(ground)));
  return { ...Object.assign({}, ...events), type, grounds };
}

function accountsOf(event: ConversationEvent | undefined): readonly AccountId[] {
  if (event?.type === "tick") return [event.account];
  return event?.type === "accounts" ? event.accounts : [];
}
