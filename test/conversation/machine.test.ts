import { expect, it } from "vitest";
import { type AnyStateNode, createActor } from "xstate";
import { machine } from "../../src/conversation/machine.ts";

it("is entered without a context, as each step does, and nothing throws", () => {
  const entered = createActor(machine, { input: undefined as never });
  expect(entered.getSnapshot().status).toBe("active");
});

it("tells by the name of a state whether it asks: it has its question's name, or begins with decide-", () => {
  const states = Object.values(machine.states).flatMap((region) =>
    Object.values<AnyStateNode>(region.states),
  );
  const others = states.filter(({ key, type, meta }) => type !== "history" && meta?.question !== key);
  expect(others.map(({ key }) => key).filter((key) => !key.startsWith("decide-"))).toEqual(["fresh"]);
  expect(others.filter(({ always, key }) => key !== "fresh" && !always?.length)).toEqual([]);
});
