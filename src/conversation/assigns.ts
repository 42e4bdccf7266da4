import { assign, type ParameterizedObject } from "xstate";
import type { CountryCode } from "../campaigns/authorities/authorities.ts";
import type { AccountId, CampaignId } from "../campaigns/schema.ts";
import { unansweredGroup } from "./accounts/accounts-questions.ts";
import {
  type Context,
  currentCampaign,
  currentFollowing,
  type DialogueContext,
  followedCampaigns,
  followingWith,
  isSameReminder,
  newDialogue,
  nothingBegun,
  type Paged,
  type ReminderWish,
  stranger,
  type Turn,
  withoutAlerts,
  withPush,
} from "./context.ts";
import { coveredBy, datedNow, doneAt, overdueObjections, withOutcome } from "./objections.ts";
import {
  asksForConfirmation,
  movableReminders,
  movedReminder,
  wishedReminder,
} from "./reminders/reminders.ts";
import type {
  ConversationEvent,
  EventOf,
  Language,
  PastTime,
  Person,
  Reminder,
  ReplyKind,
  StatedAccounts,
  StepId,
  Zone,
} from "./vocabulary.ts";
import { onlyCampaign } from "./what-is-meant.ts";

type Params = ParameterizedObject["params"];

function change<P extends Params>(changed: (context: Context, params: P) => Partial<Context>) {
  return assign<Context, ConversationEvent, P, ConversationEvent, never>(({ context }, params) =>
    changed(context, params),
  );
}

function inDialogue<P extends Params>(changed: (context: Context, params: P) => Partial<DialogueContext>) {
  return change<P>((context, params) => ({ dialogue: { ...context.dialogue, ...changed(context, params) } }));
}

function inTurn<P extends Params>(changed: (params: P) => Turn) {
  return change<P>((context, params) => ({ turn: { ...context.turn, ...changed(params) } }));
}

function inPerson<P extends Params>(changed: (context: Context, params: P) => Person) {
  return change<P>((context, params) => ({ person: changed(context, params) }));
}

/** The statechart's `assign` actions by name. Transitions pass what they need of the event as params. */
export const assigns = {
  // Which service
  /** Turns to the service that is named and on offer, else to the only one. */
  beginWith: inDialogue((context, named: CampaignId | undefined) => ({
    ...nothingBegun,
    campaign: named !== undefined && context.facts.campaigns.has(named) ? named : onlyCampaign(context),
  })),
  /** Turns to the service that a link names, if it is on offer. */
  followLink: inDialogue(({ facts }, named: CampaignId | undefined) =>
    named !== undefined && facts.campaigns.has(named) ? { ...nothingBegun, campaign: named } : {},
  ),
  /**
   * Turns to the service that is meant, if it is on offer; else the current one, else the first that the
   * person follows, else the only one.
   */
  turnTo: inDialogue((context, meant: CampaignId | undefined) => ({
    ...nothingBegun,
    campaign:
      context.facts.campaigns.get(meant ?? "")?.id ??
      context.dialogue.campaign ??
      followedCampaigns(context)[0] ??
      onlyCampaign(context),
  })),
  chooseService: inDialogue(({ dialogue }, { campaign, others = dialogue.upNext }: EventOf<"service">) => ({
    ...nothingBegun,
    ...firstPage,
    campaign,
    upNext: others?.filter((id) => id !== campaign),
  })),
  startAgain: inDialogue((context) => ({
    ...newDialogue,
    ...nothingBegun,
    campaign: onlyCampaign(context),
    anew: true,
  })),
  showFirstPage: inDialogue(() => firstPage),
  showFirstSources: inDialogue(() => ({ sourcesPage: undefined })),
  showFirstOfGuide: inDialogue(() => ({ guidePage: undefined })),
  turnPage: inDialogue(({ dialogue }, { of, by }: { of: Paged; by: 1 | -1 }) => ({
    [of]: (dialogue[of] ?? 0) + by,
  })),
  noteAmong: inDialogue((_, among: readonly CampaignId[]) => ({ among })),

  // What the person tells of themselves
  noteLanguage: inPerson(
    ({ person }, language: Language): Person => ({ ...person, language, languageSource: "chosen" }),
  ),
  noteZone: inPerson(({ person }, zone: Zone) => ({ ...person, zone })),
  noteCountry: inPerson(({ person }, country: CountryCode) => ({ ...person, country })),
  allowReminders: inPerson(({ person }) => ({ ...person, stopped: false })),
  wantAlerts: inPerson(({ person, facts }) => ({ alertsSince: facts.now, ...person, stopped: false })),
  endAlerts: inPerson(({ person }) => withoutAlerts(person)),
  stop: inPerson(({ person }) => ({ ...withoutAlerts(withPush(person, undefined)), stopped: true })),
  forget: inPerson(() => stranger),

  // Accounts
  /** Changes nothing if the event tells no accounts. */
  followAccounts: change((context, { accounts, linked, isMore = false }: Partial<StatedAccounts>) => {
    if (accounts === undefined) return {};
    const known = currentFollowing(context);
    const before = isMore ? known.accounts : [];
    const all = inOrder(context, (id) => accounts.includes(id) || before.includes(id));
    // If no account is new, what is known of the links stays.
    const links = isMore && all.length === before.length ? known.linked : {};
    const following = { ...context, person: followingWith(context, { accounts: all, linked: links }) };
    const person = linked === undefined ? following.person : withLinked(following, linked);
    return { person, dialogue: { ...context.dialogue, ...accountsEnded } };
  }),
  endAccounts: inDialogue(() => accountsEnded),
  noteDoubted: inDialogue((context, accounts: readonly AccountId[]) => ({
    doubted: inOrder(context, (id) => accounts.includes(id)),
  })),
  tick: inDialogue((context, account: AccountId) => {
    const { ticked } = context.dialogue;
    return { ticked: inOrder(context, (id) => ticked.includes(id) !== (id === account)) };
  }),
  noteLinked: inPerson(withLinked),
  askLinksAgain: inPerson((context) => followingWith(context, { linked: {} })),

  // Steps and what became of them
  noteWhen: inDialogue((_, doneWhen: PastTime | undefined) => ({ doneWhen })),
  noteSent: inPerson((context, steps: readonly StepId[]) => withSent(context, steps)),
  noteDay: inPerson((context) => {
    const days = Object.fromEntries(datedNow(context).map((step) => [step, doneAt(context)]));
    return followingWith(context, { sent: { ...currentFollowing(context).sent, ...days } });
  }),
  takeBack: inPerson((context) => followingWith(context, { sent: {}, outcomes: {} })),
  nameAccounts: inTurn((accounts: readonly AccountId[] | undefined) => ({ accounts })),
  noteReport: change(({ dialogue, turn }, event: EventOf<"confirmed" | "refused">) => ({
    dialogue: { ...dialogue, report: event.type },
    turn: { ...turn, accounts: event.accounts },
  })),
  noteReply: inDialogue((_context, reply: ReplyKind) => ({ reply })),
  noteOutcome: inPerson((context, steps: readonly StepId[]) =>
    withOutcome(context, steps, context.dialogue.report ?? "confirmed"),
  ),
  noteUnanswered: inPerson((context) => {
    const overdue = coveredBy(overdueObjections(context));
    return overdue.length === 0 ? context.person : withOutcome(context, overdue, "unanswered");
  }),
  noteRefusal: inDialogue(({ dialogue }) => ({ refusedBy: dialogue.campaign })),
  noteComplaint: inDialogue(({ dialogue }) => ({ complainsAbout: dialogue.campaign })),

  // Reminders
  /** A zone that is named with the moment is the person's from now on. */
  wish: change(({ dialogue, turn, person }, wish: ReminderWish | undefined) => ({
    dialogue: { ...dialogue, wish },
    turn: { ...turn, wish },
    ...(wish !== undefined && "zone" in wish && { person: { ...person, zone: wish.zone } }),
  })),
  noteQuietHour: inDialogue((context) => ({ quietAt: wishedReminder(context)?.dueAt })),
  noteReminder: change((context) => ({
    dialogue: {
      ...context.dialogue,
      ...nothingBegun,
      reminder: wishedReminder(context),
      quietAt: undefined,
    },
    turn: { ...context.turn, replaced: context.dialogue.replaces },
  })),
  /** Replaces the only reminder if none is meant. */
  replaceThisReminder: inDialogue((context, meant: Reminder | undefined) => ({
    replaces: meant ?? movableReminders(context)[0],
  })),
  replaceReminder: inDialogue(({ dialogue }) => ({ replaces: dialogue.reminder })),
  moveReminder: inDialogue((context, zone: Zone) => ({ reminder: movedReminder(context, zone) })),
  leaveReminder: inDialogue(() => ({ reminder: undefined })),
  endReminder: inDialogue(() => nothingBegun),
  dropReminder: inDialogue(({ dialogue: { reminder, replaces } }, dropped: Reminder) => ({
    reminder: reminder && (isSameReminder(reminder, dropped) ? undefined : reminder),
    replaces: replaces && (isSameReminder(replaces, dropped) ? undefined : replaces),
  })),

  awaitReply: inDialogue(({ facts }, reminder: Reminder) => ({
    reminderAwaitingReply: reminder,
    ...(!asksForConfirmation(reminder) && { gaveSteps: { campaign: reminder.campaign, at: facts.now } }),
  })),

  // Whether and how the question is asked
  ask: inTurn(() => ({ asks: true })),
  giveSteps: inTurn(() => ({ givesSteps: true })),
  noteShown: inDialogue(({ dialogue, facts }) => ({
    gaveSteps: { campaign: dialogue.campaign ?? "", at: facts.now },
  })),
  /** Grounds for a text are offered beside the answer which reason to give. */
  offerBeside: inTurn((topic: string) => (topic === "reason" ? { offers: ["grounds"] } : {})),
  offerLetter: inTurn(() => ({ offers: ["write"] })),
  offerGrounds: inTurn(() => ({ offers: ["write", "grounds"] })),
  countMisunderstood: inDialogue(({ dialogue }) => ({ misunderstood: dialogue.misunderstood + 1 })),
  /** The question that returns is asked in one line, below the answer. */
  askBriefly: inTurn(() => ({ isBrief: true })),
};

/** Returns the person with these steps sent on the day told now; a day told before stays. */
function withSent(context: Context, steps: readonly StepId[]): Person {
  const already = currentFollowing(context).sent;
  const sent = Object.fromEntries(steps.map((step) => [step, already[step] ?? doneAt(context)]));
  return followingWith(context, { sent: { ...already, ...sent } });
}

/** The dialogue without what only the question about the accounts needs. */
const accountsEnded: Partial<DialogueContext> = { ticked: [], anew: undefined, doubted: undefined };

/** The first page of the list of services. */
const firstPage: Partial<DialogueContext> = { page: undefined, among: undefined };

/** The accounts of the current campaign that match, in its order. */
function inOrder(context: Context, matches: (id: AccountId) => boolean): readonly AccountId[] {
  return currentCampaign(context)
    .accounts.map(({ id }) => id)
    .filter(matches);
}

/** "unknown" is noted as "unsure": the person then gets both forms, since sending both does no harm. */
function withLinked(context: Context, answer: EventOf<"linked">["linked"]): Person {
  const group = unansweredGroup(context);
  if (group === undefined) return context.person;
  const linked = answer === "unknown" ? "unsure" : answer;
  return followingWith(context, { linked: { ...currentFollowing(context).linked, [group.id]: linked } });
}
