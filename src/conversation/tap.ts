import type { CampaignId } from "../campaigns/schema.ts";

/** The button that was pressed: an answer to a question, for a campaign where the question has one. */
export interface Tap {
  readonly question: string;
  readonly campaign?: CampaignId;
  readonly choice: string;
}

const version = "1";
/** What Telegram takes as a button's data. */
const longest = 64;
const utf8 = new TextEncoder();

/** Writes a button's id, at most 64 bytes long. */
export function encodeTap(question: string, campaign: CampaignId | undefined, choice: string): string {
  const id = [version, question, campaign ?? "", choice].join("|");
  // A character is at most three bytes: nearly every id is too short to be worth counting.
  if (id.length * 3 > longest && utf8.encode(id).length > longest)
    throw new Error(`${id}: longer than ${longest} bytes`);
  return id;
}

/** Reads a button's id; nothing where it is none of ours or of another version. */
export function decodeTap(id: string): Tap | undefined {
  const [first, question, campaign, ...rest] = id.split("|");
  const choice = rest.join("|");
  if (first !== version || !question || campaign === undefined || choice === "") return undefined;
  return { question, choice, ...(campaign !== "" && { campaign }) };
}
