import { describe, expect, it } from "vitest";
import { compose } from "../../../src/app/compose.ts";
import type { Campaign } from "../../../src/campaigns/schema.ts";
import { hasNothingToDo } from "../../../src/conversation/required-steps.ts";
import { type ConversationState, openQuestion, step } from "../../../src/conversation/step.ts";
import type { ConversationEvent, Effect, Facts } from "../../../src/conversation/vocabulary.ts";
import type { OutgoingMessage } from "../../../src/ports.ts";
import { allCampaigns, content } from "../../support/bot-under-test.ts";
import { momentsOf, worldOf } from "../../support/walk-conversation.ts";

const { wording } = content;
const mostWords = 100;
const mostAnswers = 4;

/** What is said once the accounts are known, in one phase, situation and language, and what "more details" then says. */
interface Answer {
  readonly name: string;
  readonly messages: readonly OutgoingMessage[];
  readonly details: readonly OutgoingMessage[];
}

function answersTo(campaign: Campaign): readonly Answer[] {
  return momentsOf(campaign).flatMap((now) => {
    const facts = { ...worldOf([...allCampaigns.values()], now), defaultLanguage: "fr" };
    const arrived = take(newcomer, { type: "start", campaign: campaign.id, language: "fr" }, facts);
    return statesWithAccounts(campaign, arrived, facts).flatMap(({ name, state }) => {
      const { effects, ...after } = step(state, [{ type: "steps" }], facts);
      const details = step(after, [{ type: "details" }], facts).effects;
      return wording.languages.map((language) => {
        const written = (said: readonly Effect[]) => compose(said, wording, language, now);
        return {
          name: `${new Date(now).toISOString()}, ${name}, ${language}`,
          messages: written(effects),
          details: written(details.filter(({ type }) => type === "say")),
        };
      });
    });
  });
}

const newcomer: ConversationState = { person: { stopped: false, following: {} } };

function take(state: ConversationState, event: ConversationEvent, facts: Facts): ConversationState {
  const { person, saved } = step(state, [event], facts);
  return { person, saved };
}

/** Whatever accounts someone has, linked and not. */
function statesWithAccounts(
  { accounts }: Campaign,
  arrived: ConversationState,
  facts: Facts,
): readonly { readonly name: string; readonly state: ConversationState }[] {
  if (openQuestion(arrived, facts)?.question.id !== "accounts") return [{ name: "one", state: arrived }];
  const subsets = Array.from({ length: 2 ** accounts.length }, (_, which) =>
    accounts.filter((_account, index) => Math.floor(which / 2 ** index) % 2 === 1).map(({ id }) => id),
  );
  return subsets.flatMap((ids) => {
    const state = take(arrived, { type: "accounts", accounts: ids }, facts);
    const name = ids.join(" + ") || "none";
    if (openQuestion(state, facts)?.question.id !== "ask-linked") return [{ name, state }];
    return (["yes", "no"] as const).map((linked) => {
      return { name: `${name}, linked: ${linked}`, state: take(state, { type: "linked", linked }, facts) };
    });
  });
}

const textOf = (messages: readonly OutgoingMessage[]) =>
  messages.map(({ text }) => text.map((span) => span.text).join("")).join("\n");

const linksOf = (messages: readonly OutgoingMessage[]) => messages.flatMap(({ links = [] }) => links);

/** What a person reads as a word, also on the buttons that open a page: no lone sign, and no address. */
function wordsIn(messages: readonly OutgoingMessage[]): number {
  return [textOf(messages), ...linksOf(messages).map(({ label }) => label)]
    .join("\n")
    .split(/\s+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word) && !/@|:\/\//.test(word)).length;
}

function linesOf(messages: readonly OutgoingMessage[]): readonly string[] {
  return textOf(messages)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

describe.each([...allCampaigns.values()])("Once the accounts are known for $id", (campaign) => {
  const answers = answersTo(campaign);
  const breaches = (isBroken: (answer: Answer) => unknown) =>
    answers.flatMap((answer) => (isBroken(answer) ? [`${answer.name}: ${String(isBroken(answer))}`] : []));
  const above = (most: number, count: number) => (count > most ? count : undefined);

  it("the answer is one message of at most 100 words", () => {
    expect(breaches(({ messages }) => above(mostWords, wordsIn(messages)))).toEqual([]);
    expect(breaches(({ messages }) => above(1, messages.length))).toEqual([]);
    expect(answers.length).toBeGreaterThan(1);
  });

  it("one to four answers stand below it", () => {
    expect(
      breaches(({ messages }) => {
        const { choices = [] } = messages.at(-1) ?? {};
        return choices.length === 0 ? "no choice" : above(mostAnswers, choices.length);
      }),
    ).toEqual([]);
  });

  it("the details repeat no line of it", () => {
    const isRepeated = ({ messages, details }: Answer) =>
      linesOf(details).find((line) => linesOf(messages).includes(line));
    expect(hasNothingToDo(campaign) ? [] : breaches(isRepeated)).toEqual([]);
  });
});

describe("The answer with the form", () => {
  const meta = allCampaigns.get("meta");
  const place = (topic: string, country: string): ConversationEvent => ({ type: "topic", topic, country });
  const regionIn = (events: readonly ConversationEvent[], country?: string) => {
    if (meta === undefined) throw new Error("there is no campaign to ask about");
    const facts = worldOf([meta], momentsOf(meta)[0] ?? 0);
    const person = { ...newcomer.person, language: "en", ...(country !== undefined && { country }) };
    const began = [{ type: "start", campaign: "meta" }, ...events] as const;
    const before = began.reduce<ConversationState>((state, event) => take(state, event, facts), { person });
    const { effects } = step(before, [{ type: "accounts", accounts: ["facebook"] }], facts);
    const keys = effects.flatMap((effect) => ("saying" in effect ? effect.saying.text : []));
    return keys.some(({ key }) => key === "steps.region");
  };

  it("names the region if it is unknown where the person lives, or outside of it", () => {
    expect(regionIn([])).toBe(true);
    expect(regionIn([], "CA")).toBe(true);
    expect(regionIn([place("maghreb", "MA")], "FR")).toBe(true);
  });

  it("does not name it to those who live there", () => {
    expect(regionIn([], "FR")).toBe(false);
    expect(regionIn([], "GB")).toBe(false);
    expect(regionIn([place("uk", "GB")])).toBe(false);
  });
});
