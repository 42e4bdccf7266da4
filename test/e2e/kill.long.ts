import { expect, it } from "vitest";
import { talkThroughKills } from "../support/talk-through-kills.ts";

const nothing: readonly string[] = [];

it.each(["polling", "webhook"] as const)(
  "answers everyone, and takes each step once, when it is killed twenty times under traffic (%s)",
  async (mode) => {
    const people = 40;
    const outcome = await talkThroughKills({ kills: 20, people, mode });
    process.stdout.write(`${mode}: ${JSON.stringify(outcome)}\n`);
    expect(outcome).toMatchObject({
      kills: 20,
      unanswered: nothing,
      wrong: nothing,
      unexplained: nothing,
      astray: nothing,
    });
    expect(outcome.steps).toBeGreaterThan(10 * people);
  },
);
