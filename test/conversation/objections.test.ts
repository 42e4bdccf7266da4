import { describe, expect, it } from "vitest";
import { type Context, newDialogue, nothingFollowed, stranger } from "../../src/conversation/context.ts";
import {
  datedNow,
  doneAt,
  objectionsOf,
  openObjections,
  overdueObjections,
  reportedObjections,
  sentFor,
  wasLongAgo,
  withOutcome,
} from "../../src/conversation/objections.ts";
import type { Following } from "../../src/conversation/vocabulary.ts";
import { createBrain } from "../support/bot-under-test.ts";

const { world } = createBrain(["meta", "duo", "trio"]);

function contextOf(campaign: string, following: Following): Context {
  return {
    dialogue: { ...newDialogue, campaign },
    turn: {},
    person: { ...stranger, following: { [campaign]: following } },
    facts: { ...world, now: 9, randomFraction: 0, reminders: [] },
  };
}

const both: Following = { ...nothingFollowed, accounts: ["facebook", "instagram"] };
const sent: Following = { ...both, sent: { facebook: 1, instagram: 2 } };
const idsOf = (objections: readonly { readonly id: string }[]) => objections.map(({ id }) => id);

describe("An objection", () => {
  it("of linked accounts is one, answered by one e-mail", () => {
    const linked: Following = { ...sent, linked: { "accounts-center": "yes" } };
    const [only, ...others] = openObjections(contextOf("meta", linked));
    expect(others).toEqual([]);
    expect(only).toMatchObject({ covers: ["facebook", "instagram"], sentAt: 2 });
  });

  it("is made by forms only: a setting that is changed waits for no answer", () => {
    const all: Following = { ...nothingFollowed, accounts: ["photos", "videos", "music"] };
    expect(idsOf(objectionsOf(contextOf("trio", all)))).toEqual(["photos", "videos"]);
  });

  it("by a form that may stand for a setting is not waited for, as it is unknown which was done", () => {
    const duo: Following = { ...nothingFollowed, accounts: ["app", "site"], sent: { site: 1 } };
    expect(idsOf(objectionsOf(contextOf("duo", duo)))).toEqual(["letter"]);
    expect(openObjections(contextOf("duo", duo))).toEqual([]);
  });

  it("that is told to be confirmed was sent, on a day that nobody told; what was said before stays", () => {
    const outcome = { kind: "confirmed", at: 9 } as const;
    const afterwards = (following: Following) =>
      withOutcome(contextOf("meta", following), ["facebook"], "confirmed").following["meta"];
    expect(afterwards(both)).toEqual({
      ...both,
      sent: { facebook: null },
      outcomes: { facebook: outcome },
    });
    expect(afterwards(sent)?.sent).toEqual({ facebook: 1, instagram: 2 });
  });
});

describe("What is said to be done", () => {
  const day = 24 * 60 * 60_000;
  const doneAfter = (dialogue: Partial<Context["dialogue"]>, now = day) => {
    const context = contextOf("meta", both);
    return doneAt({
      ...context,
      dialogue: { ...context.dialogue, ...dialogue },
      facts: { ...context.facts, now, defaultZone: "UTC" },
    });
  };

  it("was done today only if its form was given today: else its day is not known", () => {
    expect(doneAfter({ gaveSteps: { campaign: "meta", at: day } }, day + 5)).toBe(day + 5);
    expect(doneAfter({ gaveSteps: { campaign: "meta", at: day - 1 } }, day + 5)).toBeNull();
    expect(doneAfter({ gaveSteps: { campaign: "trio", at: day } }, day + 5)).toBeNull();
    expect(doneAfter({})).toBeNull();
  });

  it("was done on the day that is told, and on no day if one says that it was some time ago", () => {
    const gaveSteps = { campaign: "meta", at: day };
    expect(doneAfter({ gaveSteps, doneWhen: { day: "1970-01-01" } })).toBe(day / 2);
    expect(doneAfter({ gaveSteps, doneWhen: "some-time-ago" })).toBeNull();
  });

  it("was long ago if a month has passed since the day that is told, or if that is said without a day", () => {
    const isLongAgo = (doneWhen: Context["dialogue"]["doneWhen"], now: number) => {
      const context = contextOf("meta", both);
      const facts = { ...context.facts, now, defaultZone: "UTC" };
      return wasLongAgo({ ...context, facts, dialogue: { ...context.dialogue, doneWhen } });
    };
    expect(isLongAgo({ day: "1970-01-01" }, 30 * day)).toBe(false);
    expect(isLongAgo({ day: "1970-01-01" }, 31 * day)).toBe(true);
    expect(isLongAgo("some-time-ago", 99 * day)).toBe(false);
    expect(isLongAgo("long-ago", day)).toBe(true);
  });

  it("is taken back for one account, with all that its form covers", () => {
    const taken = (following: Following) => sentFor(["instagram"], contextOf("meta", following));
    expect(taken(sent)).toEqual(["instagram"]);
    expect(taken({ ...sent, linked: { "accounts-center": "yes" } })).toEqual(["facebook", "instagram"]);
    expect(taken({ ...both, sent: { facebook: 1 } })).toEqual([]);
  });

  it("on a day that is told later is dated: the named form with all that it covers, and nothing that is still to do", () => {
    const dated = (following: Partial<Following>, accounts?: readonly string[]) => {
      const context = contextOf("meta", { ...both, ...following });
      const dialogue = { ...context.dialogue, doneWhen: { day: "1970-01-01" } };
      return datedNow({ ...context, dialogue, turn: { accounts } });
    };
    const linked = { "accounts-center": "yes" } as const;
    const undated = { facebook: null, instagram: null };
    expect(dated({ linked, sent: undated }, ["facebook"])).toEqual(["facebook", "instagram"]);
    expect(dated({ sent: undated }, ["facebook"])).toEqual(["facebook"]);
    expect(dated({ sent: { facebook: 1, instagram: null } })).toEqual(["instagram"]);
    expect(dated({ sent: { facebook: 1, instagram: 2 } })).toEqual([]);
    expect(dated({ sent: { facebook: null } })).toEqual([]);
    expect(dated({ sent: { facebook: null } }, ["instagram"])).toEqual([]);
  });

  it("without a day is never overdue, and the month of a form for two accounts begins when both are told", () => {
    const late = (sent: Following["sent"]) => {
      const context = contextOf("meta", { ...both, sent });
      return idsOf(overdueObjections({ ...context, facts: { ...context.facts, now: 99 * day } }));
    };
    expect(late({ facebook: null, instagram: 1 })).toEqual(["instagram"]);
    const linked: Following = {
      ...both,
      linked: { "accounts-center": "yes" },
      sent: { facebook: 1, instagram: null },
    };
    expect(openObjections(contextOf("meta", linked))).toMatchObject([{ sentAt: null }]);
  });
});

describe("A report", () => {
  const refused = { facebook: { kind: "refused", at: 3 } } as const;
  const reported = (following: Following, accounts?: readonly string[]) =>
    idsOf(reportedObjections({ ...contextOf("meta", following), turn: { accounts } }));

  it("is about what is not answered yet, before what was answered, before what is still to do", () => {
    expect(reported({ ...sent, outcomes: refused })).toEqual(["instagram"]);
    expect(reported({ ...both, sent: { facebook: 1 }, outcomes: refused })).toEqual(["facebook"]);
    expect(reported(both)).toEqual(["facebook", "instagram"]);
  });

  it("is about the accounts that it names, and about any if it names another's", () => {
    expect(reported({ ...sent, outcomes: refused }, ["facebook"])).toEqual(["facebook"]);
    expect(reported(sent, ["whatsapp"])).toEqual(["facebook", "instagram"]);
  });
});
