import { type AnyStateNode, type AnyTransitionDefinition, createActor } from "xstate";
import { newDialogue, stranger } from "../../src/conversation/context.ts";
import { machine } from "../../src/conversation/machine.ts";
import { toSnapshot } from "../../src/conversation/saved.ts";
import { type ConversationState, chooseLanguage, step } from "../../src/conversation/step.ts";
import type {
  ConversationEvent,
  Effect,
  Facts,
  Instant,
  Reminder,
} from "../../src/conversation/vocabulary.ts";
import { at, createBrain } from "./bot-under-test.ts";
import { offeredAt, typedAnywhere } from "./machine-events.ts";
import { isWholeWalk } from "./walk-conversation.ts";

/** What was met on the way through the whole machine. */
export interface Walk {
  readonly states: ReadonlySet<string>;
  readonly transitions: ReadonlySet<AnyTransitionDefinition>;
  /** One stand in each state of each world, with what it knows of the world. */
  readonly stands: ReadonlyMap<string, { readonly stand: ConversationState; readonly facts: Facts }>;
  /** Steps without a word, and steps that failed: state and event. */
  readonly silent: readonly string[];
  readonly failed: readonly string[];
}

interface Stand extends ConversationState {
  readonly reminders: readonly Reminder[];
}

const day = 86_400_000;

/** More than one page of them, one with nothing to do among them. */
const everyService = [
  "meta",
  "linkedin",
  "claude",
  "chatgpt",
  "x",
  "pinterest",
  "whatsapp",
  "reddit",
  "wetransfer",
];
interface World {
  readonly campaigns: readonly string[];
  readonly now: Instant;
  /** True if no service tells how to write to it. */
  readonly hasNoContacts?: true;
  /** True if most of what happens there happens in others too: the short tests leave it out. */
  readonly isLikeOthers?: true;
}

const worlds: readonly World[] = [
  { campaigns: ["meta"], now: at("2025-05-20T10:00") },
  { campaigns: ["meta"], now: at("2025-05-26T21:30"), isLikeOthers: true },
  { campaigns: ["trio"], now: at("2025-06-20T10:00") },
  { campaigns: ["evergreen"], now: at("2026-11-25T10:00"), isLikeOthers: true },
  { campaigns: ["meta", "evergreen"], now: at("2026-11-25T10:00"), isLikeOthers: true },
  { campaigns: ["reddit", "evergreen"], now: at("2026-11-25T10:00"), hasNoContacts: true },
  { campaigns: everyService, now: at("2026-11-25T10:00") },
];

/**
 * Walks from a newcomer through everything that can happen, in several worlds; in each it walks on from every state at most so many
 * times. After the first world, what can be typed anywhere is tried in each state only a third as often.
 */
export function walkMachine(most: number): Walk {
  const walk = {
    paths: new Set<string>(),
    states: new Set<string>(),
    stands: new Map<string, { readonly stand: ConversationState; readonly facts: Facts }>(),
    transitions: new Set<AnyTransitionDefinition>(),
    silent: [] as string[],
    failed: [] as string[],
  };
  const known = new Set<string>();
  const walked = worlds.filter(({ isLikeOthers }) => isWholeWalk || !isLikeOthers);
  for (const { campaigns, now, hasNoContacts } of walked) {
    const { world } = createBrain(campaigns, {
      community: campaigns.length > 1 ? [{ id: "telegram", url: "https://t.me/example" }] : [],
    });
    const offered = hasNoContacts ? withoutContacts(world.campaigns) : world.campaigns;
    const noAlerts = campaigns.includes("trio");
    const facts = { ...world, campaigns: offered, now, noAlerts, randomFraction: 0.5, reminders: [] };
    const tries = known.size === 0 ? most : Math.ceil(most / 3);
    wander(facts, { most, tries }, walk, known);
  }
  return walk;
}

function withoutContacts(campaigns: Facts["campaigns"]): Facts["campaigns"] {
  return new Map([...campaigns].map(([id, { contact: _contact, ...campaign }]) => [id, campaign]));
}

interface Collected extends Walk {
  /** Steps that were noted, as they are seen from outside: another one like them tells nothing more. */
  readonly paths: Set<string>;
  readonly states: Set<string>;
  readonly stands: Map<string, { readonly stand: ConversationState; readonly facts: Facts }>;
  readonly transitions: Set<AnyTransitionDefinition>;
  readonly silent: string[];
  readonly failed: string[];
}

/** How often a walk goes on from a state, and how often it tries there what can be typed anywhere. */
interface Limits {
  readonly most: number;
  readonly tries: number;
}

function wander(world: Facts, { most, tries }: Limits, walk: Collected, known: Set<string>): void {
  const walkedOn = new Map<string, number>();
  const typedAt = new Map<string, number>();
  const queue: Stand[] = [
    { person: stranger, reminders: [] },
    { person: { ...stranger, language: "en" }, reminders: [] },
    waitingLong(world, []),
    waitingLong(world, many({ campaign: "gone", slot: "at:2027-01-01T12:00", dueAt: world.now + day })),
  ];
  for (const stand of queue) {
    const state = stand.saved?.state ?? "nowhere";
    const place = `${state} ${placeIn(state, stand)}`;
    const times = walkedOn.get(place) ?? 0;
    if (times >= most) continue;
    walkedOn.set(place, times + 1);
    // The whole walk also types in each place of a state.
    const typedPlace = isWholeWalk ? place : state;
    const typed = typedAt.get(typedPlace) ?? 0;
    typedAt.set(typedPlace, typed + 1);
    const name = `${state} of ${[...world.campaigns.keys()].join(", ")} at ${world.now}`;
    walk.stands.set(name, { stand, facts: { ...world, reminders: stand.reminders } });
    queue.push(...onwards(stand, world, walk, typed < tries).filter((after) => addsTo(known, after, world)));
  }
}

/** Each of the steps one by one is a place of its own, and where few questions are asked, each rung of what is not understood. */
function placeIn(state: string, { saved }: Stand): string {
  const dialogue = saved?.dialogue ?? newDialogue;
  const rung = ["talk.next", "aside.help", "aside.menu"].includes(state)
    ? Math.min(dialogue.misunderstood, 3)
    : 0;
  return `${dialogue.guidePage ?? 0} ${rung}`;
}

/** Someone whose objections were all sent more than a month ago: in a walk, no time passes. */
function waitingLong({ campaigns, now }: Facts, reminders: readonly Reminder[]): Stand {
  const following = [...campaigns.values()].map(({ id, accounts }) => [
    id,
    {
      accounts: accounts.map((account) => account.id),
      linked: {},
      sent: Object.fromEntries(accounts.map((account) => [account.id, now - 40 * day])),
      outcomes: {},
    },
  ]);
  return { person: { stopped: false, following: Object.fromEntries(following) }, reminders };
}

/** Worth walking on from: something about it was never met before in this state. */
function addsTo(known: Set<string>, stand: Stand, world: Facts): boolean {
  const features = featuresOf(stand, world).map((feature) => `${stand.saved?.state} ${feature}`);
  const unknown = features.filter((feature) => !known.has(feature));
  for (const feature of unknown) known.add(feature);
  return unknown.length > 0;
}

/** Everything that can happen here, or only what is offered, and where it leads. */
function onwards(stand: Stand, world: Facts, walk: Collected, isTyped: boolean): readonly Stand[] {
  const facts = { ...world, reminders: stand.reminders };
  const events = [...offeredAt(stand, facts), ...(isTyped ? typedAnywhere(facts) : [])];
  return events.flatMap((event) => take(stand, event, facts, walk) ?? []);
}

function take(stand: Stand, event: ConversationEvent, facts: Facts, walk: Collected): Stand | undefined {
  const where = `${stand.saved?.state ?? "nowhere"}: ${JSON.stringify(event)}`;
  try {
    const { person, saved, memory, effects } = step(stand, [event], facts);
    if (!effects.some(({ type }) => type === "say" || type === "ask")) walk.silent.push(where);
    const path = JSON.stringify([stand.saved?.state, event.type, saved.state, effects.map(nameOf)]);
    // Only the whole walk is asked which transitions it took.
    if (isWholeWalk && !walk.paths.has(path)) note(stand, event, facts, walk);
    walk.paths.add(path);
    return { person, saved, memory, reminders: remindersAfter(stand.reminders, effects) };
  } catch (error) {
    walk.failed.push(`${where}: ${String(error)}`);
    return undefined;
  }
}

function nameOf(effect: Effect): readonly string[] {
  return "saying" in effect ? effect.saying.text.map(({ key }) => key) : [effect.type];
}

/** Notes the states and transitions of one step, the transient ones among them. */
function note(stand: Stand, given: ConversationEvent, facts: Facts, walk: Collected): void {
  const snapshot = toSnapshot(stand.saved, {
    person: chooseLanguage(stand.person, [given], {}, facts),
    facts,
  });
  const event = snapshot.can(given) ? given : ({ type: "not-understood" } as const);
  const actor = createActor(machine, {
    input: snapshot.context,
    snapshot,
    inspect: (inspected) => {
      if (inspected.type !== "@xstate.microstep") return;
      for (const transition of inspected._transitions) noteTransition(transition, walk);
    },
  });
  actor.start().send(event);
  noteStates(actor.getSnapshot()._nodes, walk);
}

function noteTransition(transition: AnyTransitionDefinition, walk: Collected): void {
  walk.transitions.add(transition);
  noteStates(transition.target ?? [], walk);
}

function noteStates(nodes: readonly AnyStateNode[], walk: Collected): void {
  for (const { path } of nodes) walk.states.add(path.join("."));
}

/** What a way through the machine can depend on. */
function featuresOf({ person, saved, reminders }: Stand, { now, campaigns }: Facts): readonly string[] {
  const dialogue = saved?.dialogue ?? newDialogue;
  const { ticked, campaign = "", misunderstood, reminder, replaces, anew } = dialogue;
  const following = person.following[campaign];
  return Object.entries({
    world: [now, campaigns.size, campaign],
    ticked: ticked.length > 0,
    page: [dialogue.page, dialogue.sourcesPage],
    others: Object.keys(person.following).some((id) => id !== campaign),
    among: dialogue.among?.length,
    misunderstood: Math.min(misunderstood, 3),
    answered: dialogue.answered?.some(({ type }) => type === "topic"),
    guided: dialogue.guidePage,
    anew,
    reminders: [reminder !== undefined, replaces !== undefined, Math.min(reminders.length, 2)],
    accounts: following?.accounts.length,
    linked: following?.linked,
    sent: following && Object.keys(following.sent).length,
    outcomes: following && Object.values(following.outcomes).map(({ kind }) => kind),
    country: person.country,
    waiting: following && Object.values(following.sent).some((at) => at !== null && at < now),
    language: person.language === undefined,
  }).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
}

/** What the store would hold after these effects; two reminders stand for as many as one can have. */
function remindersAfter(before: readonly Reminder[], effects: readonly Effect[]): readonly Reminder[] {
  return effects.reduce(afterEffect, before);
}

function afterEffect(reminders: readonly Reminder[], effect: Effect): readonly Reminder[] {
  switch (effect.type) {
    case "erase-person":
      return [];
    case "set-reminder":
      return reminders.length === 0 ? [effect.reminder] : many(effect.reminder);
    case "cancel-reminders":
      return reminders.filter((reminder) => !isCancelled(reminder, effect));
    case "say":
    case "ask":
    case "unsubscribe":
    case "offer-push":
    case "drop-alerts":
      return reminders;
  }
}

function isCancelled(reminder: Reminder, which: { campaign?: string; slot?: string }): boolean {
  return (["campaign", "slot"] as const).every(
    (name) => which[name] === undefined || which[name] === reminder[name],
  );
}

function many(reminder: Reminder): readonly Reminder[] {
  return Array.from({ length: 20 }, (_, index) => ({
    ...reminder,
    slot: index === 0 ? reminder.slot : `day:${index}`,
  }));
}
