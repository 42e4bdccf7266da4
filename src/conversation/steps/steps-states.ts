import { and, not } from "xstate";
import {
  askLinksAgain,
  correctedAccounts,
  endAccounts,
  followAll,
  followNamed,
  hasUnansweredGroup,
  noteLinked,
} from "../accounts/accounts-states.ts";
import { endReminderQuestion, noteLanguage, offerLetter, turnTo } from "../assigns.ts";
import { endAsking } from "../confirmation/confirmation-states.ts";
import {
  type Context,
  currentCampaign,
  currentFollowing,
  dayOf,
  followingWith,
  hasDoneAll,
  isFollowing,
  requiredStepsNow,
  speaksOfNothingToDo,
  stepsToDoNow,
} from "../context.ts";
import {
  followsAny,
  hasCampaign,
  hasOneAccount,
  hasSeveralAccounts,
  hasSeveralCampaigns,
  hasStepsToDo,
  hasWish,
} from "../guards.ts";
import { tellWithNote } from "../help/not-understood.ts";
import {
  coveredBy,
  datedNow,
  doneAt,
  failedObjections,
  openObjections,
  overdueObjections,
  wasLongAgo,
  withAccountsApart,
} from "../objections.ts";
import { groupsToAsk, namesOf } from "../required-steps.ts";
import {
  answer,
  askBriefly,
  asking,
  inDialogue,
  inPerson,
  inTurn,
  perform,
  say,
  statechart,
  tell,
  turning,
  when,
} from "../statechart.ts";
import {
  accountsFirst,
  dateTransitions,
  ignoreIfCampaignGone,
  nothingToDo,
  toAccountsIfUnknown,
} from "../transitions.ts";
import type { ConversationEvent, EventOf, Person, Saying, StepId } from "../vocabulary.ts";
import {
  campaignDone,
  campaignTakenBack,
  campaignToDo,
  namedAccounts,
  namedSteps,
  ownAccounts,
  stepsTakenBack,
} from "../what-is-meant.ts";
import { hasMoreOfGuide } from "./say-guide.ts";
import { meanwhileSaying, onlyLinksSaying, plainSaying, shortAnswer, shortSaying } from "./say-short.ts";
import {
  brokenLinkSaying,
  detailsSaying,
  doneSaying,
  limitsSaying,
  remainingSaying,
  stepsSaying,
  waysSaying,
} from "./say-steps.ts";

function hasLinkGroups(context: Context): boolean {
  return groupsToAsk(currentCampaign(context), currentFollowing(context)).length > 0;
}

/** True if a day is told for something that was reported before. */
function tellsDay(context: Context): boolean {
  return datedNow(context).length > 0;
}

/** A refusal, a month without an answer, or the wish to. */
function isComplaining(context: Context): boolean {
  const { complainsAbout, campaign } = context.dialogue;
  const failed = [...failedObjections(context), ...overdueObjections(context)];
  return failed.length > 0 || complainsAbout === campaign;
}

function namesSteps(context: Context): boolean {
  return namedAccounts(context).length > 0;
}

/** True if the accounts that are named are others of the service than the person has told. */
function namesOtherAccounts(context: Context): boolean {
  const { accounts = [] } = context.turn;
  const all = currentCampaign(context).accounts.map(({ id }) => id);
  return accounts.some((account) => all.includes(account)) && namedAccounts(context).length === 0;
}

/** "Done", said once more, that still does not say which. */
function namesNoSteps(context: Context, { campaign, accounts = [] }: EventOf<"done">): boolean {
  const current = context.dialogue.campaign;
  return (campaign ?? current) === current && ownAccounts(context, accounts).length === 0;
}

/** If none of the person's accounts is named: several steps are left, or other accounts were named. */
function isUnclearWhatIsDone(context: Context): boolean {
  return stepsToDoNow(context).length > 1 || context.turn.accounts !== undefined;
}

/** True if something was reported as done that the person takes back by name, or as noted by mistake. */
function takesBackNoted(context: Context, event: EventOf<"not-done">): boolean {
  return campaignTakenBack(context, event) !== undefined;
}

function findsNothingNoted(_: Context, { isNoted }: EventOf<"not-done">): boolean {
  return isNoted === true;
}

function withoutSent(steps: readonly StepId[], context: Context): Person {
  const { sent, outcomes } = currentFollowing(context);
  const isKept = ([step]: readonly [string, unknown]) => !steps.includes(step);
  const kept = <Value>(all: Readonly<Record<StepId, Value>>) =>
    Object.fromEntries(Object.entries(all).filter(isKept));
  return followingWith(context, { sent: kept(sent), outcomes: kept(outcomes) });
}

function objectedLongAgo(context: Context): boolean {
  return wasLongAgo(context) && openObjections(context).length > 0;
}

/** True if the same message tells the answer too, which says what is noted: none is still to come. */
function isAnsweredToo(context: Context): boolean {
  return context.turn.isAnswered === true && openObjections(context).length > 0;
}

function hasShortAnswer(context: Context): boolean {
  return shortAnswer(context) !== undefined;
}

/** The question that follows says the steps first. */
const giveSteps = inTurn(() => ({ givesSteps: true }));

const noteShown = inDialogue(({ dialogue, facts }) => ({
  gaveSteps: { campaign: dialogue.campaign ?? "", at: facts.now },
}));

/** Notes these steps as sent on the day told now; a day told before stays. */
function noteSent<Event extends ConversationEvent>(
  sent: (context: Context, event: Event) => readonly StepId[],
) {
  return inPerson<Event>((context, event) => {
    const already = currentFollowing(context).sent;
    const steps = sent(context, event).map((step) => [step, already[step] ?? doneAt(context)]);
    return followingWith(context, { sent: { ...already, ...Object.fromEntries(steps) } });
  });
}

/** What is done for one account alone is not done for those that are linked with it. */
const noteDoneApart = inPerson<EventOf<"done">>((context, event) => withAccountsApart(context, event, false));

/** Says which day is noted, and of which form if the person has several. */
function dayNotedSaying(context: Context): Saying {
  const day = dayOf(doneAt(context), context);
  const dated = datedNow(context);
  const all = requiredStepsNow(context);
  const forms = namesOf(
    currentCampaign(context).id,
    all.filter(({ covers }) => covers.some((covered) => dated.includes(covered))),
  );
  const key = all.length > 1 ? "done.day-noted-for" : "done.day-noted";
  return { text: [{ key, params: { day, forms } }] };
}

/** Notes the day that was missing: "I sent it on 12 May". */
const noteDay = [
  say(dayNotedSaying),
  inPerson((context) => {
    const days = Object.fromEntries(datedNow(context).map((step) => [step, doneAt(context)]));
    return followingWith(context, { sent: { ...currentFollowing(context).sent, ...days } });
  }),
] as const;

const endReminders = perform((context) => [
  { type: "cancel-reminders", campaign: currentCampaign(context).id },
]);

/** The transitions for the wish for the steps before the accounts are known. */
const meanwhile = [{ guard: when(hasCampaign), ...answer(meanwhileSaying) }, accountsFirst] as const;

const turningGuide = turning("guide", "guidePage", hasMoreOfGuide);

/** The states about what to do now, and about what was done. */
export const stepsStates = {
  /** Asks about one link group after the other, then gives the steps together with the next question. */
  "decide-links": statechart.createStateConfig({
    always: [
      {
        guard: and([when(hasUnansweredGroup), when(hasWish)]),
        target: "ask-linked",
        actions: tell("remind.waiting"),
      },
      { guard: when(hasUnansweredGroup), target: "ask-linked" },
      { guard: when(speaksOfNothingToDo), target: "next", actions: [giveSteps, endAccounts] },
      { guard: when(hasWish), target: "decide-remind", actions: [say(stepsSaying), noteShown] },
      { target: "next", actions: [giveSteps, noteShown] },
    ],
  }),

  next: statechart.createStateConfig({
    ...asking("next"),
    on: {
      ...dateTransitions,
      // The steps are given again, since they are of use only in a language that is understood.
      language: {
        guard: when(hasStepsToDo),
        target: "next",
        reenter: true,
        actions: [noteLanguage, tellWithNote("language.changed"), giveSteps, noteShown],
      },
      repeat: { guard: when(hasStepsToDo), target: "next", reenter: true, actions: [giveSteps, noteShown] },
      ...correctedAccounts,
      linked: {
        guard: when(hasLinkGroups),
        target: "decide-after-correction",
        actions: [askLinksAgain, ...noteLinked],
      },
      back: [
        { guard: when(hasLinkGroups), target: "ask-linked", actions: askLinksAgain },
        { guard: when(hasSeveralAccounts), target: "accounts" },
        { guard: when(hasSeveralCampaigns), target: "service" },
        { target: "next", reenter: true, actions: tell("back.first") },
      ],
    },
  }),

  /** The steps one by one: "next" goes on. */
  guide: statechart.createStateConfig({
    ...asking("guide"),
    on: {
      ...dateTransitions,
      more: turningGuide.more,
      "go-on": [turningGuide.more, { target: "next" }],
      back: [turningGuide.back, { target: "next" }],
    },
  }),

  /** After a correction, gives the right steps at once. */
  "decide-after-correction": statechart.createStateConfig({
    always: [
      { guard: when(hasUnansweredGroup), target: "ask-linked" },
      { guard: not(when(hasStepsToDo)), target: "next", actions: tell("done.already") },
      { target: "next", actions: [giveSteps, noteShown] },
    ],
  }),

  /** "I've done it": which of the steps, if that can be doubted? */
  "decide-which-done": statechart.createStateConfig({
    always: [
      // The service is named for the first time, as done already.
      {
        guard: and([when(hasCampaign), not(when(isFollowing)), when(hasOneAccount)]),
        target: "decide-which-done",
        actions: followAll,
      },
      ...toAccountsIfUnknown,
      { guard: when(namesOtherAccounts), target: "decide-which-done", actions: followNamed },
      {
        guard: and([when(tellsDay), when(isComplaining)]),
        target: "decide-complaint",
        actions: noteDay,
      },
      { guard: when(tellsDay), target: "next", actions: noteDay },
      { guard: not(when(hasStepsToDo)), target: "next", actions: tell("done.already") },
      {
        guard: when(namesSteps),
        target: "decide-what-is-left",
        actions: noteSent(namedSteps),
      },
      { guard: when(isUnclearWhatIsDone), target: "which-done" },
      {
        target: "decide-what-is-left",
        actions: noteSent((context) => coveredBy(stepsToDoNow(context))),
      },
    ],
  }),

  "which-done": statechart.createStateConfig({
    ...asking("which-done"),
    on: {
      sent: {
        target: "decide-what-is-left",
        actions: noteSent((_, { steps }) => steps),
      },
      done: {
        guard: when(namesNoSteps),
        target: "which-done",
        reenter: true,
        actions: tell("which-done.say-which"),
      },
      back: { target: "next" },
    },
  }),

  /** What was done is noted: is something left to do? */
  "decide-what-is-left": statechart.createStateConfig({
    always: [
      {
        guard: when(hasStepsToDo),
        target: "next",
        actions: [noteShown, say(remainingSaying)],
      },
      { guard: when(isAnsweredToo), target: "next", actions: endReminders },
      {
        guard: when(objectedLongAgo),
        target: "next",
        actions: [endReminders, tell("done.long-ago")],
      },
      {
        target: "decide-ask-later",
        // With the last step the reminders end, and the wait for the answer begins.
        actions: [endReminders, say(doneSaying)],
      },
    ],
  }),
};

/** The transitions to the steps, or to help with them, at any moment. */
export const stepsAnywhere = statechart.createStateConfig({
  on: {
    steps: [
      { guard: when(isFollowing), target: ".talk.decide-links", actions: endReminderQuestion },
      { guard: when(followsAny), target: ".aside.where" },
      { guard: when(speaksOfNothingToDo), target: ".talk.decide-first-question" },
      ...meanwhile,
    ],
    "link-broken": [
      nothingToDo,
      {
        guard: when(isFollowing),
        target: "#question",
        actions: [say(brokenLinkSaying), offerLetter, noteShown],
      },
      ...meanwhile,
    ],
    details: [
      nothingToDo,
      {
        guard: when(isFollowing),
        target: "#question",
        actions: [askBriefly, say(limitsSaying), say(detailsSaying), say(waysSaying)],
      },
      ...meanwhile,
    ],
    "step-by-step": [
      nothingToDo,
      {
        guard: and([when(isFollowing), when(hasStepsToDo)]),
        target: ".talk.guide",
        actions: [inDialogue(() => ({ guidePage: undefined })), endReminderQuestion],
      },
      { guard: when(isFollowing), target: "#question", actions: tell("done.already") },
      ...meanwhile,
    ],
    shorter: [
      { guard: when(hasShortAnswer), ...answer(shortSaying) },
      { guard: and([when(isFollowing), when(hasStepsToDo)]), ...answer(onlyLinksSaying) },
      { target: "#question", actions: [askBriefly, tell("shorter.text")] },
    ],
    plain: answer(plainSaying),
    "not-done": [
      {
        guard: when(takesBackNoted),
        target: ".talk.decide-after-correction",
        actions: [
          turnTo(campaignTakenBack),
          inPerson((context, event) => withoutSent(stepsTakenBack(context, event), context)),
          endReminderQuestion,
          endAsking,
          tell("done.taken-back"),
        ],
      },
      { guard: when(findsNothingNoted), target: "#question", actions: tell("done.none-noted") },
      {
        guard: when(hasDoneAll),
        target: ".talk.decide-after-correction",
        actions: [
          inPerson((context) => followingWith(context, { sent: {}, outcomes: {} })),
          endReminderQuestion,
          endReminders,
          tell("done.taken-back"),
        ],
      },
      {
        target: ".talk.decide-remind",
        actions: turnTo(campaignToDo),
      },
    ],
    done: [
      ignoreIfCampaignGone,
      {
        target: ".talk.decide-which-done",
        actions: [
          turnTo((context, event) => event.campaign ?? campaignDone(context, event)),
          noteDoneApart,
          inTurn((_, { accounts, isAnswered }) => ({ accounts, isAnswered })),
          inDialogue((_, { when: doneWhen }) => ({ doneWhen })),
        ],
      },
    ],
  },
});
