import type { CampaignId } from "../campaigns/schema.ts";
import type { ConversationEvent, QuestionId } from "../conversation/vocabulary.ts";
import { cutParts } from "./cut-parts.ts";
import { findOneService } from "./entities/find-services.ts";
import { type Frame, partsWithout } from "./frame.ts";
import type { Utterance } from "./hear.ts";
import { hasWitness, says } from "./intent-event.ts";
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
  const asked = isTurned ? undefined : (askedIn(given) ?? askedAround(frame, given));
  if (asked === undefined) return frame;
  const { campaign, text } = asked;
  const act: ConversationEvent = { type: "service", campaign };
  const others = frame.acts.filter(({ type }) => !ofTurning.has(type));
  return {
    ...frame,
    acts: reportedHere([act, ...others], given),
    unread: partsWithout(frame.unread, text),
    ...(frame.offered && { offered: partsWithout(frame.offered, text) }),
  };
}

function askedIn(given: Given): AskedFor | undefined {
  const reading = mayAsk(given) ? readingOf(given) : undefined;
  if (reading === undefined) return undefined;
  const parts = cutParts(given.text, reading.witnesses).flatMap(
    (text) => utteranceIn({ ...given, text }, [reading]) ?? [],
  );
  const [only, ...others] = parts.flatMap((part, at) => {
    const isAsked = asksFor(part) || (isNamedOnly(part) && asksForIt(parts[at + 1]));
    const campaign = isAsked ? findOneService(part) : undefined;
    return campaign === undefined || campaign === given.openQuestion?.about
      ? []
      : { campaign, text: part.text };
  });
  return others.length === 0 ? only : undefined;
}

/** "And now X", with what is asked of it in the next part. */
function isNamedOnly(part: Utterance): boolean {
  return part.words.length <= mostWordsOfName && says(part, "goes-to") && !isTold(part);
}

/** "Where do I switch it off?" names no service. */
function asksForIt(part: Utterance | undefined): boolean {
  return part !== undefined && asksFor(part) && findOneService(part) === undefined;
}

/** "And ChatGPT, where is the setting?" names the service and asks in two parts. */
function askedAround({ acts }: Frame, given: Given): AskedFor | undefined {
  const [only, ...others] = acts.flatMap((act) => (act.type === "services" ? act.campaigns : []));
  const isOther = only !== given.openQuestion?.about && others.length === 0;
  return only !== undefined && isOther && mayAsk(given) ? { campaign: only, text: given.text } : undefined;
}

/** Most messages need not be searched for what they ask for. */
function mayAsk(given: Given): boolean {
  const isOpen = takesOther.has(given.openQuestion?.id ?? "");
  return isOpen && holdsAny(["asks-for"], wordsOf(tokensOf(given.text)), given);
}

/** Whether a part asks for something, and tells nothing that was done or only seen. */
function asksFor(part: Utterance): boolean {
  return says(part, "asks-for") && !isTold(part);
}

function isTold(part: Utterance): boolean {
  return hasWitness("done", part) || holds(part.words, part.grammar.services.inPassing);
}
