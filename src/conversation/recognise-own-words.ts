import { readAccounts } from "./read-accounts.ts";
import { readYesNo } from "./read-yes-no.ts";
import type { View } from "./recognise.ts";
import { combine, datedQuestions } from "./recognise-choice.ts";
import { readService } from "./recognise-service.ts";
import type { Choice, ConversationEvent, Question, QuestionId } from "./vocabulary.ts";

type Reader = (text: string, asked: Question, view: View) => ConversationEvent | undefined;

/** Questions that are answered in a way of their own. */
const readers: Readonly<Partial<Record<QuestionId, Reader>>> = {
  accounts: readOwnAccounts,
  "which-done": readSteps,
  "which-answered": readSteps,
  "complaint-country": readOwnCountry,
  complaint: readOwnCountry,
  zone: readOwnZone,
  service: (text, asked, { vocabulary }) => readService(text, asked, vocabulary),
};

/** Reads an answer in the person's own words, the way in which the open question is answered. */
export function readOwnWords(text: string, asked: Question, view: View): ConversationEvent | undefined {
  const reader = readers[asked.id];
  if (reader) return reader(text, asked, view);
  if (datedQuestions.has(asked.id)) {
    const date = view.readDate(text);
    return date && { type: "date", date };
  }
  return readAnswer(text, asked, view);
}

function readOwnAccounts(text: string, asked: Question, { vocabulary }: View): ConversationEvent | undefined {
  const words = vocabulary.accounts.get(asked.campaign ?? "");
  const reading = words && readAccounts(text, words);
  switch (reading?.kind) {
    case "accounts":
      return { type: "accounts", accounts: reading.accounts };
    case "none":
      return { type: "accounts", accounts: [] };
    default:
      return undefined;
  }
}

/** Which steps are done, told by their accounts: each account must have its step among the choices. */
function readSteps(text: string, asked: Question, { vocabulary }: View): ConversationEvent | undefined {
  const words = vocabulary.accounts.get(asked.campaign ?? "");
  const reading = words && readAccounts(text, words);
  if (reading?.kind !== "accounts") return undefined;
  const { accounts } = reading;
  const matching = asked.choices
    .map(({ event }) => event)
    .filter((event) => event.type === "sent" && event.steps.every((step) => accounts.includes(step)));
  const event = matching.length > 0 ? combine(matching) : undefined;
  const isComplete = event?.type === "sent" && accounts.every((account) => event.steps.includes(account));
  return isComplete ? event : undefined;
}

function readOwnZone(text: string, _asked: Question, view: View): ConversationEvent | undefined {
  const zone = view.readZone(text);
  return zone === undefined ? undefined : { type: "zone", zone };
}

function readOwnCountry(text: string, _asked: Question, view: View): ConversationEvent | undefined {
  const country = view.readCountry(text);
  return country === undefined ? undefined : { type: "country", country };
}

function readAnswer(text: string, asked: Question, { vocabulary }: View): ConversationEvent | undefined {
  const isAboutLinks = asked.choices.some(({ event }) => event.type === "linked");
  const meanings = asked.choices.map(meaningOf);
  if (!meanings.some((meaning) => meaning !== undefined)) return undefined;
  const answer = readYesNo(text, isAboutLinks ? vocabulary.linked : vocabulary.yesNo);
  return answer && asked.choices[meanings.indexOf(answer)]?.event;
}

function meaningOf({ event }: Choice): "yes" | "no" | "unknown" | undefined {
  if (event.type === "linked") return event.linked;
  return event.type === "yes" || event.type === "no" ? event.type : undefined;
}
