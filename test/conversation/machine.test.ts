import { expect, it } from "vitest";
import { createActor } from "xstate";
import { machine } from "../../src/conversation/machine.ts";

it("is entered without a context, as each step does, and nothing throws", () => {
  const entered = createActor(machine, { input: undefined as never });
  expect(entered.getSnapshot().status).toBe("active");
});
