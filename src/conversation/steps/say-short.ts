import { type Context, isFollowing, stepsOfAll, stepsToDoNow } from "../context.ts";
import { mainLinks } from "../form-links.ts";
import { findAnswer } from "../help/find-answer.ts";
import { ofOperator } from "../say-about.ts";
import type { Link, Saying } from "../vocabulary.ts";

/** Returns the first line of the last everyday answer; undefined if something else was said since. */
export function shortAnswer(context: Context): Saying | undefined {
  const topic = context.dialogue.answered?.findLast((event) => event.type === "topic");
  const [first] = (topic && findAnswer(topic, context)?.text) ?? [];
  return first && { text: [{ ...first, isFirstLine: true }] };
}

/** Says the answer that was given last in one line. */
export function shortSaying(context: Context): Saying {
  return shortAnswer(context) ?? { text: [{ key: "shorter.text" }] };
}

/** Says only the links of the steps to do, and what each of them needs. */
export function onlyLinksSaying(context: Context): Saying {
  const links = linksToDo(context);
  return links.length > 0
    ? { text: [{ key: "shorter.link" }], links }
    : { text: [{ key: "shorter.no-link" }] };
}

/** Says in plain words what it is all about, with the links of the steps that are to be done. */
export function plainSaying(context: Context): Saying {
  const links = linksToDo(context);
  return { text: [{ key: "plain.text" }], ...(links.length > 0 && { links }) };
}

/**
 * Says that nothing was understood, with what still helps: the links of the steps to do, the help, and
 * the operator.
 */
export function lastResortSaying(context: Context): Saying {
  const { operator } = context.facts;
  const links = linksToDo(context);
  const contact = operator ? [ofOperator("help.operator", operator)] : [];
  return { text: [{ key: "not-understood.last" }, ...contact], ...(links.length > 0 && { links }) };
}

/** Says, before it is known which accounts there are, what each of them needs. */
export function meanwhileSaying(context: Context): Saying {
  return { text: [{ key: "accounts.meanwhile" }], links: linksToDo(context) };
}

/** The links of all accounts, as long as it is not known which ones the person has. */
function linksToDo(context: Context): readonly Link[] {
  if (isFollowing(context)) return mainLinks(context, stepsToDoNow(context));
  return context.dialogue.campaign === undefined ? [] : mainLinks(context, stepsOfAll(context));
}
