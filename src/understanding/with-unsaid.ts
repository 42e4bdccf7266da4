import { type ConversationEvent, type Events, reports } from "../conversation/vocabulary.ts";
import type { Frame } from "./frame.ts";
import type { Said } from "./hear.ts";
import { linkedIn } from "./intent-event.ts";

/** What leaves what was asked back unanswered, and takes it as it was said. */
const goesOn: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...reports,
  ...([
    "topic",
    "remind",
    "later",
    "steps",
    "link-broken",
    "not-done",
    "human",
    "sources",
    "complain",
  ] as const),
  ...(["ready-text", "write", "details", "what-is-used", "where", "proof", "linked"] as const),
]);

/** What is told without an answer to the open question: that one goes on agrees with what was asked back, and a word of links answers before they are asked for. */
export function withUnsaid(frame: Frame, said: Said): Frame {
  const [first, ...others] = frame.acts;
  const agreed = agreesSilently(frame.acts, said) ? yesOf(said.asked) : undefined;
  if (agreed) return { ...frame, acts: [agreed, ...frame.acts.filter(({ type }) => type !== "doubt")] };
  return { ...frame, acts: [withLinks(first, said), ...others] };
}

function withLinks(event: ConversationEvent, said: Said): ConversationEvent {
  if (event.type !== "accounts" && event.type !== "service") return event;
  const linked = event.accounts === undefined || event.linked ? undefined : linkedIn(said);
  return linked === undefined ? event : { ...event, linked };
}

/** Whether somebody who was asked back goes on to something else that names just these accounts, and says nothing against it. */
function agreesSilently(acts: Events, { asked }: Said): boolean {
  if (asked?.id !== "accounts-doubt") return false;
  const yes = yesOf(asked);
  const isSameDoubt = (act: ConversationEvent) => act.type === "doubt" && namesJust(act, yes);
  const isOther = (act: ConversationEvent) => goesOn.has(act.type);
  const isAgreed = acts.some((act) => isOther(act) && namesJust(act, yes));
  return isAgreed && acts.every((act) => isOther(act) || isSameDoubt(act));
}

/** Whether an act is about the very accounts that were asked back. */
function namesJust(act: ConversationEvent, yes: ConversationEvent | undefined): boolean {
  return "accounts" in act && yes?.type === "accounts" && String(act.accounts) === String(yes.accounts);
}

/** What a yes to a question means. */
function yesOf(asked: Said["asked"]): ConversationEvent | undefined {
  return asked?.choices.find(({ id }) => id === "yes")?.event;
}
