import { describe, expect, it } from "vitest";
import { type Context, newDialogue, nothingFollowed, stranger } from "../../src/conversation/context.ts";
import {
  objectionsOf,
  openObjections,
  reportedObjections,
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
    facts: { ...world, now: 9, spread: 0, reminders: [] },
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

  it("that is told to be confirmed was sent, even if no one had said so; what was said before stays", () => {
    const outcome = { kind: "confirmed", at: 9 } as const;
    const afterwards = (following: Following) =>
      withOutcome(contextOf("meta", following), ["facebook"], "confirmed").following["meta"];
    expect(afterwards(both)).toEqual({
      ...both,
      sent: { facebook: 9 },
      outcomes: { facebook: outcome },
    });
    expect(afterwards(sent)?.sent).toEqual({ facebook: 1, instagram: 2 });
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
