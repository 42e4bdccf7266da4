import { type Context, isFollowing, stepsOfAll, stepsToDoNow } from "./context.ts";
import { findAnswer } from "./find-answer.ts";
import { ofOperator } from "./say-about.ts";
import { mainLinks } from "./say-links.ts";
import type { Link, Saying } from "./vocabulary.ts";

/** Returns the first line of the everyday answer that was given last; undefined if something else was said since. */
export function shortAnswer(context: Context): Saying | undefined {
  const topic = context.dialogue.answered?.findLast((event) => event.type === "topic");
  const [first] = (topic && findAnswer(topic, context)?.text) ?? [];
  return first && { text: [{ ...first, isFirstLine: true }] };
}

/** Says the answer that was given last in one line. */
export function shortSaying(context: Context): Saying {
  return shortAnswer(context) ?? { text: [{ key: "shorter.text" }] };
}

/** Says nothing but the links of the steps that are to be done, and what each of them needs. */
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

/** Says that nothing helped, with what still does: the links of the steps that are to be done, the help, and who runs the bot. */
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
