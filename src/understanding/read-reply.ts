import { type ReplyKind, type SaidKind, saidKinds } from "../conversation/vocabulary.ts";
import { cutSentences } from "./cut-parts.ts";
import { type ClassifyReply, learnReplies } from "./learn-replies.ts";
import { compileReplies, type Replies, type ReplyPart, readSentence, type Sentence } from "./replies.ts";
import type { TemplateSet } from "./template-set.ts";

/** What replies are read with, in all languages. */
export interface ReplyReader {
  readonly languages: readonly TemplateSet<ReplyPart>[];
  readonly classify: ClassifyReply;
}

/** A text as one language reads it. */
interface Letter {
  readonly text: string;
  readonly sentences: readonly Sentence[];
  /** True if it has as many lines as a letter. */
  readonly isLong: boolean;
}

/** A shorter text is no reply, and what a longer one says further on changes nothing. */
const fewestCharacters = 60;
const mostCharacters = 20_000;
const linesOfLetter = 4;
/** Something that a text only names, such as a button: within it, "my" is not the person's word. */
const named = /«[^»]{1,80}»|"[^"]{1,80}"|“[^”]{1,80}”|\[[^\]]{1,80}\]|>>.*/g;
/** A text of few sentences needs fewer marks to be a reply. */
const sentencesOfNote = 3;
const marksOfNote = 2;
const marksOfLetter = 3;
/** What people do not say of themselves. */
const partsOfService = ["we", "yours", "receipt", "refused", "accepted", "unable"] as const;
/** How much likelier a refusal may be, as a logarithm, than the yes that a text surely says. */
const leadOfDoubt = 25;

export function createReplyReader(replies: readonly Replies[]): ReplyReader {
  return {
    languages: replies.map(compileReplies),
    classify: learnReplies(replies.map(({ examples }) => examples)),
  };
}

/**
 * Returns what a service's reply says that was pasted as a message, "unclear" if that cannot be told;
 * undefined if the text is no such reply. The person's own words that it quotes do not count.
 */
export function readReply(text: string, { languages, classify }: ReplyReader): ReplyKind | undefined {
  const letter = lettersOf(text, languages).find(isFromService);
  return letter && kindOf(letter, classify);
}

/**
 * Whether a text goes on with a reply: "refused" if it surely refuses, which alone counts against what
 * was read before. Undefined if the person says something, or if it begins as a reply does.
 */
export function readRestOfReply(text: string, { languages }: ReplyReader): "rest" | "refused" | undefined {
  const letters = lettersOf(text, languages);
  if (letters.some((letter) => says(letter, "mine") || begin(letter, "told"))) return undefined;
  const begun = ["salutation", "machine", "thanks"] as const;
  if (letters.some(({ sentences: [first] }) => first && begun.some((part) => begins(first, part))))
    return undefined;
  const rest = letters.find((letter) => partsOfService.some((part) => says(letter, part)));
  return rest && (surely(rest) === "refused" ? "refused" : "rest");
}

/** Reads a text in each language; in none if it is too short to be a reply. */
function lettersOf(text: string, languages: ReplyReader["languages"]): readonly Letter[] {
  if (text.length < fewestCharacters) return [];
  const lines = text.slice(0, mostCharacters).split("\n");
  return languages.map((replies) => letterOf(lines, replies));
}

function letterOf(lines: readonly string[], replies: TemplateSet<ReplyPart>): Letter {
  const written = lines.filter((line) => !/^\s*>/.test(line));
  const isQuoted = (line: string, at: number) =>
    at > 0 &&
    (/^\s*[-—_=]{3,} ?\p{L}/u.test(line) ||
      begins(readSentence(`${line} ${written[at + 1] ?? ""}`, replies), "quotes"));
  const end = written.findIndex(isQuoted);
  const unquoted = end < 0 ? written : written.slice(0, end);
  // A sentence goes on in the next line if that begins with a small letter.
  const text = unquoted
    .join("\n")
    .replace(named, " ")
    .replace(/\n(?=\p{Ll})/gu, " ");
  return {
    text,
    sentences: cutSentences(text).map((sentence) => readSentence(sentence, replies)),
    isLong: unquoted.filter((line) => /\p{L}/u.test(line)).length >= linesOfLetter,
  };
}

function begins(sentence: Sentence, part: ReplyPart): boolean {
  return sentence.get(part)?.[0] === 0;
}

/** False for what people write themselves, and for mail about something else, or sent to all. */
function isFromService(letter: Letter): boolean {
  if (begin(letter, "machine")) return true;
  const has = (part: ReplyPart) => says(letter, part);
  if (isTold(letter) || isSomethingElse(letter) || !(has("we") || has("yours"))) return false;
  return isMachine(letter) || (!has("mine") && hasEnoughMarks(letter));
}

/** "They answered: …" */
function isTold(letter: Letter): boolean {
  return begin(letter, "told") && !letter.isLong;
}

function isSomethingElse(letter: Letter): boolean {
  return says(letter, "notice") || (says(letter, "other") && !says(letter, "subject"));
}

function hasEnoughMarks(letter: Letter): boolean {
  const has = (part: ReplyPart) => says(letter, part);
  const sure = surely(letter);
  const marks = [
    ...[begin(letter, "salutation"), begin(letter, "closing"), letter.isLong],
    ...[sure !== undefined || has("receipt"), has("yours"), has("reference")],
    ...[has("footer"), has("thanks"), has("subject")],
  ].filter(Boolean).length;
  const isNote = letter.sentences.length <= sentencesOfNote && sure !== "asks-more";
  return marks >= (isNote ? marksOfNote : marksOfLetter);
}

function begin({ sentences }: Letter, part: ReplyPart): boolean {
  return sentences.some((sentence) => begins(sentence, part));
}

function isMachine(letter: Letter): boolean {
  return says(letter, "machine") && says(letter, "receipt");
}

/** What makes a sentence say something else: it stands before a part, or anywhere beside it. */
interface Unless {
  readonly before?: readonly ReplyPart[];
  readonly beside?: readonly ReplyPart[];
}

function says({ sentences }: Letter, part: ReplyPart, { before = [], beside = [] }: Unless = {}): boolean {
  return sentences.some((sentence) => {
    const place = sentence.get(part)?.[0];
    const first = Math.min(...before.flatMap((other) => sentence.get(other) ?? []));
    return place !== undefined && place <= first && !beside.some((other) => sentence.has(other));
  });
}

/** What its words surely say; else what it is most like. Neither may be told as a yes in doubt. */
function kindOf(letter: Letter, classify: ClassifyReply): ReplyKind {
  const sure = surely(letter);
  if (sure !== undefined && sure !== "accepted") return sure;
  const likely = classify(letter.text);
  const [likeliest = "automatic"] = [...saidKinds].sort((one, other) => likely[other] - likely[one]);
  if (sure !== undefined) return likely.refused > likely.accepted + leadOfDoubt ? "unclear" : sure;
  if (likeliest !== "accepted") return likeliest;
  if (says(letter, "receipt")) return "automatic";
  return says(letter, "nothing", { before: ["if"] }) ? "unclear" : likeliest;
}

/** The gravest counts: a demand, unless it may be made later; an impossibility, unless something helps. */
function surely(letter: Letter): SaidKind | undefined {
  if (isMachine(letter)) return "automatic";
  const now = (part: ReplyPart, ...beside: readonly ReplyPart[]) =>
    says(letter, part, { before: ["if"], beside });
  const order: readonly (readonly [kind: SaidKind, isSaid: boolean])[] = [
    ["refused", now("refused", "unless", "aside")],
    ["asks-identity", now("asks-identity", "may")],
    ["refused", now("unable", "unless", "aside") && !now("asks-more", "may")],
    ["accepted", now("accepted") && !now("unable", "unless", "aside")],
    ["asks-more", now("asks-more", "may") || now("lacks", "may")],
  ];
  return order.find(([, isSaid]) => isSaid)?.[0];
}
