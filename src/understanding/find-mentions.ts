import type { CampaignId } from "../campaigns/schema.ts";
import type { ConversationEvent, Events, Mention } from "../conversation/vocabulary.ts";
import { cutSentences } from "./cut-parts.ts";
import { findUndenied } from "./entities/find-services.ts";
import { type Stretch, valuesOf } from "./entities/span.ts";
import { groupedBy } from "./grouped-by.ts";
import { withoutAddresses } from "./guess-language.ts";
import { tellsAccounts } from "./read-own-answer.ts";
import { type Given, readingOf } from "./read-passage.ts";
import { holds, keyOf } from "./tokens.ts";
import { overlap, piecesOf } from "./typed-pieces.ts";
import { accountsOf } from "./with-unsaid.ts";

/** Acts that answer a question about a service without turning to it. */
const answers: ReadonlySet<string> = new Set<ConversationEvent["type"]>(["topic", "suggest", "link"]);
/** Acts that already say that nothing is known of a service. */
const denials: ReadonlySet<string> = new Set<ConversationEvent["type"]>(["unknown-service"]);

/**
 * Finds the services that a message names, except those that its acts are about and the one that we
 * speak of.
 */
export function findMentions(given: Given, acts: Events): readonly Mention[] {
  const has = (types: ReadonlySet<string>) => acts.some(({ type }) => types.has(type));
  const [isAnswered, isDenied] = [has(answers), has(denials)];
  const known = new Set([...acts.flatMap((act) => campaignsOf(act, given)), given.openQuestion?.about ?? ""]);
  const isLeft = ({ campaigns }: Mention) =>
    !campaigns.some((id) => known.has(id)) &&
    !(isDenied && !campaigns.some((id) => given.reader.campaigns.has(id)));
  const mentions = cutSentences(withoutAddresses(given.text))
    .filter((sentence) => !(isAnswered && sentence.includes("?")) || tellsUse(sentence, given))
    .flatMap((sentence) => mentionsIn(sentence, given))
    .filter(isLeft);
  return [...new Map(mentions.map((mention) => [keyOfMention(mention), mention])).values()];
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
