import { expect, it } from "vitest";
import { talkThroughKills } from "../support/talk-through-kills.ts";

it("answers everyone, and takes each step once, when it is killed twice under traffic", async () => {
  const people = 20;
  const outcome = await talkThroughKills({ ends: 2, people });
  expect(outcome).toMatchObject({ ends: 2, unanswered: [], wrong: [], unexplained: [], astray: [] });
  expect(outcome.steps).toBeGreaterThan(2 * people);
});
