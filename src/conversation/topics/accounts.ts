import { type Context, currentCampaign, type DialogueContext, followingWith } from "../context.ts";
import { unansweredGroup } from "../questions/accounts.ts";
import { asking, type Given, note, noteAndSituate, situate, statechart, tell } from "../statechart.ts";
import { giveSteps } from "./steps.ts";

/** The accounts as they are told; those of which one is not sure are asked back. */
const toldAccounts = {
  accounts: { target: "links", actions: noteAndSituate(followAccounts, begun) },
  doubt: {
    target: "accounts-doubt",
    reenter: true,
    actions: situate(noteDoubted),
  },
} as const;

/** Which accounts, and whether they are linked. */
export const accountsStates = {
  accounts: statechart.createStateConfig({
    ...asking("accounts"),
    on: {
      ...toldAccounts,
      tick: { target: "accounts", reenter: true, actions: situate(tick) },
      ticked: [
        {
          guard: ({ context }) => context.dialogue.ticked.length > 0,
          target: "links",
          actions: noteAndSituate(followTicked, begun),
        },
      ],
      back: [
        { guard: ({ context }) => context.facts.campaigns.size > 1, target: "service" },
        { target: "accounts", reenter: true, actions: tell("back.first") },
      ],
    },
  }),

  "accounts-doubt": statechart.createStateConfig({
    ...asking("accounts-doubt"),
    on: { ...toldAccounts, no: { target: "accounts" }, back: { target: "accounts" } },
  }),

  /** Asks about one link group after the other, then gives the steps. */
  links: statechart.createStateConfig({
    always: [
      { guard: ({ context }) => unansweredGroup(context) !== undefined, target: "linked" },
      { target: "next", actions: giveSteps },
    ],
  }),

  linked: statechart.createStateConfig({
    ...asking("linked"),
    on: {
      linked: [
        { guard: ({ event }) => event.linked === "unknown", target: "linked-look" },
        { target: "links", actions: note(noteLinked) },
      ],
      back: { target: "accounts" },
    },
  }),

  "linked-look": statechart.createStateConfig({
    ...asking("linked-look"),
    on: {
      linked: { target: "links", actions: note(noteLinked) },
      back: { target: "linked" },
    },
  }),
};

/** The accounts are told: nothing is ticked any more, nor asked anew. */
export function begun(): Partial<DialogueContext> {
  return { ticked: [], anew: undefined, doubted: undefined };
}

function noteDoubted({ context, event }: Given): Partial<DialogueContext> {
  if (event.type !== "doubt") return {};
  const { accounts } = currentCampaign(context);
  return { doubted: accounts.map(({ id }) => id).filter((id) => event.accounts.includes(id)) };
}

function followAccounts({ context, event }: Given): Context["person"] {
  if (event.type !== "accounts") return context.person;
  return followingWith(context, { accounts: event.accounts, linked: {} });
}

function followTicked({ context }: Given): Context["person"] {
  return followingWith(context, { accounts: context.dialogue.ticked, linked: {} });
}

function tick({ context, event }: Given): { ticked: readonly string[] } {
  const { ticked } = context.dialogue;
  if (event.type !== "tick") return { ticked };
  const isTicked = ticked.includes(event.account);
  const accounts = currentCampaign(context).accounts.map((account) => account.id);
  // In the campaign's order, whatever the order of ticking.
  return { ticked: accounts.filter((id) => (id === event.account ? !isTicked : ticked.includes(id))) };
}

/** Still unsure after looking: then both forms, since doing both does no harm. */
function noteLinked({ context, event }: Given): Context["person"] {
  const group = unansweredGroup(context);
  if (event.type !== "linked" || group === undefined) return context.person;
  const linked = event.linked === "unknown" ? "unsure" : event.linked;
  const before = context.person.following[currentCampaign(context).id]?.linked ?? {};
  return followingWith(context, { linked: { ...before, [group.id]: linked } });
}
