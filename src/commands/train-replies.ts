import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import {
  encodeReplyModel,
  hashOfReplies,
  pathOfReplyModel,
  readReplyLessons,
} from "../content/read-replies.ts";
import { createCommand, runCommand } from "../support/command-line.ts";
import { ownFolders } from "../support/folders.ts";
import { printReport } from "../support/log.ts";
import { trainReplies } from "../understanding/replies/train-replies.ts";

/** Trains the model by which pasted replies of services are read. */
const trainReplyModel = createCommand("Usage: npm run train:replies", {}, () => {
  const lessons = readReplyLessons(ownFolders.locales);
  const path = pathOfReplyModel(ownFolders.locales);
  const bytes = encodeReplyModel(trainReplies(lessons, hashOfReplies(lessons)));
  writeFileSync(path, bytes);
  printReport(`${relative(process.cwd(), path)}: ${lessons.examples.length} examples, ${bytes.length} bytes`);
});

await runCommand(trainReplyModel);
