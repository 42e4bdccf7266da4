import { expect, it } from "vitest";
import { talkThroughKills } from "../support/talk-through-kills.ts";

const nothing: readonly string[] = [];
const asItShould = { unanswered: nothing, wrong: nothing, unexplained: nothing, astray: nothing };

it("answers everyone, and takes each step once, when it is killed three times under traffic", async () => {
  const people = 20;
  const outcome = await talkThroughKills({ ends: 3, people, mode: "polling" });
  expect(outcome).toMatchObject({ ends: 3, ...asItShould });
  expect(outcome.steps).toBeGreaterThan(2 * people);
}, 90_000);

it("ends within five seconds and with 0 when it is told to under traffic, and says nothing twice", async () => {
  const people = 20;
  const outcome = await talkThroughKills({ ends: 2, people, mode: "polling", signal: "SIGTERM" });
  expect(outcome).toMatchObject({ ends: 2, ...asItShould, doubles: 0, unruly: nothing });
  expect(outcome.steps).toBeGreaterThan(2 * people);
}, 90_000);
