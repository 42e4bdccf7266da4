import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Campaign } from "../../src/campaigns/schema.ts";
import { campaignTexts } from "../../src/content/required-texts.ts";
import { localDay, minuteOfDay } from "../../src/conversation/calendar-day.ts";
import { phaseOf } from "../../src/conversation/schedule.ts";
import { type ConversationState, openQuestion, step } from "../../src/conversation/step.ts";
import type {
  ConversationEvent,
  Effect,
  Events,
  Facts,
  Instant,
  Linked,
  Question,
  Reminder,
} from "../../src/conversation/vocabulary.ts";
import { anyCampaign, anyCampaigns, now } from "../support/any-campaign.ts";
import { allAuthorities, allCampaigns, allHelpLines, general } from "../support/bot-under-test.ts";
import { eventsWithoutButton } from "../support/events-without-button.ts";
import { phrasesOfEffect } from "../support/phrases-said.ts";
import { allTexts } from "../support/read-all-texts.ts";

/** Tries it with as many campaigns and people as the short tests have time for; the long ones try many more. */
function holds<Values>(property: fc.IProperty<Values>): void {
  fc.assert(property, { numRuns: Number(process.env["PROPERTY_RUNS"] ?? 15) });
}

const newcomer: ConversationState = { person: { stopped: false, following: {} } };

function factsOf(campaigns: readonly Campaign[]): Facts {
  return {
    now,
    languages: ["fr", "en"],
    defaultLanguage: "fr",
    defaultZone: "Europe/Paris",
    campaigns: new Map(campaigns.map((campaign) => [campaign.id, campaign])),
    reminders: [],
    generalTopics: general.topics,
    generalFacts: general.facts,
    authorities: allAuthorities,
    helpLines: allHelpLines,
    community: [],
    retentionDays: 90,
    randomFraction: 0.5,
  };
}

/** A dialogue that goes on: what was said last, and the question that is open. */
class Dialogue {
  standing = newcomer;
  said: readonly Effect[] = [];
  facts: Facts;

  constructor(campaigns: readonly Campaign[]) {
    this.facts = factsOf(campaigns);
  }

  take(...events: Events): void {
    const { person, saved, effects } = step(this.standing, events, this.facts);
    this.standing = { person, saved };
    this.said = effects;
  }

  get open(): Question | undefined {
    return openQuestion(this.standing, this.facts)?.question;
  }

  /** What the buttons of the open question say. */
  get offered(): readonly ConversationEvent[] {
    return [...(this.open?.choices ?? []), ...(this.open?.navigation ?? [])].map(({ event }) => event);
  }

  /** The pages that were given with what was said last. */
  get urls(): readonly string[] {
    return this.said.flatMap((effect) =>
      "saying" in effect ? (effect.saying.links ?? []).map(({ url }) => url) : [],
    );
  }

  get set(): readonly Reminder[] {
    return this.said.flatMap((effect) => (effect.type === "set-reminder" ? [effect.reminder] : []));
  }
}

/** Goes to a campaign by its link and answers its questions about accounts. */
function answer(campaign: Campaign, owns: readonly boolean[], linked: readonly Linked[]): Dialogue {
  const dialogue = new Dialogue([campaign]);
  dialogue.take({ type: "start", campaign: campaign.id, language: "en" });
  const accounts = owned(campaign, owns);
  if (dialogue.open?.id === "accounts") dialogue.take({ type: "accounts", accounts });
  while (dialogue.open?.id === "ask-linked") {
    const answered = linkedAs(campaign, linked, dialogue.open);
    if (answered !== "unsure") dialogue.take({ type: "linked", linked: answered });
    else {
      dialogue.take({ type: "linked", linked: "unknown" });
      dialogue.take({ type: "linked", linked: "unknown" });
    }
  }
  return dialogue;
}

function owned({ accounts }: Campaign, owns: readonly boolean[]): readonly string[] {
  if (accounts.length === 1) return accounts.map(({ id }) => id);
  return accounts.filter((_, index) => owns[index]).map(({ id }) => id);
}

function linkedAs({ linkGroups }: Campaign, linked: readonly Linked[], { choices }: Question): Linked {
  const group = linkGroups.findIndex(({ id }) => choices.some((choice) => choice.id.startsWith(`${id}.`)));
  return linked[group] ?? "no";
}

/** What this person must be given, told apart from the code: each account's own page, and what comes with it. */
function pagesFor(campaign: Campaign, accounts: readonly string[]): readonly string[] {
  if (campaign.accounts.length === 0) return [];
  if (accounts.length === 0) return campaign.withoutAccount ? [`https://a.example/${campaign.id}/`] : [];
  return campaign.accounts
    .filter(({ id }) => accounts.includes(id))
    .flatMap(({ id, further }) => [id, ...further.map((more) => more.id)])
    .map((id) => `https://a.example/${campaign.id}/${id}`);
}

const people = {
  owns: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
  linked: fc.array(fc.constantFrom<Linked>("yes", "no", "unsure"), { minLength: 2, maxLength: 2 }),
};
const one = fc.record({ campaign: anyCampaign("any", 1), ...people });

const withSteps = one.filter(({ campaign }) => campaign.accounts.length > 0);

/** The moments that are offered for a reminder. */
function slotsOf(dialogue: Dialogue): readonly ConversationEvent[] {
  dialogue.take({ type: "remind" });
  return (dialogue.open?.choices ?? []).map(({ event }) => event).filter(({ type }) => type === "slot");
}

/** Takes an offered moment: one reminder is set by it. */
function reminderBy(slot: ConversationEvent, dialogue: Dialogue): Reminder {
  dialogue.take({ type: "remind" });
  dialogue.take(slot);
  const [reminder, ...others] = dialogue.set;
  if (reminder === undefined || others.length > 0) throw new Error("expected one reminder");
  return reminder;
}

/** The services that stand on the page that is open. */
function servicesOn(dialogue: Dialogue): readonly string[] {
  return (dialogue.open?.choices ?? []).flatMap(({ event }) =>
    event.type === "service" ? [event.campaign] : [],
  );
}

describe("whatever a campaign is like", () => {
  it("a person is given exactly the pages that they need, none missing and none besides", () =>
    holds(
      fc.property(one, ({ campaign, owns, linked }) => {
        const { urls } = answer(campaign, owns, linked);
        expect([...urls].sort()).toEqual([...pagesFor(campaign, owned(campaign, owns))].sort());
      }),
    ));

  it("no reminder lies after a date that is ahead, and once it is past reminders still work", () =>
    holds(
      fc.property(withSteps, fc.integer({ min: 1, max: 90 * 24 }), ({ campaign, owns, linked }, hours) => {
        const dialogue = answer(campaign, owns, linked);
        const isAhead = ["before", "last-day"].includes(phaseOf(campaign, now));
        const end = isAhead ? (campaign.instants?.starts ?? 0) : Number.POSITIVE_INFINITY;
        dialogue.take({ type: "date", date: { kind: "at", at: now + hours * 3_600_000 } });
        const typed = dialogue.set;
        const slots = slotsOf(dialogue);
        const taken = slots.map((slot) => reminderBy(slot, dialogue));
        expect([...typed, ...taken].filter(({ dueAt }) => dueAt <= now || dueAt >= end)).toEqual([]);
        expect(slots.length).toBeGreaterThan(isAhead ? -1 : 1);
      }),
    ));

  it("if there is nothing to do, nothing is asked, noted or reminded of", () =>
    holds(
      fc.property(one, ({ campaign, owns, linked }) => {
        fc.pre(campaign.accounts.length === 0);
        const dialogue = answer(campaign, owns, linked);
        expect(dialogue.open?.id).toBe("next");
        for (const event of ["done", "remind", "later", "steps", "ready-text"] as const) {
          dialogue.take({ type: event });
          expect(dialogue.open?.id).toBe("next");
        }
        expect(dialogue.standing.person.following).toEqual({});
      }),
    ));
});

/** Says that all is done. */
function sendAll(dialogue: Dialogue): void {
  dialogue.take({ type: "done" });
  const all = dialogue.open?.choices.find(({ id }) => dialogue.open?.id === "which-done" && id === "all");
  if (all !== undefined) dialogue.take(all.event);
}

/** Where at least one of the forms is to be confirmed. */
function isOfferedToBeAsked({ open }: Dialogue): boolean {
  return open?.id === "ask-later";
}

/** Wants to be asked, and waits until then; returns the reminder that asks. */
function waitToBeAsked(dialogue: Dialogue): Reminder {
  expect(dialogue.open?.id).toBe("ask-later");
  dialogue.take({ type: "yes" });
  const [reminder, ...others] = dialogue.set;
  if (reminder === undefined || others.length > 0) throw new Error("expected one reminder");
  expect(reminder.dueAt).toBeGreaterThan(dialogue.facts.now);
  const hour = minuteOfDay(reminder.dueAt, "Europe/Paris") / 60;
  expect(hour >= 9 && hour < 21).toBe(true);
  dialogue.facts = { ...dialogue.facts, now: reminder.dueAt };
  return reminder;
}

/** How many days of the calendar lie between two moments. */
function daysFrom(from: Instant, to: Instant): number {
  return localDay(to, "Europe/Paris") - localDay(from, "Europe/Paris");
}

function outcomesOf(dialogue: Dialogue, { id }: Campaign): readonly string[] {
  return Object.values(dialogue.standing.person.following[id]?.outcomes ?? {}).map(({ kind }) => kind);
}

describe("once everything is sent", () => {
  it("who wants it is asked after three days and after a month, by day, whatever the date, and may then complain", () =>
    holds(
      fc.property(withSteps, ({ campaign, owns, linked }) => {
        const dialogue = answer(campaign, owns, linked);
        sendAll(dialogue);
        fc.pre(isOfferedToBeAsked(dialogue));
        const asks = [1, 2].map(() => {
          const { slot, dueAt } = waitToBeAsked(dialogue);
          dialogue.take({ type: "not-confirmed", campaign: campaign.id });
          return { slot, days: daysFrom(now, dueAt) };
        });
        expect(asks).toEqual([
          { slot: "confirmation-1", days: 3 },
          { slot: "confirmation-2", days: 31 },
        ]);
        expect(dialogue.open?.id).toBe("complain");
        expect(new Set(outcomesOf(dialogue, campaign))).toEqual(new Set(["unanswered"]));
        dialogue.take({ type: "complain" });
        dialogue.take({ type: "country", country: "FR" });
        expect(dialogue.urls).toEqual([allAuthorities.get("FR")?.complaint]);
      }),
    ));

  it("what is confirmed is neither asked about again nor left over", () =>
    holds(
      fc.property(withSteps, ({ campaign, owns, linked }) => {
        const dialogue = answer(campaign, owns, linked);
        sendAll(dialogue);
        fc.pre(isOfferedToBeAsked(dialogue));
        const reminder = waitToBeAsked(dialogue);
        dialogue.facts = { ...dialogue.facts, reminders: [reminder] };
        dialogue.take({ type: "confirmed", campaign: campaign.id });
        if (dialogue.open?.id === "which-answered") {
          const all = dialogue.open.choices.find(({ id }) => id === "all");
          dialogue.take(all?.event ?? { type: "menu" });
        }
        const { slot } = reminder;
        expect(dialogue.said).toContainEqual({ type: "cancel-reminders", campaign: campaign.id, slot });
        expect(new Set(outcomesOf(dialogue, campaign))).toEqual(new Set(["confirmed"]));
        dialogue.take({ type: "not-confirmed" });
        expect(dialogue.open?.id).toBe("next");
        expect(dialogue.set).toEqual([]);
      }),
    ));

  it("no one is asked about an e-mail that does not come", () =>
    holds(
      fc.property(withSteps, ({ campaign, owns, linked }) => {
        fc.pre(!campaign.accounts.some(({ step }) => step.confirmation));
        const dialogue = answer(campaign, owns, linked);
        sendAll(dialogue);
        expect(dialogue.open?.id).toBe("next");
      }),
    ));
});

describe("however many campaigns there are", () => {
  it("every state answers whatever happens, and no question offers more than every channel shows", () =>
    holds(
      fc.property(anyCampaigns, fc.array(fc.nat(10_000), { maxLength: 40 }), (campaigns, turns) => {
        const dialogue = new Dialogue(campaigns);
        for (const turn of turns) {
          const { offered } = dialogue;
          const events = [...offered, ...offered, ...eventsWithoutButton(dialogue.facts)];
          dialogue.take(events[turn % events.length] ?? { type: "menu" });
          const isAnswered = dialogue.said.some(({ type }) => type === "say" || type === "ask");
          expect(isAnswered).toBe(true);
          expect(dialogue.open?.choices.length ?? 0).toBeLessThanOrEqual(12);
        }
      }),
    ));

  it("every service can be reached by turning pages", () =>
    holds(
      fc.property(anyCampaigns, (campaigns) => {
        const dialogue = new Dialogue(campaigns);
        dialogue.take({ type: "start", language: "en" });
        dialogue.take({ type: "another-service" });
        const pages = campaigns.map(() => {
          const here = servicesOn(dialogue);
          dialogue.take({ type: "more" });
          return here;
        });
        const seen = new Set(pages.flat());
        expect([...seen].sort()).toEqual(campaigns.map(({ id }) => id).sort());
      }),
    ));
});

/** Campaigns of every kind: those that ship, the fixtures, and others. */
const someCampaigns = fc.oneof(
  anyCampaigns,
  fc.shuffledSubarray([...allCampaigns.values()], { minLength: 1, maxLength: 6 }),
);

/** What may be told of accounts in one message: also none of them, those of another service, and of a service in the same breath. */
function toldOfAccounts(campaigns: readonly Campaign[]): readonly ConversationEvent[] {
  const lists = [
    [],
    ...campaigns.flatMap(({ accounts }) => accounts.map(({ id }) => [id])),
    ...campaigns.map(({ accounts }) => accounts.map(({ id }) => id)),
  ];
  return lists.flatMap((accounts): readonly ConversationEvent[] => [
    { type: "accounts", accounts },
    { type: "accounts", accounts, isInferred: true },
    { type: "accounts", accounts, isMore: true },
    { type: "done", accounts },
    { type: "not-done", accounts },
    { type: "doubt", accounts },
    ...campaigns.flatMap(({ id }) => [
      { type: "service", campaign: id } as const,
      { type: "service", campaign: id, accounts } as const,
    ]),
  ]);
}

const sharedKeys = new Set(
  allTexts.filter(({ namespace }) => !namespace.startsWith("campaigns/")).map(({ key }) => key),
);

/** The texts about a campaign that were said, and that it need not have. */
function missingTexts({ said, facts }: Dialogue): readonly string[] {
  return said.flatMap(phrasesOfEffect).flatMap(({ campaign, key }) => {
    const known = facts.campaigns.get(campaign ?? "");
    const isThere = known === undefined || sharedKeys.has(key) || campaignTexts(known).includes(key);
    return isThere ? [] : `${known.id}: ${key}`;
  });
}

describe("whatever is told of accounts, in one message or in several", () => {
  it("only texts are said that each campaign has to have", () =>
    holds(
      fc.property(someCampaigns, fc.array(fc.nat(1_000_000), { maxLength: 60 }), (campaigns, turns) => {
        const dialogue = new Dialogue(campaigns);
        const told = toldOfAccounts(campaigns);
        dialogue.take({ type: "start", language: "en" });
        for (const turn of turns) {
          const pick = (events: readonly ConversationEvent[]): ConversationEvent =>
            events[turn % events.length] ?? { type: "menu" };
          dialogue.take(pick([...dialogue.offered, ...told]), pick(told));
          expect(missingTexts(dialogue)).toEqual([]);
        }
      }),
    ));
});
