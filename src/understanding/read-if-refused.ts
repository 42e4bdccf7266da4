import type { EventOf } from "../conversation/vocabulary.ts";
import { findServices } from "./entities/find-services.ts";
import type { Utterance } from "./hear.ts";
import { says } from "./intent-event.ts";
import { phrasesOf } from "./read-witness.ts";
import { holds } from "./tokens.ts";

/**
 * Reads a question about what follows if the service says no: "what if Meta refuses?", « ils peuvent
 * refuser ? ». What stands behind the refusal supposes nothing of it.
 */
export function readIfRefused(utterance: Utterance): EventOf<"topic"> | undefined {
  const { words, isQuestion, grammar } = utterance;
  if (says(utterance, "remind")) return undefined;
  if (!isQuestion && !says(utterance, "conditions")) return undefined;
  const refusals = phrasesOf("they-refuse", utterance);
  const named = findServices(words, grammar.services)?.spans ?? [];
  const others = words.filter((_, at) => !named.some(({ from, to }) => from <= at && at < to));
  const refused = others.map((_, at) => others.slice(0, at + 1)).find((begin) => holds(begin, refusals));
  const isSupposed =
    refused !== undefined && (isQuestion || holds(refused, phrasesOf("conditions", utterance)));
  return isSupposed ? { type: "topic", topic: "if-refused" } : undefined;
}
