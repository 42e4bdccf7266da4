import type { AccountId } from "../../campaigns/schema.ts";
import { countMisunderstood, noteWish } from "../assigns.ts";
import {
  type Context,
  currentCampaign,
  currentFollowing,
  type DialogueContext,
  followingWith,
  isFollowing,
  speaksOfNothingToDo,
} from "../context.ts";
import { hasSeveralAccounts, hasSeveralCampaigns } from "../guards.ts";
import { asking, change, inDialogue, inPerson, perform, statechart, tell, when } from "../statechart.ts";
import type { ConversationEvent, EventOf, Person, StatedAccounts } from "../vocabulary.ts";
import { inferredSaying, unansweredGroup } from "./accounts-questions.ts";

/** True if the accounts are known, or do not matter: then they are not asked for. */
export function needsNoAccounts(context: Context): boolean {
  const beginsAnew = context.dialogue.anew === true;
  return speaksOfNothingToDo(context) || (isFollowing(context) && !beginsAnew);
}

/** True if it is still to be asked whether some of the accounts are linked. */
export function hasUnansweredGroup(context: Context): boolean {
  return unansweredGroup(context) !== undefined;
}

function hasTicked({ dialogue }: Context): boolean {
  return dialogue.ticked.length > 0;
}

function isUnknown(_: Context, { linked }: EventOf<"linked">): boolean {
  return linked === "unknown";
}

function isUnsure(_: Context, { courtesy }: EventOf<"courtesy">): boolean {
  return courtesy === "unsure";
}

/**
 * False if all of these accounts are another service's, and if there are none but the campaign has
 * only one: then no one is asked, and no form or text is for people without an account.
 */
function canBeNoted(accounts: readonly AccountId[], context: Context): boolean {
  if (accounts.length === 0) return hasSeveralAccounts(context);
  return inOrder(context, (id) => accounts.includes(id)).length > 0;
}

/** Notes these accounts; changes nothing if none are told that can be noted. */
function followAccounts<Event extends ConversationEvent>(
  stated: (context: Context, event: Event) => Partial<StatedAccounts>,
) {
  return change<Event>((context, event) => {
    const { accounts, linked, isMore = false } = stated(context, event);
    if (accounts === undefined || !canBeNoted(accounts, context)) return {};
    const known = currentFollowing(context);
    const before = isMore ? known.accounts : [];
    const all = inOrder(context, (id) => accounts.includes(id) || before.includes(id));
    // If no account is new, what is known of the links stays, unless all is told anew.
    const isSame = context.dialogue.anew !== true && String(all) === String(known.accounts);
    const links = isSame ? known.linked : {};
    const noted = { ...context, person: followingWith(context, { accounts: all, linked: links }) };
    return { person: withLinked(noted, linked), dialogue: { ...context.dialogue, ...accountsEnded } };
  });
}

/** The accounts of the current campaign that match, in its order. */
function inOrder(context: Context, matches: (id: AccountId) => boolean): readonly AccountId[] {
  return currentCampaign(context)
    .accounts.map(({ id }) => id)
    .filter(matches);
}

/** "unknown" is noted as "unsure": the person then gets both forms, since sending both does no harm. */
function withLinked(context: Context, answer: StatedAccounts["linked"]): Person {
  const group = unansweredGroup(context);
  if (group === undefined || answer === undefined) return context.person;
  const linked = answer === "unknown" ? "unsure" : answer;
  return followingWith(context, { linked: { ...currentFollowing(context).linked, [group.id]: linked } });
}

/** The dialogue without what only the question about the accounts needs. */
const accountsEnded: Partial<DialogueContext> = { ticked: [], anew: undefined, doubted: undefined };

export const endAccounts = inDialogue(() => accountsEnded);

/** Notes the accounts that an event tells, also beside the name of their service. */
export const followTold = followAccounts<EventOf<"accounts" | "service">>((_, event) => event);

/** Notes all accounts: if the campaign has only one, no one is asked which. */
export const followAll = followAccounts((context) => ({
  accounts: currentCampaign(context).accounts.map(({ id }) => id),
}));

/** Notes those that were named in this step beside those that are known. */
export const followNamed = followAccounts(({ turn: { accounts = [] } }) => ({ accounts, isMore: true }));

const followTicked = followAccounts(({ dialogue }) => ({ accounts: dialogue.ticked }));

/** Notes whether the accounts of the link group in question are linked. */
export const noteLinked = [
  inPerson<EventOf<"linked">>((context, { linked }) => withLinked(context, linked)),
  noteWish,
] as const;

export const askLinksAgain = inPerson((context) => followingWith(context, { linked: {} }));

/** Says which accounts were inferred, and that others may be told. */
const sayInferred = perform<EventOf<"accounts">>((context, { isInferred }) =>
  isInferred ? [{ type: "say", saying: inferredSaying(context) }] : [],
);

const accountsNoted = { target: "decide-links", actions: [followTold, sayInferred, noteWish] } as const;
const linksNoted = { target: "decide-links", actions: noteLinked } as const;

/** The transitions for accounts that are told; doubtful ones are asked back. */
const accountsStated = statechart.createStateConfig({
  on: {
    accounts: accountsNoted,
    doubt: {
      target: "accounts-doubt",
      reenter: true,
      actions: inDialogue((context, { accounts }) => ({
        doubted: inOrder(context, (id) => accounts.includes(id)),
      })),
    },
  },
});

/** Whoever has told their accounts wrongly, or not all of them, tells them anew. */
export const correctedAccounts = {
  accounts: {
    guard: when(hasSeveralAccounts),
    target: "decide-after-correction",
    actions: followTold,
  },
} as const;

/** Which accounts, and whether they are linked. */
export const accountsStates = {
  accounts: statechart.createStateConfig({
    ...asking("accounts"),
    on: {
      ...accountsStated.on,
      tick: {
        target: "accounts",
        reenter: true,
        actions: inDialogue((context, { account }) => {
          const { ticked } = context.dialogue;
          return { ticked: inOrder(context, (id) => ticked.includes(id) !== (id === account)) };
        }),
      },
      ticked: { guard: when(hasTicked), target: "decide-links", actions: [followTicked, noteWish] },
      back: [
        { guard: when(hasSeveralCampaigns), target: "service" },
        { target: "accounts", reenter: true, actions: tell("back.first") },
      ],
    },
  }),

  "accounts-doubt": statechart.createStateConfig({
    ...asking("accounts-doubt"),
    on: { ...accountsStated.on, no: { target: "accounts" }, back: { target: "accounts" } },
  }),

  "ask-linked": statechart.createStateConfig({
    ...asking("ask-linked"),
    on: {
      linked: [{ guard: when(isUnknown), target: "ask-look-up", actions: noteWish }, linksNoted],
      accounts: accountsNoted,
      // "No idea, my nephew set them up", or "how can I tell?"
      courtesy: { guard: when(isUnsure), target: "ask-look-up" },
      // How to look it up helps more than to be asked again.
      "not-understood": {
        target: "ask-look-up",
        actions: [countMisunderstood, tell("not-understood.text")],
      },
      back: { target: "accounts" },
    },
  }),

  "ask-look-up": statechart.createStateConfig({
    ...asking("ask-look-up"),
    on: { linked: linksNoted, accounts: accountsNoted, back: { target: "ask-linked" } },
  }),
};
