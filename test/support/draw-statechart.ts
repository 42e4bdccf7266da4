import type { AnyStateMachine, AnyStateNode } from "xstate";
import { machine } from "../../src/conversation/machine.ts";

type Node = AnyStateNode;

/** Longer labels are broken into lines. */
const widestLabel = 36;

/** An arrow: where from, where to, its event and its condition; without an event it is taken at once. */
interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly event: string;
  readonly condition: string;
}

/** Draws the statechart as a Mermaid diagram: one box for the talk, one for the side trips that return to it. */
export function drawStatechart(): string {
  const regions = Object.values(machine.root.states);
  const across = regions.flatMap((region) =>
    [region, ...leavesOf(region)]
      .flatMap((node) => arrowsOf(node))
      .flatMap(({ to, event, condition }) => {
        const other = regions.find((each) => each !== region && isWithin(to, each));
        return other === undefined ? [] : [{ from: region.key, to: other.key, event, condition }];
      }),
  );
  return [
    "stateDiagram-v2",
    `  [*] --> ${initialOf(machine.root).key}`,
    ...regions.map(drawRegion),
    ...joined(across).map((line) => `  ${line}`),
  ].join("\n");
}

/** Draws a statechart as it is nested; regions that are active at the same time are divided by a line. */
export function drawNested({ root }: AnyStateMachine): string {
  return ["stateDiagram-v2", ...drawWithin(root)].join("\n");
}

function drawWithin(node: Node): readonly string[] {
  const states = statesOf(node);
  const isComposite = (state: Node) => statesOf(state).length > 0;
  if (node.type === "parallel")
    return states.flatMap((state, index) => [...(index > 0 ? ["  --"] : []), ...drawState(state)]);
  const anywhere = `${pathOf(node)}_anywhere`;
  const paths = states.map(pathOf);
  const isHere = ({ to }: Arrow) => paths.includes(to);
  const inwards = arrowsOf(node, pathOf)
    .filter(isHere)
    .map((arrow) => ({ ...arrow, from: anywhere }));
  const own = states.flatMap((state) => arrowsOf(state, pathOf)).filter(isHere);
  return [
    ...states.flatMap((state) => (isComposite(state) ? drawState(state) : [titleOf(state)])),
    ...(inwards.length > 0 ? [`  state "from anywhere" as ${anywhere}`] : []),
    `  [*] --> ${pathOf(initialOf(node))}`,
    ...joined([...inwards, ...own]).map((line) => `  ${line}`),
  ];
}

function drawState(state: Node): readonly string[] {
  const within = drawWithin(state).map((line) => `  ${line}`);
  return [titleOf(state), `  state ${pathOf(state)} {`, ...within, "  }"];
}

function titleOf(state: Node): string {
  return `  state "${state.key}" as ${pathOf(state)}`;
}

function statesOf(node: Node): readonly Node[] {
  return Object.values(node.states);
}

/** Each name once: the path to the state. */
function pathOf(node: Node): string {
  return node.path.join("_");
}

function drawRegion(region: Node): string {
  const anywhere = `${region.key}_anywhere`;
  const fromAnywhere = arrowsOf(machine.root).map((arrow) => ({ ...arrow, from: anywhere }));
  const own = leavesOf(region).flatMap((leaf) => arrowsOf(leaf));
  const within = [...own, ...fromAnywhere].filter(({ to }) => isWithin(to, region));
  return [
    `  state ${region.key} {`,
    `    state "from anywhere" as ${anywhere}`,
    ...leavesOf(region).flatMap((leaf) => {
      const title = leaf.type === "history" ? "the open question" : leaf.key;
      return title === nameOf(leaf) ? [] : [`    state "${title}" as ${nameOf(leaf)}`];
    }),
    `    [*] --> ${nameOf(initialOf(region))}`,
    ...joined(within).map((line) => `    ${line}`),
    "  }",
  ].join("\n");
}

/** The states of a region. The history of side trips only asks a question once more: it would say nothing. */
function leavesOf(region: Node): readonly Node[] {
  return Object.values(region.states).filter(({ key }) => key !== "again");
}

function isWithin(name: string, region: Node): boolean {
  return leavesOf(region).some((leaf) => nameOf(leaf) === name);
}

/** Every way out of a state that leads to another state, or to the same one anew. */
function arrowsOf(node: Node, name = nameOf): readonly Arrow[] {
  const immediate = (node.always ?? []).map((transition) => ({ transition, event: "" }));
  const awaited = [...node.transitions].flatMap(([event, transitions]) =>
    transitions.map((transition) => ({ transition, event: labelOf(event) })),
  );
  return [...immediate, ...awaited].flatMap(({ transition, event }) =>
    (transition.target ?? []).map((target) => ({
      from: name(node),
      to: name(target),
      event,
      condition: conditionOf(transition.guard),
    })),
  );
}

/** What is written for an event: a delay is named, and so is the end of what a state does. */
function labelOf(event: string): string {
  if (event === "*") return "anything";
  return event
    .replace(/^xstate\.after\.(\w+)\..*$/, "after $1")
    .replace(/^xstate\.done\..*$/, "done")
    .replace(/^xstate\.error\..*$/, "failed");
}

/** The guard of a transition as a condition in brackets, such as "[not isFollowing]". */
function conditionOf(guard: unknown): string {
  return guard === undefined ? "" : `[${guardName(guard)}]`;
}

function guardName(guard: unknown): string {
  if (typeof guard === "string") return guard;
  if (typeof guard !== "function") return String(Object(guard).type);
  // What XState's `not` and `and` make: functions of these names, with the guards that they join.
  const names = ((Object(guard).guards ?? []) as readonly unknown[]).map(guardName);
  if (names.length === 0) return guard.name;
  return guard.name === "not" ? `not ${names[0]}` : names.join(` ${guard.name} `);
}

/** One line for all arrows between the same two states; a condition is left out if its event leads there anyway. */
function joined(arrows: readonly Arrow[]): readonly string[] {
  const lines = new Set(arrows.map(lineOf));
  return [...lines].map((line) => {
    const alike = arrows.filter((arrow) => lineOf(arrow) === line);
    const always = new Set(alike.filter(({ condition }) => condition === "").map(({ event }) => event));
    const labels = alike.map(({ event, condition }) =>
      always.has(event) || condition === "" ? event : `${event} ${condition}`.trim(),
    );
    return `${line}${inLines(labels)}`;
  });
}

function lineOf({ from, to }: Arrow): string {
  return `${from} --> ${to}`;
}

function inLines(labels: readonly string[]): string {
  const names = [...new Set(labels)].filter((label) => label !== "");
  if (names.length === 0) return "";
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    const fits = last !== undefined && last.length + name.length + 2 <= widestLabel;
    if (fits) lines.pop();
    lines.push(fits ? `${last}, ${name}` : name);
  }
  return `: ${lines.join(",<br/>")}`;
}

/** Mermaid takes no hyphen in a name, and each name once: both regions have a state "language". */
function nameOf(node: Node): string {
  const region = node.parent?.key === machine.root.initial.target?.[0]?.key ? "" : `${node.parent?.key}_`;
  return `${region}${node.key}`.replaceAll("-", "_");
}

function initialOf(region: Node): Node {
  const [initial] = region.initial.target ?? [];
  if (initial === undefined) throw new Error(`${region.key} begins nowhere`);
  return initial;
}
