import { type ReplyKind, type SaidKind, saidKinds } from "../conversation/vocabulary.ts";
import { featuresOfReply } from "./replies/reply-features.ts";
import { createReplyScorer, type ReplyModel, type ReplyScores } from "./replies/reply-model.ts";

/** Tells what a text says; undefined if it is no reply of a service. */
export type ReplyReader = (text: string) => ReplyKind | undefined;

/** A shorter text is no reply, and what a longer one says further on changes nothing. */
const fewestCharacters = 40;
const mostCharacters = 20_000;
/** An address has fewer, and so has a word that is written over and over again. */
const fewestWords = 6;
/**
 * From this likelihood on, of being a reply and of a kind, a text is one. Most short texts are what
 * people say themselves: they have to be likelier, and the more so, the fewer words they have.
 */
const leastIfShort = 0.5;
const morePerWordThatLacks = 0.015;
const leastIfLong = 0.38;
/** In words. */
const longFrom = 25;
/** A yes is told only if it is this much likelier than a refusal. */
const surelyMore = 3.5;

/**
 * Creates what reads replies that were pasted as a message: "unclear" if one may as well refuse as
 * accept. `load` reads the model, which takes long: only a text of some length needs it. Without a
 * model no text is a reply.
 */
export function createReplyReader(load: () => ReplyModel | undefined): ReplyReader {
  return (text) => {
    const words = text.trim().split(/\s+/);
    if (text.length < fewestCharacters || new Set(words).size < fewestWords) return undefined;
    const model = load();
    if (model === undefined) return undefined;
    const features = featuresOfReply(text.slice(0, mostCharacters), new Set(model.negations));
    const scores = createReplyScorer(model)(features);
    return kindOf(scores, leastOf(words.length));
  };
}

function leastOf(words: number): number {
  return words < longFrom ? leastIfShort + (longFrom - words) * morePerWordThatLacks : leastIfLong;
}

function kindOf(scores: ReplyScores, least: number): ReplyKind | undefined {
  const kind = saidKinds.reduce<SaidKind>(
    (best, other) => (scores[other] > scores[best] ? other : best),
    "refused",
  );
  if ((scores.reply + scores[kind]) / 2 < least) return undefined;
  return kind === "accepted" && scores.accepted < surelyMore * scores.refused ? "unclear" : kind;
}

/**
 * Whether a text goes on with a reply, which a messenger may have cut: "refused" if it refuses, which
 * counts against what was read before; a yes does not.
 */
export function readRestOfReply(text: string, read: ReplyReader): "rest" | "refused" | undefined {
  const kind = read(text);
  if (kind === undefined || kind === "refused") return kind;
  const isRest = kind === "accepted" || kind === "unclear" || /^\s*\p{Ll}/u.test(text);
  return isRest ? "rest" : undefined;
}
