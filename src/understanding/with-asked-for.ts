import type { CampaignId } from "../campaigns/schema.ts";
import {
  type ConversationEvent,
  type EventOf,
  isReport,
  type QuestionId,
} from "../conversation/vocabulary.ts";
import { cutParts } from "./cut-parts.ts";
import { findOneService, findUndenied } from "./entities/find-services.ts";
import { type Frame, partsWithout } from "./frame.ts";
import type { Utterance } from "./hear.ts";
import { hasWitness, says } from "./intent-event.ts";
import { confidenceInAll } from "./intents/intent-model.ts";
import { offTopic } from "./intents/same-answer.ts";
import { mostly } from "./message-parts.ts";
import { meansSteps } from "./open-parts.ts";
import { isBesideName } from "./read-flat-reports.ts";
import { addsAccounts } from "./read-own-answer.ts";
import { type Given, holdsAny, readingOf, utteranceIn } from "./read-passage.ts";
import { holds, tokensOf, wordsOf } from "./tokens.ts";
import { reportedHere } from "./with-unsaid.ts";

/** A part of a message that asks for what is to be done at a service. */
interface AskedFor {
  readonly campaign: CampaignId;
  readonly text: string;
}

/** "Ok, and now for LinkedIn" has as many words. */
const mostWordsOfName = 5;
/** What turning to a service does by itself. */
const ofTurning: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["services", "steps", "not-understood"] as const),
]);

/** Questions below which a service is spoken of, and another one may be asked for. */
const takesOther: ReadonlySet<string> = new Set<QuestionId>([
  ...(["next", "remind-set", "ask-later", "complain", "accounts", "accounts-doubt"] as const),
]);

/**
 * Turns to another service that a part of the message asks for in plain words: "It's done, give me the ChatGPT
 * one", "I'm asking about X now".
 */
export function withAskedFor(frame: Frame, given: Given): Frame {
  const isTurned = frame.acts.some(({ type }) => type === "service");
  const parts = isTurned || !mayAsk(given) ? [] : partsIn(given);
  const wished = wishedBehind(parts, frame, given);
  const asked = askedIn(parts, given) ?? askedAround(parts, frame, given) ?? wished;
  if (asked === undefined) return frame;
  const { campaign, text } = asked;
  const act: ConversationEvent = { type: "service", campaign };
  const isTurning = (other: ConversationEvent) =>
    ofTurning.has(other.type) || (other.type === "topic" && other.topic === campaign);
  const isThere = wished?.campaign === campaign;
  const others = frame.acts
    .filter((other) => !isTurning(other))
    .map((other) => (isThere && isOpenWish(other) ? { ...other, type: "remind" as const, campaign } : other));
  const isLater = (other: ConversationEvent) => !isReport(other);
  const [first = act, ...more] = [...others.filter(isReport), act, ...others.filter(isLater)];
  return {
    ...frame,
    acts: reportedHere([first, ...more], given),
    unread: partsWithout(frame.unread, text),
    ...(frame.offered && { offered: partsWithout(frame.offered, text) }),
  };
}

/** Returns what the only part asks for that asks for another service. */
function askedIn(parts: readonly Utterance[], { openQuestion }: Given): AskedFor | undefined {
  const [only, ...others] = parts.flatMap((part, at) => {
    const isAsked = asksFor(part) || (isNamedOnly(part) && asksForIt(parts[at + 1]));
    const campaign = isAsked ? findOneService(part) : undefined;
    return campaign === undefined || campaign === openQuestion?.about ? [] : { campaign, text: part.text };
  });
  return others.length === 0 ? only : undefined;
}

/** Reads the parts of a message on their own. */
function partsIn(given: Given): readonly Utterance[] {
  const reading = readingOf(given);
  if (reading === undefined) return [];
  return cutParts(given.text, reading.witnesses).flatMap(
    (text) => utteranceIn({ ...given, text }, [reading]) ?? [],
  );
}

/** "And now X", with what is asked of it in the next part. */
function isNamedOnly(part: Utterance): boolean {
  const isNamed = says(part, "goes-to") || addsAccounts(part);
  return part.words.length <= mostWordsOfName && isNamed && !isTold(part);
}

/** "Where do I switch it off?" names no service. */
function asksForIt(part: Utterance | undefined): boolean {
  return part !== undefined && asksFor(part) && findOneService(part) === undefined;
}

/** "And ChatGPT, where is the setting?" names the service and asks in two parts, "Does Snapchat do the same?" in one. */
function askedAround(parts: readonly Utterance[], { acts }: Frame, given: Given): AskedFor | undefined {
  const [campaign, ...others] = acts.flatMap((act) => (act.type === "services" ? act.campaigns : []));
  if (campaign === undefined || campaign === given.openQuestion?.about || others.length > 0) return undefined;
  if (holdsAny(["asks-for"], wordsOf(tokensOf(given.text)), given)) return { campaign, text: given.text };
  const part = parts.find((each) => findOneService(each) === campaign && turnsTo(each));
  return part && { campaign, text: part.text };
}

/** "Now LinkedIn, I've no time, remind me tomorrow": the wish behind the service that comes next is for that one. */
function wishedBehind(parts: readonly Utterance[], { acts }: Frame, given: Given): AskedFor | undefined {
  if (!acts.some(isOpenWish)) return undefined;
  const at = parts.findIndex((part) => isNamedOnly(part) && isBesideName(part));
  const part = parts[at];
  const campaign = part && findOneService(part);
  const isWished = parts.slice(at + 1).some((behind) => says(behind, "remind"));
  return part && campaign !== undefined && campaign !== given.openQuestion?.about && isWished
    ? { campaign, text: part.text }
    : undefined;
}

/** Whether an act wishes for a reminder, and tells not for which service. */
function isOpenWish(act: ConversationEvent): act is EventOf<"remind" | "date"> {
  return act.type === "date" || (act.type === "remind" && act.campaign === undefined);
}

/** Whether a part asks something, or goes on to what it names, and neither denies nor reports it. */
function turnsTo(part: Utterance): boolean {
  const isAsked = part.isQuestion && part.classified()[0]?.intent !== offTopic;
  const isDenied = holds(part.words, part.reading.witnesses.unless);
  return (isAsked || says(part, "goes-to")) && !isDenied && !isTold(part);
}

/** Most messages need not be searched for what they ask for. */
function mayAsk(given: Given): boolean {
  return takesOther.has(given.openQuestion?.id ?? "") && namesOther(given);
}

/** Whether a message names a service beside that of which we speak. */
function namesOther(given: Given): boolean {
  const named = findUndenied(wordsOf(tokensOf(given.text)), given.grammar.services)?.spans ?? [];
  return named.some(({ value }) => value !== given.openQuestion?.about);
}

/** "Is there a form for WhatsApp as well?" */
function asksForForm(part: Utterance): boolean {
  return part.isQuestion && says(part, "forms");
}

/** Whether a part asks for something, and tells nothing that was done or only seen. */
function asksFor(part: Utterance): boolean {
  const isWished = says(part, "asks-for") || confidenceInAll(meansSteps, part.classified()) >= mostly;
  return (isWished || asksForForm(part)) && !isTold(part);
}

function isTold(part: Utterance): boolean {
  const isDone = hasWitness("done", part) || says(part, "switches");
  return isDone || holds(part.words, part.grammar.services.inPassing);
}
