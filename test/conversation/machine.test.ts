import { describe, expect, it } from "vitest";
import { type AnyStateNode, type AnyTransitionDefinition, createActor } from "xstate";
import { machine } from "../../src/conversation/machine.ts";
import { walkMachine } from "../support/machine-walk.ts";

/** From each state in ten ways, which is enough for every transition; machine.long.ts walks them all. */
const walk = walkMachine(10);

/** All states but the root, by their paths. */
function statesOf(node: AnyStateNode): readonly AnyStateNode[] {
  return Object.values(node.states).flatMap((child) => [child, ...statesOf(child)]);
}

const states = statesOf(machine.root as unknown as AnyStateNode);
/** Names a transition by its state, its event and its number among those of the event. */
function named(transition: AnyTransitionDefinition): string {
  const { source, eventType } = transition;
  const others = source.transitions.get(eventType) ?? source.always ?? [];
  return `${pathOf(source)}: ${eventType} ${others.indexOf(transition) + 1}`;
}

const pathOf = ({ path }: AnyStateNode) => path.join(".");

describe("the machine", () => {
  it("reaches every state", () => {
    const missed = states.filter(({ type }) => type !== "history").map(pathOf);
    expect(missed.filter((path) => !walk.states.has(path))).toEqual([]);
  });

  it("takes every transition, each branch of it", () => {
    const all = [machine.root as unknown as AnyStateNode, ...states].flatMap((node) => [
      ...[...node.transitions.values()].flat(),
      ...(node.always ?? []),
    ]);
    expect(all.length).toBeGreaterThan(100);
    const missed = all.filter((transition) => !walk.transitions.has(transition));
    expect(missed.map(named)).toEqual([]);
  });

  it("asks something, or says something, at every step", () => {
    expect(walk.silent).toEqual([]);
  });

  it("never fails", () => {
    expect(walk.failed).toEqual([]);
  });

  it("is entered without a context, as each step does, and nothing throws", () => {
    const entered = createActor(machine, { input: undefined as never });
    expect(entered.getSnapshot().status).toBe("active");
  });
});
