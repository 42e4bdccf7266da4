import type { AccountId, CampaignId } from "../campaigns/schema.ts";
import type { ConversationEvent } from "../conversation/vocabulary.ts";
import { accountsIn } from "./entities/find-accounts.ts";
import { findOneService, withoutNames } from "./entities/find-services.ts";
import { readPastTime } from "./entities/read-past-time.ts";
import { clausesWithin, hear, isAnswer, narrowTo, type Utterance } from "./hear.ts";
import { hasWitness, says } from "./intent-event.ts";
import { beginsWith, wordsOf } from "./tokens.ts";

/** A clause with fewer words tells nothing by itself. */
const fewestWords = 3;
/** "LinkedIn is done as well": a longer clause tells something else. */
const mostWordsOfReport = 6;

/** "I switched it off on X" is done for a service that has a setting. */
export function readSwitched(whole: Utterance): readonly ConversationEvent[] | undefined {
  const utterance = withoutNoFirst(whole);
  const campaign = hasWitness("switches", utterance) ? serviceTold(utterance) : undefined;
  const steps = utterance.reader.campaigns.get(campaign ?? "")?.accounts.map(({ step }) => step) ?? [];
  if (campaign === undefined || !steps.some(({ kind }) => kind === "setting")) return undefined;
  const when = readPastTime(utterance);
  const accounts = accountsIn(utterance.words, utterance, campaign);
  return [
    {
      ...{ type: "done", campaign },
      ...(accounts.length > 0 && { accounts }),
      ...(when !== undefined && { when }),
    },
  ];
}

/** "ChatGPT done, LinkedIn done": each clause reports of the one service that it names. */
export function readEachDone(sentence: Utterance): readonly ConversationEvent[] | undefined {
  const clauses = clausesWithin(sentence);
  const reports = clauses.filter((clause) => findOneService(clause) !== undefined);
  const isEach = clauses.every(
    (clause) =>
      (reports.includes(clause) ? hasWitness("done", clause) : clause.words.length < fewestWords) &&
      clause.words.length <= mostWordsOfReport,
  );
  const accounts = reports.map(
    (clause) => sentence.reader.campaigns.get(findOneService(clause) ?? "")?.accounts,
  );
  const only = accounts.flatMap((each) => (each?.length === 1 ? each.map(({ id }) => id) : []));
  return isEach && only.length > 1 && only.length === reports.length
    ? [{ type: "done", accounts: only }]
    : undefined;
}

/**
 * Returns what stands behind a no that answers the bot: "No, ChatGPT I switched off", with or without
 * the comma. In "no setting is switched off" it denies what follows.
 */
function withoutNoFirst(utterance: Utterance): Utterance {
  const { tokens, reading, grammar } = utterance;
  const [first, ...others] = tokens;
  const behind = withoutNames(wordsOf(others).join(" "), grammar.services).split(" ");
  if (first === undefined || !beginsWith(behind, reading.witnesses.selves)) return utterance;
  const isNo = hear([first], reading).every((clause) => isAnswer(clause, "no"));
  return isNo ? narrowTo(utterance, others.map(({ text }) => text).join(" ")) : utterance;
}

/** The accounts of which something is told: those that are named, else all of the service that is. */
export function accountsTold(utterance: Utterance): readonly AccountId[] {
  const named = accountsIn(utterance.words, utterance);
  const ofService = utterance.reader.campaigns.get(serviceTold(utterance) ?? "")?.accounts ?? [];
  return named.length > 0 ? named : ofService.map(({ id }) => id);
}

function serviceTold(utterance: Utterance): CampaignId | undefined {
  return findOneService(utterance) ?? serviceBehind(utterance);
}

/** The service that stands first, or behind a word such as "on": "X" is a name only there. */
function serviceBehind({ words, reading, grammar, reader }: Utterance): CampaignId | undefined {
  const before = reading.witnesses.words.get("before-service") ?? [];
  const names = words.filter((_, at) => at === 0 || before.includes(words[at - 1] ?? ""));
  return names
    .map((name) => findOneService({ words: [name], grammar, reader }))
    .find((found) => found !== undefined);
}

/** "I won't do the WhatsApp form", unless it is only put off or done, or a reminder is dropped. */
export function readLeftOut(utterance: Utterance): readonly ConversationEvent[] | undefined {
  const isLeftOut =
    says(utterance, "leaves-out") &&
    !hasWitness("done", utterance) &&
    !says(utterance, "puts-off") &&
    !says(utterance, "remind");
  const campaign = isLeftOut ? serviceIn(utterance) : undefined;
  return campaign === undefined ? undefined : [{ type: "leave-out", campaign }];
}

/** The one service that is named, or to which alone the accounts that are named belong. */
function serviceIn(utterance: Utterance): CampaignId | undefined {
  const having = [...utterance.reader.campaigns.keys()].filter(
    (campaign) => accountsIn(utterance.words, utterance, campaign).length > 0,
  );
  return findOneService(utterance) ?? (having.length === 1 ? having[0] : undefined);
}
