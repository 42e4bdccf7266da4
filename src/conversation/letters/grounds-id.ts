import type { CampaignId } from "../../campaigns/schema.ts";
import { type EventOf, groundIds } from "../vocabulary.ts";

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
  const [, letter, english, letters = none] = /^(letter-)?(en-)?([a-z]+)$/.exec(id) ?? [];
  const grounds = groundIds.filter((ground) => letters !== none && letters.includes(ground.charAt(0)));
  const event = {
    type: letter === undefined ? "grounds" : "write",
    grounds,
    ...(campaign && { campaign }),
    ...(english !== undefined && { inEnglish: true }),
  } as const;
  return groundsId(event) === id ? event : undefined;
}
