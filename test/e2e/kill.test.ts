import { expect, it } from "vitest";
import { talkThroughKills } from "../support/talk-through-kills.ts";

const nothing: readonly string[] = [];

it("answers everyone, and takes each step once, when it is killed three times under traffic", async () => {
  const people = 20;
  const outcome = await talkThroughKills({ kills: 3, people, mode: "polling" });
  expect(outcome).toMatchObject({
    kills: 3,
    unanswered: nothing,
    wrong: nothing,
    unexplained: nothing,
    astray: nothing,
  });
  expect(outcome.steps).toBeGreaterThan(2 * people);
}, 90_000);
