import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Campaign, campaignSchema } from "../../src/campaigns/schema.ts";
import {
  addressesOf,
  groupsToAsk,
  hasNothingToDo,
  namesOf,
  requiredSteps,
  stepNamed,
  stepsLeft,
  stepsToDo,
} from "../../src/conversation/required-steps.ts";
import type { Following, Linked } from "../../src/conversation/vocabulary.ts";
import { createBrain } from "../support/bot-under-test.ts";

const names = ["a", "b", "c", "d", "e"];
const meta = campaignOf("meta");

interface Case {
  readonly campaign: Campaign;
  readonly following: Following;
}

/** Any campaign, its accounts spread over no group or one of two, and anyone who follows it. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    accounts: fc.integer({ min: 1, max: 5 }).map((count) => names.slice(0, count)),
    groups: fc.array(fc.constantFrom("none", "first", "second"), { minLength: 5, maxLength: 5 }),
    owns: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
    sent: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
    linked: fc.record({ first: linked(), second: linked() }),
    hasForm: fc.boolean(),
  })
  .map(({ accounts, groups, owns, sent, linked, hasForm }) => {
    const form = { kind: "form", links: ["https://a.example/form"] };
    const membersOf = (group: string) => accounts.filter((_, index) => groups[index] === group);
    return {
      campaign: campaignSchema.parse({
        id: "any",
        position: 1,
        accounts: accounts.map((id) => ({ id, step: form })),
        linkGroups: ["first", "second"]
          .map((id) => ({ id, accounts: membersOf(id), lookAt: "https://a.example/look" }))
          .filter((group) => group.accounts.length >= 2),
        ...(hasForm && { withoutAccount: form }),
        domains: ["a.example"],
        help: [],
        facts: {},
      }),
      following: {
        accounts: accounts.filter((_, index) => owns[index]),
        linked: Object.fromEntries(
          Object.entries(linked).flatMap(([id, answer]) => (answer === undefined ? [] : [[id, answer]])),
        ),
        sent: Object.fromEntries(accounts.filter((_, index) => sent[index]).map((id) => [id, 1])),
        outcomes: {},
      },
    };
  });

function linked(): fc.Arbitrary<Linked | undefined> {
  return fc.constantFrom("yes", "no", "unsure", undefined);
}

/** The accounts that count as one with this account, by what the person said. */
function together({ campaign, following }: Case, account: string): readonly string[] {
  const group = campaign.linkGroups.find(({ accounts }) => accounts.includes(account));
  if (group === undefined || following.linked[group.id] !== "yes") return [account];
  return following.accounts.filter((id) => group.accounts.includes(id));
}

describe("the steps that a person needs", () => {
  it("are exactly one for each account, and one for all that are linked", () =>
    fc.assert(
      fc.property(cases, (given) => {
        const { campaign, following } = given;
        if (following.accounts.length === 0) return;
        const required = requiredSteps(campaign, following).filter((step) => !step.optional);
        for (const account of following.accounts) {
          const covering = required.filter(({ covers }) => covers.includes(account));
          expect(covering.map(({ covers }) => covers)).toEqual([together(given, account)]);
        }
        expect(required.flatMap(({ covers }) => covers).sort()).toEqual([...following.accounts].sort());
      }),
    ));

  it("are for no account that the person has not", () =>
    fc.assert(
      fc.property(cases, ({ campaign, following }) => {
        if (following.accounts.length === 0) return;
        for (const { id, covers } of requiredSteps(campaign, following)) {
          expect(following.accounts).toContain(id);
          expect(following.accounts).toEqual(expect.arrayContaining([...covers]));
        }
      }),
    ));

  it("come before what is merely offered, which is only what a linked account already covers", () =>
    fc.assert(
      fc.property(cases, (given) => {
        const steps = requiredSteps(given.campaign, given.following);
        const optional = steps.filter((step) => step.optional);
        expect(steps.slice(steps.length - optional.length)).toEqual(optional);
        for (const { id, covers } of optional) {
          expect(together(given, id).length).toBeGreaterThan(1);
          expect(covers).toEqual([id]);
        }
        expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
      }),
    ));

  it("are the form without an account for someone who has none, if there is one", () =>
    fc.assert(
      fc.property(cases, ({ campaign, following }) => {
        const steps = requiredSteps(campaign, { ...following, accounts: [] });
        expect(steps.map(({ id }) => id)).toEqual(campaign.withoutAccount ? ["without-account"] : []);
      }),
    ));

  it("are to do until any of what they cover was sent", () =>
    fc.assert(
      fc.property(cases, (given) => {
        const { campaign, following } = given;
        const todo = stepsToDo(campaign, following).flatMap(({ covers }) => covers);
        const isUnsent = (account: string) => following.sent[account] === undefined;
        const unsent = following.accounts.filter((account) => together(given, account).every(isUnsent));
        expect(todo).toEqual(expect.arrayContaining(unsent));
        const sent = Object.fromEntries(
          ["without-account", ...following.accounts].map((id) => [id, 1] as const),
        );
        expect(stepsToDo(campaign, { ...following, sent })).toEqual([]);
        expect(stepsLeft(campaign, { ...following, sent })).toEqual([]);
      }),
    ));

  it("ask about a link only if two of the group are the person’s", () =>
    fc.assert(
      fc.property(cases, ({ campaign, following }) => {
        const asked = groupsToAsk(campaign, following).map(({ id }) => id);
        for (const { id, accounts } of campaign.linkGroups)
          expect(asked.includes(id)).toBe(
            accounts.filter((account) => following.accounts.includes(account)).length >= 2,
          );
      }),
    ));
});

/** Any campaign whose accounts have further steps, and anyone who follows it. */
const furtherCases: fc.Arbitrary<Case> = fc
  .record({
    further: fc.array(fc.array(fc.constantFrom("instead" as const, "as-well" as const), { maxLength: 3 }), {
      minLength: 1,
      maxLength: 4,
    }),
    owns: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    sent: fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }),
  })
  .map(({ further, owns, sent }) => {
    const setting = { kind: "setting", links: ["https://a.example/setting"] };
    const accounts = further.map((roles, index) => ({
      id: `account-${index}`,
      step: setting,
      further: roles.map((role, which) => ({
        id: `step-${index}-${which}`,
        kind: "form",
        links: ["https://a.example/form"],
        role,
      })),
    }));
    const owned = accounts.filter((_, index) => owns[index]).map(({ id }) => id);
    const ids = accounts.flatMap((account) => [account.id, ...account.further.map(({ id }) => id)]);
    return {
      campaign: campaignSchema.parse({
        id: "any",
        position: 1,
        accounts,
        domains: ["a.example"],
        help: [],
        facts: {},
      }),
      following: {
        accounts: owned,
        linked: {},
        sent: Object.fromEntries(ids.filter((_, index) => sent[index]).map((id) => [id, 1])),
        outcomes: {},
      },
    };
  });

describe("the steps of an account that has a setting and a form", () => {
  const furtherOf = ({ campaign, following }: Case, wanted: "instead" | "as-well") =>
    campaign.accounts
      .filter(({ id }) => following.accounts.includes(id))
      .flatMap(({ further }) => further.filter(({ role }) => role === wanted).map(({ id }) => id));

  it("are its own and each that is needed as well, none twice and none of another account", () =>
    fc.assert(
      fc.property(furtherCases, (given) => {
        const required = requiredSteps(given.campaign, given.following).filter((step) => !step.optional);
        const wanted = [...given.following.accounts, ...furtherOf(given, "as-well")];
        expect(required.map(({ id }) => id).sort()).toEqual(wanted.sort());
        for (const { id, covers } of required) expect(covers).toEqual([id]);
      }),
    ));

  it("are optional if they stand for its own, and cover it", () =>
    fc.assert(
      fc.property(furtherCases, (given) => {
        const offered = requiredSteps(given.campaign, given.following).filter((step) => step.optional);
        expect(offered.map(({ id }) => id)).toEqual(furtherOf(given, "instead"));
        for (const { id, covers } of offered)
          expect(covers).toEqual([id.replace(/^step-(\d).*/, "account-$1")]);
      }),
    ));

  it("are to do until one of those that stand for each other, and all that is needed as well, were sent", () =>
    fc.assert(
      fc.property(furtherCases, (given) => {
        const { accounts, sent } = given.following;
        const open = [...accounts, ...furtherOf(given, "as-well")].filter((id) => sent[id] === undefined);
        expect(
          stepsToDo(given.campaign, given.following)
            .map(({ id }) => id)
            .sort(),
        ).toEqual(open.sort());
      }),
    ));
});

describe("a campaign with nothing to do", () => {
  it("has no step for anybody", () => {
    const campaign = campaignSchema.parse({
      id: "any",
      position: 1,
      accounts: [],
      domains: ["a.example"],
      help: [],
      facts: {},
    });
    expect(requiredSteps(campaign, { accounts: [], linked: {}, sent: {}, outcomes: {} })).toEqual([]);
  });
});

describe("the addresses of a step", () => {
  it("are those of a form besides the account's own setting", () => {
    const duo = campaignOf("duo");
    expect(addressesOf(duo, "letter", "evergreen")).toEqual(["https://duo.example/letter"]);
    expect(addressesOf(duo, "app", "evergreen")).toEqual(["https://duo.example/app"]);
  });

  it("are one pair before the date and on the last day, and may be another one after it", () => {
    const trio = campaignOf("trio");
    for (const phase of ["before", "last-day"] as const)
      expect(addressesOf(trio, "photos", phase)).toEqual([
        "https://forms.trio.example/photos",
        "https://forms.trio.example/photos-2",
      ]);
    expect(addressesOf(trio, "photos", "after")).toEqual(["https://forms.trio.example/photos-late"]);
  });

  it("are none of an e-mail, and an error of a step that there is not", () => {
    expect(addressesOf(campaignOf("slack"), "slack", "evergreen")).toEqual([]);
    expect(() => addressesOf(meta, "gone", "after")).toThrow("meta: there is no step gone");
  });
});

describe("a step", () => {
  const both: Following = {
    accounts: ["facebook", "instagram"],
    linked: {},
    sent: {},
    outcomes: {},
  };

  it("is found by its account, and has its name in its campaign", () => {
    expect(stepNamed(meta, "instagram").kind).toBe("form");
    expect(namesOf("meta", [{ id: "instagram" }])).toEqual({
      list: [{ key: "steps.instagram.name", campaign: "meta" }],
    });
  });

  it("is confirmed if its service says so", () => {
    const isConfirmed = (campaign: Campaign) =>
      requiredSteps(campaign, { ...both, accounts: campaign.accounts.map(({ id }) => id) })[0]?.isConfirmed;
    expect([isConfirmed(meta), isConfirmed(campaignOf("linkedin"))]).toEqual([true, false]);
  });

  it("that covers linked accounts is left to do until it is sent for one of them", () => {
    const linked = Object.fromEntries(meta.linkGroups.map(({ id }) => [id, "yes" as const]));
    const todo = (sent: Following["sent"]) => stepsToDo(meta, { ...both, linked, sent }).map(({ id }) => id);
    expect(todo({})).toEqual(["facebook"]);
    expect(todo({ instagram: 1 })).toEqual([]);
    expect(todo({ facebook: 1, instagram: 1 })).toEqual([]);
  });

  it("is there unless the campaign says that there is nothing to do", () => {
    expect([hasNothingToDo(meta), hasNothingToDo(campaignOf("gmail"))]).toEqual([false, true]);
  });
});

/** A campaign that ships, or one of the fixtures. */
function campaignOf(id: string): Campaign {
  const campaign = createBrain([id]).world.campaigns.get(id);
  if (campaign === undefined) throw new Error(`the campaign ${id} is gone`);
  return campaign;
}
