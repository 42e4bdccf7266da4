import type { CampaignId } from "../campaigns/schema.ts";
import { questionNow } from "./former-names.ts";

/** A pressed button: an answer to a question, for a campaign if the question is about one. */
export interface Tap {
  readonly question: string;
  readonly campaign?: CampaignId;
  readonly choice: string;
}

const version = "1";
/** The limit of Telegram for a button's data, in bytes. */
const longest = 64;
const utf8 = new TextEncoder();

/** Returns a button's id. Throws if it is longer than 64 bytes. */
export function encodeTap(question: string, campaign: CampaignId | undefined, choice: string): string {
  const id = [version, question, campaign ?? "", choice].join("|");
  if (utf8.encode(id).length > longest) throw new Error(`${id}: longer than ${longest} bytes`);
  return id;
}

/** Returns what a button's id says; undefined if the bot has not written it, or in another version. */
export function decodeTap(id: string): Tap | undefined {
  const [first, question, campaign, ...rest] = id.split("|");
  const choice = rest.join("|");
  if (first !== version || !question || campaign === undefined || choice === "") return undefined;
  return { question: questionNow(question), choice, ...(campaign !== "" && { campaign }) };
}
