import { expect, it } from "vitest";
import { type Context, stranger } from "../../src/conversation/context.ts";
import { step } from "../../src/conversation/step.ts";
import type { ConversationEvent } from "../../src/conversation/vocabulary.ts";
import { allCampaigns, content } from "../support/bot-under-test.ts";
import { worldOf } from "../support/walk-conversation.ts";

const facts = worldOf([...allCampaigns.values()], Date.parse("2026-11-25T12:00Z"));

/** All that someone who lives in a country is told from the last of these events. */
function toldIn(country: string | undefined, ...events: readonly ConversationEvent[]): string {
  const person: Context["person"] = { ...stranger, language: "en", ...(country && { country }) };
  let stand: Parameters<typeof step>[0] = { person };
  let told = "";
  for (const event of [{ type: "start", campaign: "meta" } as const, ...events]) {
    const { effects, ...after } = step(stand, [event], facts);
    const phrases = effects.flatMap((effect) => ("saying" in effect ? effect.saying.text : []));
    told = phrases.map((phrase) => content.wording.plain(phrase, "en")).join("\n");
    stand = after;
  }
  return told;
}

const howLong = { type: "topic", topic: "how-long" } as const;
const accounts = { type: "accounts", accounts: ["facebook"] } as const;

it.each([
  [undefined, /European law gives one month/],
  ["FR", /European law gives one month/],
  ["GB", /UK law gives one month/],
  ["CH", /Swiss law gives 30 days to send a copy/],
  ["CA", /Canadian law gives 30 days/],
  ["US", /For where you live, I know of no such time/],
])("says how long an answer may take by the law of %s", (country, law) => {
  expect(toldIn(country, howLong)).toMatch(law);
  expect(toldIn(country, accounts, { type: "done" })).toMatch(law);
  expect(toldIn(country, accounts, { type: "access" })).toMatch(law);
  expect(toldIn(country, { type: "reply", kind: "automatic" })).toMatch(law);
});

it("says the time to answer of Québec to whoever lives there", () => {
  const quebec: ConversationEvent = { type: "topic", topic: "quebec", country: "CA" };
  expect(toldIn("CA", quebec, howLong)).toMatch(/Québec law gives 30 days/);
});
