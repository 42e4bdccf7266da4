import type { ConversationEvent, Language, Mention, Question } from "../conversation/vocabulary.ts";
import { withoutNames } from "./entities/find-services.ts";
import { findMentions, inTurnWith, towardsMentioned, withoutTheirDelay } from "./find-mentions.ts";
import { firstWords } from "./first-words.ts";
import type { Frame } from "./frame.ts";
import type { Grammar } from "./grammar.ts";
import { guessLanguage, withoutAddresses } from "./guess-language.ts";
import type { Reader } from "./hear.ts";
import { readTap } from "./read-choice.ts";
import { readFlatReports } from "./read-flat-reports.ts";
import { readSlash } from "./read-intent.ts";
import { readMissedReminder } from "./read-missed-reminder.ts";
import type { Given } from "./read-passage.ts";
import { readReminderOrders, withMoment } from "./read-reminder-orders.ts";
import { readRestOfReply } from "./read-reply.ts";
import { readTwoReminders } from "./read-two-reminders.ts";
import { readUndo } from "./read-undo.ts";
import { keyOf } from "./tokens.ts";
import { withAskedFor } from "./with-asked-for.ts";
import { withMinor } from "./with-minor.ts";
import { withOneOfSeveral } from "./with-one-of-several.ts";
import { withSigns } from "./with-signs.ts";
import { withToldMoment } from "./with-told-moment.ts";
import { withToldMove } from "./with-told-move.ts";
import { withToldZone } from "./with-told-zone.ts";
import { behindMeant, withoutCorrected } from "./without-corrected.ts";
import { readOwnFrame } from "./without-others.ts";

/** What the person sent: exactly one of the three is set. */
export interface Message {
  readonly text?: string | undefined;
  readonly tapped?: string | undefined;
  readonly unreadable?: true | undefined;
}

export interface Understood extends Frame {
  /** Services that it names besides its acts. */
  readonly mentioned?: readonly Mention[];
  /** The language of the words, if they tell it. */
  readonly language?: Language;
  /** True if only the first words were read. */
  readonly isCut?: true;
}

/** What one part of a message tells where the frame has no place for it, in the order in which it is added. */
const additions = [
  withToldMoment,
  withToldMove,
  withToldZone,
  withMinor,
  withAskedFor,
  withOneOfSeveral,
] as const;

/** Finds out what a message means, given the open question. */
export function understand(
  message: Message,
  openQuestion: Question | undefined,
  reader: Reader,
  grammar: Grammar,
): Understood {
  if (message.unreadable) return oneAct({ type: "only-text" });
  if (message.tapped !== undefined) return oneAct(readTap(message.tapped, openQuestion));
  const reply = readPasted(message.text ?? "", openQuestion, grammar);
  if (reply !== undefined) return oneAct(reply);
  const { text, isCut } = firstWords(message.text ?? "");
  const understood = readWords(text, openQuestion, reader, grammar);
  return isCut ? { ...understood, isCut } : understood;
}

function oneAct(event: ConversationEvent): Frame {
  return { acts: [event], unread: [] };
}

/**
 * Reads a service's reply, however long, before people's own words are looked for: nothing in it is
 * theirs. At the question about one, what goes on in the same voice is the rest of it, which a
 * messenger has cut off.
 */
function readPasted(
  text: string,
  openQuestion: Question | undefined,
  { replies }: Grammar,
): ConversationEvent | undefined {
  const rest = openQuestion?.id === "reply" ? readRestOfReply(text, replies) : undefined;
  if (rest === "rest") return { type: "repeat" };
  const kind = rest ?? replies(text);
  return kind && { type: "reply", kind };
}

function readWords(
  text: string,
  openQuestion: Question | undefined,
  reader: Reader,
  grammar: Grammar,
): Understood {
  const slash = readSlash(text, grammar);
  if (slash) return oneAct(slash);
  const { services, languageMarkers, readings } = grammar;
  const language = guessLanguage(withoutNames(withoutAddresses(text), services), languageMarkers, [
    ...readings.keys(),
  ]);
  const given = {
    text: withSigns(text, grammar, language ?? reader.language),
    openQuestion,
    language,
    reader,
    grammar,
  };
  const corrected = { ...given, text: withoutCorrected(given) };
  const read = (written: Given, meant: Given) =>
    readReminderOrders(meant) ??
    readUndo(meant) ??
    readFlatReports(written) ??
    readTwoReminders(meant) ??
    withMoment(readOwnFrame(behindMeant(meant)), meant);
  const heard = readMissedReminder(corrected, (rest) => read(rest, rest)) ?? read(given, corrected);
  const frame = additions.reduce((read, add) => add(read, corrected), heard);
  const named = findMentions(corrected, frame.acts);
  const towards = towardsMentioned(withoutTheirDelay(frame.acts, named), named, corrected);
  const acts = inTurnWith(towards, named, corrected);
  const mentioned = acts === frame.acts ? named : findMentions(corrected, acts);
  return {
    ...frame,
    acts,
    unread: frame.unread.filter((part) => !isMereMention(part, mentioned)),
    ...(mentioned.length > 0 && { mentioned }),
    ...(language !== undefined && { language }),
  };
}

/** "And a LinkedIn" has as many words. */
const mostWordsOfMention = 3;

/** Whether a part says no more than the name of a service that is told to come next. */
function isMereMention(part: string, mentioned: readonly Mention[]): boolean {
  const key = keyOf(part);
  const isShort = key.split(" ").length <= mostWordsOfMention && !part.includes("?");
  return isShort && mentioned.some(({ typed }) => key.split(" ").includes(keyOf(typed)));
}
