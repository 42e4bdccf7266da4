import type { CampaignId } from "../campaigns/schema.ts";
import { questionNow } from "./former-names.ts";
import { type EventOf, groundIds } from "./vocabulary.ts";

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

/** A choice of the grounds for a text, or for a letter: all of them stand in its id. */
type GroundsEvent = EventOf<"grounds" | "write">;

const ofLetter = "letter-";
const ofEnglish = "en-";
const none = "none";

/** Returns the id of the choice that asks for a text with these grounds, such as "letter-en-ch". */
export function groundsId({ type, grounds = [], inEnglish }: GroundsEvent): string {
  const letters = groundIds.filter((ground) => grounds.includes(ground)).map((ground) => ground.charAt(0));
  return [
    type === "write" ? ofLetter : "",
    inEnglish ? ofEnglish : "",
    letters.length === 0 ? none : letters.join(""),
  ].join("");
}

/** Returns what the id of a choice of grounds asks for; undefined if it is none. */
export function groundsOf(id: string, campaign: CampaignId | undefined): GroundsEvent | undefined {
  const type = id.startsWith(ofLetter) ? "write" : "grounds";
  const text = type === "write" ? id.slice(ofLetter.length) : id;
  const inEnglish = text.startsWith(ofEnglish);
  const letters = inEnglish ? text.slice(ofEnglish.length) : text;
  const grounds = groundIds.filter((ground) => letters !== none && letters.includes(ground.charAt(0)));
  const event = { type, grounds, ...(campaign && { campaign }), ...(inEnglish && { inEnglish }) } as const;
  return groundsId(event) === id ? event : undefined;
}
