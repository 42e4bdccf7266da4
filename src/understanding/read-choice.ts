import type { AccountId, CampaignId } from "../campaigns/schema.ts";
import { decodeTap, type Tap } from "../conversation/tap.ts";
import {
  type Choice,
  type ConversationEvent,
  confirmationAnswers,
  offeredEvent,
  type Question,
  type QuestionId,
  reminderAnswers,
  reports,
} from "../conversation/vocabulary.ts";
import { readDate } from "./entities/read-date.ts";
import type { OpenLabels, Reading } from "./grammar.ts";
import { agreed, type Said } from "./hear.ts";
import { type Match, matchWhole } from "./match.ts";
import { phraseTemplate } from "./parse-template.ts";
import { readSmallTalk } from "./read-intent.ts";
import { compileTemplates } from "./template-set.ts";
import { keyOf } from "./tokens.ts";

/** The questions that a typed date answers. */
export const datedQuestions: ReadonlySet<QuestionId> = new Set([
  "next",
  "remind",
  "remind-quiet",
  "remind-set",
]);

const isNumber = /^[0-9]{1,3}$/;
/** What cannot be taken back is never read from a mistyped word or a question: "envoyer" is not "envoyé". */
const irrevocable: ReadonlySet<ConversationEvent["type"]> = new Set([...reports, "sent", "yes"]);

/** Reads a pressed button: it counts while its question is open, and a reminder's always. */
export function readTap(tapped: string, asked: Question | undefined): ConversationEvent {
  const tap = decodeTap(tapped);
  return tap ? readPress(tap, asked) : { type: "past-button" };
}

function readPress(tap: Tap, asked: Question | undefined): ConversationEvent {
  if (tap.question === "reminder") return readReminderTap(tap.choice, tap.campaign);
  if (tap.question === "suggestions") return readSuggestionTap(tap.choice);
  if (!asked || tap.question !== asked.id || tap.campaign !== asked.campaign) return { type: "past-button" };
  const pressed = [...asked.choices, ...asked.navigation, ...(asked.hiddenChoices ?? [])].find(
    ({ id }) => id === tap.choice,
  );
  return pressed?.event ?? { type: "past-button" };
}

/** The buttons of a reminder count however long ago it was sent. */
function readReminderTap(choice: string, campaign: CampaignId | undefined): ConversationEvent {
  if (choice === "show" && campaign !== undefined) return { type: "service", campaign };
  const answers = [...reminderAnswers, ...confirmationAnswers, "no-more-alerts"] as const;
  const type = answers.find((answer) => answer === choice);
  return campaign === undefined || type === undefined ? { type: "past-button" } : { type, campaign };
}

/** So do those of suggestions. */
function readSuggestionTap(choice: string): ConversationEvent {
  return choice === "something-else" ? { type: choice } : offeredEvent(choice);
}

/** Reads one number or several as choices, counted from 1: "2", "number 2", "1 and 3". */
export function readNumbers(said: Said): ConversationEvent | undefined {
  const { words, asked, reading } = said;
  if (asked === undefined) return undefined;
  const numbers = words.filter((word) => isNumber.test(word)).map(Number);
  const isPlain = numbers.length === words.length;
  if (numbers.length === 0 || !words.every((word) => isNumber.test(word) || reading.aroundNumber.has(word)))
    return undefined;
  // "1-2" may be the first of February, and "le 20" the twentieth; "option 2" is no date.
  if (datedQuestions.has(asked.id) && (!isPlain || numbers.length > 1) && isDate(said)) return undefined;
  const inOrder = [...numbers].sort((one, other) => one - other);
  const events = inOrder.map((number) => numbered(number, asked));
  return events.length > 1 ? combine(events) : events[0];
}

/** The choice that has this number, from 1, in the list that was shown last: as if its button were pressed. */
export function numbered(number: number, asked: Question): ConversationEvent | undefined {
  if (asked.shown === undefined) return asked.choices[number - 1]?.event;
  const { choices, ...list } = asked.shown;
  const choice = choices[number - 1];
  return choice === undefined ? undefined : readPress({ ...list, choice }, asked);
}

function isDate({ tokens, reading, reader }: Said): boolean {
  const dates = reading.dates();
  return dates !== undefined && readDate(tokens, dates, reader) !== undefined;
}

/** Reads the label of a choice or of a way out, or words that mean it; "well done" is not "done". */
export function readLabel(said: Said): ConversationEvent | undefined {
  const { asked, isQuestion } = said;
  if (asked === undefined) return undefined;
  const [suggested] = matchLabels(said, "suggestions", asked.suggested ?? []);
  if (suggested) return suggested.meaning.event;
  const choices = [...asked.choices, ...asked.navigation];
  const all = [...choices, ...(asked.hiddenChoices ?? [])];
  const labelled = (key: string) =>
    onlyEvent(all.filter(({ label }) => label.key === key).map(({ event }) => event));
  const isMeant = ({ type }: ConversationEvent, mistakes: number) =>
    !(irrevocable.has(type) && (isQuestion || mistakes > 0)) && !(type === "accounts" && isQuestion);
  const named = matchLabels(said, asked.id, choices).flatMap(({ meaning: { event }, mistakes }) =>
    isMeant(event, mistakes) && !(event.type === "done" && readSmallTalk(said)) ? [event] : [],
  );
  return (
    onlyEvent(named) ??
    agreed(said.heard(), ({ meaning, mistakes }) => {
      if (meaning.file !== "answers") return undefined;
      const event = labelled(meaning.name) ?? labelled(wayOut(meaning.name, asked.id));
      return event && isMeant(event, mistakes) ? event : undefined;
    })
  );
}

/** What says that a page was read goes on from it; who wants a reminder no more before there is one goes back. */
function wayOut(meant: string, asked: QuestionId): string {
  const endsWish = meant === "remind-set.choices.cancel" && (asked === "remind" || asked === "remind-quiet");
  return meant === "page-read" ? "navigation.go-on" : endsWish ? "navigation.back" : "";
}

/** The choices whose label this is: word for word, else apart from skip words and mistakes. */
function matchLabels(
  { words, grammar: { label }, reading }: Said,
  question: QuestionId,
  choices: readonly Choice[],
): readonly Pick<Match<Choice>, "meaning" | "mistakes">[] {
  const texts = choices.map((choice) => label(choice.label, reading.language));
  const { keys, templates } = compiledLabels(texts, question, reading);
  const exact = choices.filter((_, at) => keys[at] === words.join(" "));
  if (exact.length > 0) return exact.map((meaning) => ({ meaning, mistakes: 0 }));
  return matchWhole(words, templates).flatMap(({ meaning: at, mistakes }) => {
    const choice = choices[at];
    return choice === undefined ? [] : [{ meaning: choice, mistakes }];
  });
}

/** To compile labels takes longer than to match them: they are kept for the next one who is asked the same. */
function compiledLabels(
  texts: readonly string[],
  question: QuestionId,
  { openLabels, sentences }: Reading,
): OpenLabels {
  const id = JSON.stringify([question, texts]);
  const known = openLabels.get(id);
  if (known !== undefined) return known;
  // "One of the two" is not "the two".
  const skip = question === "accounts" ? [] : sentences.skip;
  const compiled = {
    keys: texts.map(keyOf),
    templates: compileTemplates({ templates: texts.map((text, at) => [phraseTemplate(text), at]), skip }),
  };
  openLabels.set(id, compiled);
  return compiled;
}

function onlyEvent(events: readonly ConversationEvent[]): ConversationEvent | undefined {
  const [event, ...others] = new Map(events.map((each) => [JSON.stringify(each), each])).values();
  return others.length === 0 ? event : undefined;
}

/** Makes one answer of several, if they are of a kind that can be given together. */
export function combine(events: readonly (ConversationEvent | undefined)[]): ConversationEvent | undefined {
  const accounts = events.map(accountsOf);
  if (accounts.every((list) => list.length > 0))
    return { type: "accounts", accounts: [...new Set(accounts.flat())] };
  const steps = events.map((event) => (event?.type === "sent" ? event.steps : []));
  return steps.every((list) => list.length > 0)
    ? { type: "sent", steps: [...new Set(steps.flat())] }
    : undefined;
}

function accountsOf(event: ConversationEvent | undefined): readonly AccountId[] {
  if (event?.type === "tick") return [event.account];
  return event?.type === "accounts" ? event.accounts : [];
}
