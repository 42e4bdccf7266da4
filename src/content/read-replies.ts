import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { saidKinds } from "../conversation/vocabulary.ts";
import { languagesIn } from "../support/folders.ts";
import { once } from "../support/memoized.ts";
import { notOfItsExamples } from "../support/operator-error.ts";
import { type ReplyModel, replyModelSchema } from "../understanding/replies/reply-model.ts";
import type { ReplyExample, ReplyLessons } from "../understanding/replies/train-replies.ts";

/** Other texts that people paste, and what they write themselves. */
const noReplies = ["none", "people"];
const betweenExamples = /^%$/m;

/**
 * Reads the lessons of all languages: each file of examples holds those of one kind, with lines of "%"
 * between, and `negations.txt` a word a line.
 */
export function readReplyLessons(locales: string): ReplyLessons {
  const folders = languagesIn(locales)
    .map((language) => join(locales, language, "replies"))
    .filter((folder) => existsSync(folder));
  const negations = folders.flatMap((folder) => textOf(folder, "negations").trim().split("\n"));
  return { examples: folders.flatMap(readExamples), negations: [...new Set(negations)] };
}

function textOf(folder: string, file: string): string {
  return readFileSync(join(folder, `${file}.txt`), "utf8").replaceAll("\r\n", "\n");
}

function readExamples(folder: string): readonly ReplyExample[] {
  const examplesOf = (file: string) =>
    textOf(folder, file)
      .split(betweenExamples)
      .map((text) => text.trim());
  return [
    ...saidKinds.flatMap((kind) => examplesOf(kind).map((text) => ({ kind, text }))),
    ...noReplies.flatMap(examplesOf).map((text) => ({ kind: "none", text }) as const),
  ];
}

/** Identifies lessons in the file of the model that is made of them. */
export function hashOfReplies(lessons: ReplyLessons): string {
  return hashOf(JSON.stringify(lessons));
}

function hashOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** All languages have one model: what words have in common in them is learned once. */
export function pathOfReplyModel(locales: string): string {
  return join(locales, "replies.bin");
}

/** Encodes a model behind a line with the hashes of its lessons and of itself. */
export function encodeReplyModel(model: ReplyModel, lessons: string): Uint8Array {
  const encoded = gzipSync(JSON.stringify(model));
  return Buffer.concat([Buffer.from(headerOf(lessons, encoded)), encoded]);
}

function headerOf(lessons: string, encoded: Uint8Array): string {
  return `${lessons} ${hashOf(encoded)}\n`;
}

/**
 * Checks the model's file, and returns what decodes it once, which takes as long as a third of the
 * start. Throws an {@link OperatorError} if the file was cut off or not made from the lessons beside it.
 * Without lessons there is no model: no reply is recognised.
 */
export function readReplyModel(locales: string): () => ReplyModel | undefined {
  const lessons = readReplyLessons(locales);
  if (lessons.examples.length === 0) return () => undefined;
  const path = pathOfReplyModel(locales);
  const file = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  const encoded = file.subarray(file.indexOf("\n") + 1);
  const header = file.subarray(0, file.length - encoded.length).toString();
  if (header !== headerOf(hashOfReplies(lessons), encoded))
    throw notOfItsExamples(path, "npm run train:replies");
  return once(() => replyModelSchema.parse(JSON.parse(gunzipSync(encoded).toString())));
}
