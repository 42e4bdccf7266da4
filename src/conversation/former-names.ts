import type { DialogueContext, SaidText } from "./context.ts";
import type { SavedState } from "./saved.ts";
import type { Reminder, StateQuestionId } from "./vocabulary.ts";

/** Questions that had another name in version 0.1, which may have saved them and sent their buttons. */
const questions: ReadonlyMap<string, StateQuestionId> = new Map([
  ["linked", "ask-linked"],
  ["linked-look", "ask-look-up"],
]);

/** Returns the name that a question has now. */
export function questionNow(name: string): string {
  return questions.get(name) ?? name;
}

/** Returns a saved state with the names that its states, questions and texts have now. */
export function savedNow(saved: SavedState | undefined): SavedState | undefined {
  if (saved === undefined) return undefined;
  const { state, returnTo, dialogue } = saved;
  return {
    ...saved,
    state: stateNow(state),
    ...(returnTo !== undefined && { returnTo: stateNow(returnTo) }),
    dialogue: dialogueNow(dialogue),
  };
}

function dialogueNow({ due, ...dialogue }: DialogueContext & { readonly due?: Reminder }): DialogueContext {
  const { shown, said } = dialogue;
  return {
    ...dialogue,
    ...(due && { reminderAwaitingReply: due }),
    ...(shown && { shown: { ...shown, question: questionNow(shown.question) as typeof shown.question } }),
    ...(said && { said: said.map(textNow) }),
  };
}

/** A state that asks has the name of its question. */
function stateNow(path: string): string {
  const [region, leaf = ""] = path.split(".");
  return [region, questionNow(leaf)].join(".");
}

/** The key of a question's text begins with the question. */
function textNow(text: SaidText): SaidText {
  const [question = "", ...others] = text.key.split(".");
  return { ...text, key: [questionNow(question), ...others].join(".") as SaidText["key"] };
}
