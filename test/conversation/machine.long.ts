import { describe, expect, it } from "vitest";
import type { AnyStateNode, AnyTransitionDefinition } from "xstate";
import { machine } from "../../src/conversation/machine.ts";
import { walkMachine } from "../support/machine-walk.ts";
import { walkPairs } from "../support/walk-pairs.ts";

/** As many ways from each state lead to all that there is: all of them say nothing more. */
const walk = walkMachine(10);
const { count, ...problems } = walkPairs(walk, 6);

/** All states but the root. */
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

describe("on ten ways from each of its states, the machine", () => {
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

  it("asks something, or says something, at every step, and never fails", () => {
    expect({ silent: walk.silent, failed: walk.failed }).toEqual({ silent: [], failed: [] });
  });

  it("asks once, last, says nothing twice, loses nothing and never fails, whatever two things a message says in any state", () => {
    expect(problems).toEqual({ askedBadly: [], saidTwice: [], lost: [], failed: [] });
    expect(count).toBeGreaterThan(50_000);
  });
});
