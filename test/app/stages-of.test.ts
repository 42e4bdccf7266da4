import { expect, it, onTestFinished } from "vitest";
import { createPersonUnderTest } from "../support/person-under-test.ts";

/** Someone who writes; gives the stages that the answer tells, which stand with its first message alone. */
async function begin(campaigns: readonly string[]) {
  const person = await createPersonUnderTest(campaigns, "2025-05-20T10:00");
  onTestFinished(() => person.store.close());
  return async (text: string) => {
    const { sent } = await person.gives({ text, languageHint: "en" });
    const [first, ...others] = sent.map(({ stages }) => stages);
    expect(others.every((stages) => stages === undefined)).toBe(true);
    return first;
  };
}

it("tells with the answer what a person has reached, each stage when it is reached", async () => {
  const reached = await begin(["meta"]);
  expect(await reached("/start meta")).toEqual(["begun"]);
  expect(await reached("both")).toBeUndefined();
  expect(await reached("no")).toEqual(["steps-shown"]);
  expect(await reached("remind me on friday")).toEqual(["reminder-set"]);
  expect(await reached("done")).toBeUndefined();
  expect(await reached("all of them")).toEqual(["done"]);
  expect(await reached("thanks")).toBeUndefined();
});

it("tells several stages of one message, in their order", async () => {
  const reached = await begin(["meta"]);
  expect(await reached("I only have facebook, remind me on friday at 6pm")).toEqual([
    "begun",
    "steps-shown",
    "reminder-set",
  ]);
});

it("tells no reminder where the bot asks later for a confirmation, and nothing that is taken back", async () => {
  const reached = await begin(["meta"]);
  for (const text of ["/start meta", "facebook"]) await reached(text);
  expect(await reached("done")).toEqual(["done"]);
  expect(await reached("yes")).toBeUndefined();
  expect(await reached("undo")).toBeUndefined();
});
