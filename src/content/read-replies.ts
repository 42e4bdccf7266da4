import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { saidKinds } from "../conversation/vocabulary.ts";
import { languagesIn } from "../support/folders.ts";
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

/** Identifies lessons in the model that is made of them. */
export function hashOfReplies(lessons: ReplyLessons): string {
  return createHash("sha256").update(JSON.stringify(lessons)).digest("hex");
}

/** All languages have one model: what words have in common in them is learned once. */
export function pathOfReplyModel(locales: string): string {
  return join(locales, "replies.bin");
}

export function encodeReplyModel(model: ReplyModel): Uint8Array {
  return gzipSync(JSON.stringify(model));
}

/** Reads the model; undefined if there is none: no reply is recognised. */
export function readReplyModel(locales: string): ReplyModel | undefined {
  const path = pathOfReplyModel(locales);
  if (!existsSync(path)) return undefined;
  return replyModelSchema.parse(JSON.parse(gunzipSync(readFileSync(path)).toString()));
}
