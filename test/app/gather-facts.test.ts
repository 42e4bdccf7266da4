import { expect, it } from "vitest";
import { gatherFacts } from "../../src/app/gather-facts.ts";
import { createBrain } from "../support/bot-under-test.ts";

const { world } = createBrain(["meta", "github-copilot", "chatgpt"]);
const offeredOn = (day: string) => [
  ...gatherFacts(world, "web:1", Date.parse(`${day}T12:00Z`), [], 0).campaigns.keys(),
];

it("offers a service from the day on which it was announced, and one without such a day always", () => {
  expect(offeredOn("2025-04-13")).toEqual(["chatgpt"]);
  expect(offeredOn("2025-05-20")).toEqual(["meta", "chatgpt"]);
  expect(offeredOn("2026-11-26")).toEqual(["meta", "chatgpt", "github-copilot"]);
});
