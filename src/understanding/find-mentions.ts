import type { CampaignId } from "../campaigns/schema.ts";
import { type ConversationEvent, type Events, isReport, type Mention } from "../conversation/vocabulary.ts";
import { cutParts, cutSentences } from "./cut-parts.ts";
import { findUndenied } from "./entities/find-services.ts";
import { type Stretch, valuesOf } from "./entities/span.ts";
import { groupedBy } from "./grouped-by.ts";
import { withoutAddresses } from "./guess-language.ts";
import type { ClassifiedIntent } from "./intents/intent-model.ts";
import { likelyMeant } from "./open-parts.ts";
import { tellsAccounts } from "./read-own-answer.ts";
import { type Given, type Passage, readingOf, readPassage } from "./read-passage.ts";
import { holds, keyOf } from "./tokens.ts";
import { overlap, piecesOf } from "./typed-pieces.ts";
import { accountsOf } from "./with-unsaid.ts";

/** Acts that answer a question about a service without turning to it. */
const answers: ReadonlySet<string> = new Set<ConversationEvent["type"]>(["topic", "suggest", "link"]);
const nobody: Mention = { campaigns: [], typed: "" };
/** Acts that may be about the service which is mentioned beside them. */
const turns: ReadonlySet<string> = new Set<ConversationEvent["type"]>(["another-service", "steps"]);
/** What the part of a message that mentions the service means then. */
const wants: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["another-service", "services", "service", "steps"] as const),
]);
/** Acts that already say that nothing is known of a service. */
const denials: ReadonlySet<string> = new Set<ConversationEvent["type"]>(["unknown-service"]);

/**
 * Finds the services that a message names, except those that its acts are about and the one that we
 * speak of.
 */
export function findMentions(given: Given, acts: Events): readonly Mention[] {
  const has = (types: ReadonlySet<string>) => acts.some(({ type }) => types.has(type));
  const [isAnswered, isDenied] = [has(answers), has(denials)];
  // "Am I talking to an AI like ChatGPT?"
  const isOfBot = acts.some((act) => act.type === "topic" && act.topic.startsWith("bot-"));
  const known = new Set([...acts.flatMap((act) => campaignsOf(act, given)), given.openQuestion?.about ?? ""]);
  const isLeft = ({ campaigns }: Mention) =>
    !campaigns.some((id) => known.has(id)) &&
    !(isDenied && !campaigns.some((id) => given.reader.campaigns.has(id)));
  const mentions = cutSentences(withoutAddresses(given.text))
    .filter((sentence) => !(isAnswered && sentence.includes("?")) || (!isOfBot && tellsUse(sentence, given)))
    .flatMap((sentence) => mentionsIn(sentence, given))
    .filter(isLeft);
  return [...new Map(mentions.map((mention) => [keyOfMention(mention), mention])).values()];
}

/**
 * Turns to the one service that a message mentions where it wishes for another one, or for steps and
 * begins with its name: "I've sent it, and does Snapchat do the same?", "Snapchat, where is the setting?"
 */
export function towardsMentioned(acts: Events, mentioned: readonly Mention[], given: Given): Events {
  const [{ campaigns, typed } = nobody, ...others] = mentioned;
  const [campaign] = campaigns;
  const wishes = acts.filter(({ type }) => turns.has(type));
  if (campaign === undefined || campaigns.length + others.length > 1 || wishes.length === 0) return acts;
  const { witnesses } = readingOf(given) ?? {};
  const parts = witnesses ? cutParts(given.text, witnesses) : [];
  const part = parts.find((each) => each.includes(typed));
  const isFirst = keyOf(given.text).startsWith(`${keyOf(typed)} `);
  const isWanted = part !== undefined && isWish(readPassage({ ...given, text: part }));
  const towards = (act: ConversationEvent): ConversationEvent =>
    isWanted && (act.type === "another-service" || (act.type === "steps" && isFirst))
      ? { type: "service", campaign }
      : act;
  const [act, ...more] = acts;
  return [towards(act), ...more.map(towards)];
}

/** Whoever reports one service puts off the other that is mentioned: "Instagram is sent, ChatGPT not yet". */
export function withoutTheirDelay(acts: Events, mentioned: readonly Mention[]): Events {
  if (mentioned.length === 0 || !acts.some(isReport)) return acts;
  const [act, ...others] = acts.filter(({ type }) => type !== "later");
  return act === undefined ? acts : [act, ...others];
}

/** Puts the services that are mentioned behind those that are wanted in turn: "ChatGPT, LinkedIn, and X a bit". */
export function inTurnWith(acts: Events, mentioned: readonly Mention[], { reader }: Given): Events {
  const known = mentioned.flatMap(({ campaigns: [only, ...more] }) =>
    only !== undefined && more.length === 0 && reader.campaigns.has(only) ? only : [],
  );
  const isInTurn = (event: ConversationEvent) => event.type === "service" && event.others !== undefined;
  if (known.length === 0 || !acts.some(isInTurn)) return acts;
  const withKnown = (act: ConversationEvent): ConversationEvent =>
    act.type === "service" && act.others !== undefined ? { ...act, others: [...act.others, ...known] } : act;
  const [act, ...more] = acts;
  return [withKnown(act), ...more.map(withKnown)];
}

/** Whether what mentions a service wishes for it, and likely reports nothing: "LinkedIn is done already". */
function isWish(passage: Passage | undefined): boolean {
  const reports = ({ intent, confidence }: ClassifiedIntent) =>
    intent.startsWith("report.") && confidence >= likelyMeant;
  return wants.has(passage?.event?.type ?? "") && passage?.utterance.classified().some(reports) === false;
}

/** Whether a sentence says that the person uses something: "I'm on LinkedIn and X, where do I begin?" */
function tellsUse(sentence: string, given: Given): boolean {
  const reading = readingOf(given);
  const words = keyOf(sentence).split(" ");
  return reading !== undefined && holds(words, reading.witnesses.selves) && tellsAccounts({ words, reading });
}

function keyOfMention({ campaigns, typed }: Mention): string {
  return campaigns.join() || keyOf(typed);
}

/** Returns the services that a sentence names; none if something was only seen or is told there. */
function mentionsIn(sentence: string, { grammar }: Given): readonly Mention[] {
  const words = keyOf(sentence).split(" ");
  const found = findUndenied(words, grammar.services);
  if (found === undefined || holds(words, grammar.services.inPassing)) return [];
  const named = [...groupedBy(found.spans, ({ from }) => from).values()].flatMap((spans) => {
    const [first] = spans;
    return first ? { ...first, campaigns: valuesOf(spans) } : [];
  });
  const others = found.others.map((other) => ({ ...other, campaigns: [] }));
  return [...named, ...others].map((each) => {
    return { campaigns: each.campaigns, typed: typedAt(each, sentence) };
  });
}

function typedAt(stretch: Stretch, text: string): string {
  const pieces = piecesOf(text).filter((piece) => overlap(piece, stretch));
  return pieces
    .map(({ value }) => value)
    .join(" ")
    .replace(/^.*['’]|[^\p{L}\p{N}]+$/gu, "");
}

/** Returns the campaigns that an act names, and those whose accounts it names. */
function campaignsOf(act: ConversationEvent, { reader }: Given): readonly CampaignId[] {
  const named = [
    ...("campaign" in act && act.campaign !== undefined ? [act.campaign] : []),
    ...("campaigns" in act ? act.campaigns : []),
    ...("others" in act ? (act.others ?? []) : []),
  ];
  const accounts = accountsOf(act);
  const having = [...reader.campaigns.values()].filter((campaign) =>
    campaign.accounts.some(({ id }) => accounts.includes(id)),
  );
  return [...named, ...having.map(({ id }) => id)];
}
