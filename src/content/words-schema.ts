import { z } from "zod";
import type { Command, SetWord, Words } from "../conversation/words.ts";

/** A list of what people may type; a list that is absent is empty. */
export const phrases = z.array(z.string().regex(/\S/, "expected a word")).default([]);

const commands: Record<Command, typeof phrases> = {
  start: phrases,
  menu: phrases,
  back: phrases,
  "change-language": phrases,
  "my-reminders": phrases,
  "my-data": phrases,
  "forget-me": phrases,
  stop: phrases,
  help: phrases,
  "start-again": phrases,
  "go-on": phrases,
  done: phrases,
  later: phrases,
  "no-more": phrases,
  steps: phrases,
  remind: phrases,
  "ready-text": phrases,
  "what-is-used": phrases,
  "link-broken": phrases,
  "another-service": phrases,
  community: phrases,
  "another-zone": phrases,
  change: phrases,
  where: phrases,
  "for-a-friend": phrases,
  sources: phrases,
  more: phrases,
  confirmed: phrases,
  "not-confirmed": phrases,
  refused: phrases,
  complain: phrases,
  human: phrases,
};

const sets: Record<SetWord, typeof phrases> = {
  all: phrases,
  yes: phrases,
  no: phrases,
  refusal: phrases,
  none: phrases,
  not: phrases,
  notOrUnknown: phrases,
  nor: phrases,
  only: phrases,
  either: phrases,
  except: phrases,
  allBut: phrases,
  or: phrases,
  and: phrases,
  but: phrases,
  have: phrases,
  now: phrases,
  me: phrases,
  others: phrases,
  past: phrases,
  gone: phrases,
  goneOrAnd: phrases,
  unused: phrases,
  corrects: phrases,
  sorry: phrases,
  mainly: phrases,
  unsure: phrases,
  asks: phrases,
  elsewhere: phrases,
  things: phrases,
  tail: phrases,
  small: phrases,
};

const allOf = z.record(z.string().regex(/^\d+$/, "expected a number of accounts"), phrases).default({});

/** What `words.json` holds. */
export const wordsSchema: z.ZodType<Words> = z.strictObject({
  commands: z.strictObject(commands).prefault({}),
  smallTalk: z.strictObject({ thanks: phrases, ok: phrases, hello: phrases, goodbye: phrases }).prefault({}),
  yes: phrases,
  no: phrases,
  unknown: phrases,
  aroundYesNo: phrases,
  linked: z.strictObject({ yes: phrases, no: phrases }).prefault({}),
  sets: z.strictObject({ ...sets, allOf }).prefault({}),
  answers: z
    .record(z.string(), z.strictObject({ choices: z.record(z.string(), phrases).default({}) }))
    .default({}),
  otherServices: phrases,
  languages: z.record(z.string(), phrases).default({}),
  pageRead: phrases,
  aroundDone: phrases,
  aroundNumber: phrases,
  courtesies: phrases,
  telling: phrases,
});
