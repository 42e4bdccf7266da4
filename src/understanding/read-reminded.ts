import type { ConversationEvent, Question } from "../conversation/vocabulary.ts";
import type { Intent } from "./grammar.ts";
import { agreed, hear, type MatchedClauses, type Utterance } from "./hear.ts";
import type { Match } from "./match.ts";

type Answers = Readonly<Record<string, "yes" | "no">>;

/** Keys that say yes or no both to "is it done?" and to "has the confirmation come?". */
const common: Answers = {
  yes: "yes",
  no: "no",
  later: "no",
  "not-done": "no",
  "next.choices.not-confirmed": "no",
};
const ofDate: Answers = { ...common, done: "yes" };
const ofConfirmation: Answers = {
  ...common,
  confirmed: "yes",
  "not-confirmed": "no",
  "ask-later.choices.here": "yes",
};

/**
 * Reads a yes or a no to the reminder that was sent meanwhile, unless the open question takes a yes
 * or a no too.
 */
export function readReminded({
  openQuestion,
  isQuestion,
  matchedClauses,
  tokens,
  reading,
}: Utterance): ConversationEvent | undefined {
  const reminded = openQuestion?.reminded;
  if (reminded === undefined || isQuestion || isYesNoQuestion(openQuestion)) return undefined;
  const answers = reminded.yes === "done" ? ofDate : ofConfirmation;
  const answer = answerOf(matchedClauses(), answers) ?? begunAnswer();
  return answer && { type: reminded[answer], campaign: reminded.campaign };

  /**
   * Reads a yes or a no before words that mean the same ("Yes it has come"), or a no before unknown
   * words; "no more reminders" is a command.
   */
  function begunAnswer() {
    const isCommand = matchedClauses().some(({ matches }) =>
      matches.some(({ meaning }) => meaning.file === "commands"),
    );
    if (isCommand) return undefined;
    const first = answerOf(hear(tokens.slice(0, 1), reading), common);
    const rest = hear(tokens.slice(1), reading);
    const isRestUnknown = rest.every(({ matches }) => matches.length === 0);
    return first === answerOf(rest, answers) || (first === "no" && isRestUnknown) ? first : undefined;
  }
}

function answerOf(matchedClauses: MatchedClauses, answers: Answers): "yes" | "no" | undefined {
  return agreed(matchedClauses, ({ meaning: { file, name }, values, mistakes }: Match<Intent>) => {
    const isAnswer = (file === "answers" || file === "commands") && values.length === 0;
    const answer = isAnswer ? answers[name] : undefined;
    return answer === "yes" && mistakes > 0 ? undefined : answer;
  });
}

function isYesNoQuestion(openQuestion: Question | undefined): boolean {
  return (openQuestion?.choices ?? []).some(
    ({ id, event }) => id === "yes" || id === "turn" || event.type === "linked",
  );
}
