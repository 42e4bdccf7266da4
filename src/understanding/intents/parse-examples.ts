import { z } from "zod";
import type { EntitySpan, FindEntities } from "../entities/find-entities.ts";
import { type Token, tokensOf } from "../tokens.ts";
import { clausesOfMessage } from "./message-features.ts";
import { offTopic } from "./same-answer.ts";

/** The kinds of intents: the first part of an intent's name. */
const intentKinds = ["question", "report", "wish", "fact", "trouble", "courtesy", "answer", "account"];

/** A file of examples of one intent. */
export interface ExampleFile {
  readonly path: string;
  readonly intent: string;
  readonly text: string;
}

/** A message as people write it, with its intents; the first one is the main one. */
export interface Example {
  readonly text: string;
  readonly intents: readonly [string, ...string[]];
  readonly tokens: readonly Token[];
  readonly spans: readonly EntitySpan[];
}

const intentName = z
  .string()
  .regex(
    new RegExp(`^(?:${offTopic}|(?:${intentKinds.join("|")})\\.[a-z0-9-]+)$`),
    `expected "${offTopic}" or a kind (${intentKinds.join(", ")}), a point and a name`,
  );

const exampleLine = z
  .string()
  .regex(/^[^\t]*\S[^\t]*\t\S+(?: \S+)*$/, "expected a message, a tab, and its intents with a space between")
  .transform((line) => {
    const [text = "", list = ""] = line.split("\t");
    const [main = "", ...others] = list.split(" ");
    return { text, intents: [main, ...others] as const };
  })
  .refine(({ intents }) => new Set(intents).size === intents.length, "expected each intent once");

/**
 * Parses the files of one language. Adds each problem, with its file and line, to `problems` and
 * leaves that line out.
 */
export function parseExamples(
  files: readonly ExampleFile[],
  findEntities: FindEntities,
  problems: string[],
): readonly Example[] {
  const known = new Set(files.map(({ intent }) => intent));
  const firstPlaces = new Map<string, string>();
  for (const { path, intent } of files) {
    const [issue] = intentName.safeParse(intent).error?.issues ?? [];
    if (issue !== undefined) problems.push(`${path}: the file's name: ${issue.message}`);
  }
  return files.flatMap(linesOf).flatMap(({ intent, line, place }) => {
    const example = parseLine(line, findEntities);
    const problem =
      "problem" in example
        ? example.problem
        : (problemWithIntents(example, intent, known) ?? problemWithWords(example, place, firstPlaces));
    if (problem !== undefined) problems.push(`${place}: ${problem}`);
    return "problem" in example || problem !== undefined ? [] : [example];
  });
}

function linesOf({ path, intent, text }: ExampleFile) {
  const lines = text.replace(/\n$/, "").split("\n");
  return lines.map((line, index) => ({ intent, line, place: `${path}:${index + 1}` }));
}

function parseLine(
  line: string,
  findEntities: FindEntities,
): Example | { readonly problem: string | undefined } {
  const { data, error } = exampleLine.safeParse(line);
  if (error) return { problem: error.issues[0]?.message };
  const tokens = tokensOf(data.text);
  return { ...data, tokens, spans: findEntities(tokens) };
}

function problemWithIntents(
  { intents }: Example,
  intent: string,
  known: ReadonlySet<string>,
): string | undefined {
  if (intents[0] !== intent) return `expected the file's own intent first, "${intent}"`;
  const unknown = intents.find((each) => !known.has(each));
  return unknown && `there is no intent "${unknown}": expected one that has a file of examples`;
}

/**
 * An example that differs from another only in a name or a number teaches nothing, and would make
 * the model seem better in tests than it is.
 */
function problemWithWords(
  { tokens, spans, intents }: Example,
  place: string,
  firstPlaces: Map<string, string>,
): string | undefined {
  const words = clausesOfMessage(tokens, spans).flat();
  if (words.length === 0) return "holds no word";
  const masked = words.map(({ text }) => text).join(" ");
  const keys = [words.map(({ text, written }) => written || text).join(" "), `${intents[0]}: ${masked}`];
  const first = keys.flatMap((key) => firstPlaces.get(key) ?? [])[0];
  for (const key of keys) if (!firstPlaces.has(key)) firstPlaces.set(key, place);
  return first && `says the same as ${first}, apart from names and numbers: remove one`;
}
