import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import {
  encodeReplyModel,
  hashOfReplies,
  pathOfReplyModel,
  readReplyLessons,
} from "../content/read-replies.ts";
import { createCommand, runCommand, usageOf } from "../support/command-line.ts";
import { ownFolders } from "../support/folders.ts";
import { printReport } from "../support/log.ts";
import { trainReplies } from "../understanding/replies/train-replies.ts";

const usage = usageOf([["npm run train:replies", "trains the model that reads what services reply"]]);

/** Trains the model by which pasted replies of services are read. */
const trainReplyModel = createCommand(usage, {}, () => {
  const lessons = readReplyLessons(ownFolders.locales);
  const path = pathOfReplyModel(ownFolders.locales);
  const bytes = encodeReplyModel(trainReplies(lessons), hashOfReplies(lessons));
  writeFileSync(path, bytes);
  printReport(`${relative(process.cwd(), path)}: ${lessons.examples.length} examples, ${bytes.length} bytes`);
});

await runCommand(trainReplyModel);
