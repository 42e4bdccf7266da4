import { expect, it } from "vitest";
import { talkThroughKills } from "../support/talk-through-kills.ts";

it("answers everyone, and takes each step once, when it is killed three times under traffic", async () => {
  const people = 20;
  const outcome = await talkThroughKills({ ends: 3, people, mode: "polling" });
  expect(outcome).toMatchObject({ ends: 3, unanswered: [], wrong: [], unexplained: [], astray: [] });
  expect(outcome.steps).toBeGreaterThan(2 * people);
}, 90_000);
