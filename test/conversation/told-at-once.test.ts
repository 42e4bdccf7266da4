import { describe, expect, it } from "vitest";
import { stranger } from "../../src/conversation/context.ts";
import { remindersAfter } from "../../src/conversation/reminders/reminders.ts";
import { type StepResult, step } from "../../src/conversation/step.ts";
import type { ConversationEvent, Facts } from "../../src/conversation/vocabulary.ts";
import { at, createBrain } from "../support/bot-under-test.ts";
import { isWholeWalk } from "../support/walk-conversation.ts";

const facebook = { accounts: ["facebook"] } as const;
const friday = { kind: "at", at: at("2025-05-23T10:00") } as const;

/** What people tell of themselves. */
const told = {
  accounts: { type: "service", campaign: "meta", accounts: ["facebook", "instagram"], linked: "no" },
  country: { type: "country", country: "BE" },
  age: { type: "topic", topic: "under-18" },
  hacked: { type: "topic", topic: "hacked" },
  refused: { type: "refused", ...facebook },
  done: { type: "done", ...facebook, when: { day: "2025-05-12" } },
  date: { type: "remind", date: friday },
  zone: { type: "zone", zone: "Europe/Brussels" },
} as const satisfies Readonly<Record<string, ConversationEvent>>;
type Fact = keyof typeof told;

/** The same by someone who has no account. */
const withoutAccount: Partial<Record<Fact, ConversationEvent>> = {
  accounts: { type: "service", campaign: "meta", accounts: [] },
  refused: { type: "refused" },
  done: { type: "done", when: { day: "2025-05-12" } },
};

/** Six put each fact first. */
const ordersOfEach = isWholeWalk ? 6 : 1;

/** Every set of facts with two at least. */
const sets = subsetsOf(Object.keys(told) as Fact[]).filter((facts) => facts.length > 1);

function subsetsOf(facts: readonly Fact[]): readonly (readonly Fact[])[] {
  const [first, ...others] = facts;
  if (first === undefined) return [[]];
  return subsetsOf(others).flatMap((subset) => [subset, [first, ...subset]]);
}

/** Some orders of the so-manieth facts, the same each time: in turn, each of them comes first, and every other time the rest is turned round. */
function ordersOf(facts: readonly Fact[], number: number): readonly (readonly Fact[])[] {
  return Array.from({ length: ordersOfEach }, (_, order) => {
    const index = number + order;
    const start = index % facts.length;
    const turned = [...facts.slice(start), ...facts.slice(0, start)];
    return index % 2 === 0 ? turned : [...turned.slice(0, 1), ...turned.slice(1).toReversed()];
  });
}

/** Tells it all in the first message; whoever is in trouble then goes on. */
function firstWords(order: readonly Fact[], campaigns: readonly string[], has: "accounts" | "none") {
  const { world } = createBrain(campaigns);
  const facts: Facts = { ...world, now: at("2025-05-20T10:00"), reminders: [], randomFraction: 0 };
  const events = order.map((fact) => (has === "none" ? withoutAccount[fact] : undefined) ?? told[fact]);
  const [first = told.accounts, ...others] = events;
  const once = step({ person: { ...stranger, language: "en" } }, [first, ...others], facts);
  const reminders = remindersAfter([], once.effects);
  const isInTrouble = order.includes("hacked");
  const last = isInTrouble ? step(once, [{ type: "go-on" }], { ...facts, reminders }) : once;
  return { once, last, reminders: remindersAfter(reminders, isInTrouble ? last.effects : []) };
}

function askedIn({ effects }: StepResult): readonly string[] {
  return effects.flatMap((effect) => (effect.type === "ask" ? [effect.question.id] : []));
}

/** The questions that what was told has answered already. */
function answeredBy(order: readonly Fact[]): readonly string[] {
  const has = (fact: Fact) => order.includes(fact);
  const ofAccounts = ["service", "which-service", "accounts", "ask-linked", "which-done", "which-answered"];
  return [
    ...["language", "zone", ...(has("accounts") ? ofAccounts : [])],
    ...(has("country") ? ["complaint-country"] : []),
    ...(has("date") ? ["remind"] : []),
  ];
}

describe.each([
  ["accounts", ["meta"]],
  ["accounts", ["meta", "evergreen"]],
  ["none", ["meta"]],
  ["none", ["meta", "evergreen"]],
] as const)("Whoever tells it all in the first message (%s, %j)", (has, campaigns) => {
  const all = sets.flatMap(ordersOf).map((order) => ({ order, ...firstWords(order, campaigns, has) }));

  it("is asked for nothing of it", () => {
    const wrong = all.filter(({ order, last }) => {
      const answered = answeredBy(order);
      return askedIn(last).length !== 1 || askedIn(last).some((id) => answered.includes(id));
    });
    expect(wrong.map(({ order, last }) => `${order.join(", ")}: ${askedIn(last).join()}`)).toEqual([]);
  });

  it("is asked nothing but whether to go on if they are in trouble", () => {
    const inTrouble = all.filter(({ order }) => order.includes("hacked"));
    expect(new Set(inTrouble.map(({ once }) => askedIn(once).join()))).toEqual(new Set(["trouble"]));
  });

  it("has it noted", () => {
    const wrong = all.flatMap((talk) => {
      const noted = notedOf(talk, has);
      const lost = talk.order.filter((fact) => !noted[fact]);
      return lost.length === 0 ? [] : [`${talk.order.join(", ")}: ${lost.join()}`];
    });
    expect(wrong).toEqual([]);
  });
});

type Talk = ReturnType<typeof firstWords> & { readonly order: readonly Fact[] };

/** What is noted or answered of it; of a report without accounts, nothing can be yet. */
function notedOf({ order, once, last, reminders }: Talk, has: "accounts" | "none"): Record<Fact, boolean> {
  const { country, zone, following } = last.person;
  const meta = following["meta"];
  const step = has === "none" ? "without-account" : "facebook";
  const isTold = order.includes("accounts");
  // It may have to wait for the country to whose authority one complains; and where all is done, there is nothing to be reminded of.
  const isWished =
    has === "none" || reminders.length > 0 || last.saved.dialogue.agenda?.events.includes(told.date) === true;
  return {
    accounts: meta !== undefined,
    country: country === "BE",
    zone: zone === "Europe/Brussels",
    age: JSON.stringify([once.effects, last.effects]).includes("help.under-18."),
    hacked: JSON.stringify(once.effects).includes("help.hacked."),
    refused: !isTold || meta?.outcomes[step]?.kind === "refused",
    done: !isTold || meta?.sent[step] === at("2025-05-12T12:00"),
    date: !isTold || isWished,
  };
}
