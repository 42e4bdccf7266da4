import type { CampaignId } from "../campaigns/schema.ts";
import { unansweredGroup } from "./accounts/accounts-questions.ts";
import {
  type Context,
  currentCampaign,
  currentFollowing,
  followedCampaigns,
  inCampaign,
  isFollowing,
  isSameReminder,
  type Paged,
  speaksOfNothingToDo,
  stepsOfAll,
  stepsToDoNow,
} from "./context.ts";
import { answeredOffers, findAnswer } from "./help/find-answer.ts";
import { takesGrounds } from "./letters/grounds.ts";
import { hasAddress, hasSomethingSent } from "./letters/say-letters.ts";
import {
  datedNow,
  failedObjections,
  isAmbiguous,
  objectionsOf,
  openObjections,
  overdueObjections,
  reportedObjections,
} from "./objections.ts";
import {
  canBeAskedLater,
  judgeWish,
  movableReminders,
  reasonAgainst,
  reasonAgainstMoving,
  slotsNow,
} from "./reminders/reminders.ts";
import { groupsToAsk } from "./required-steps.ts";
import { hasMoreServices } from "./services/services-questions.ts";
import { hasMoreSources, hasSources } from "./sources/sources-questions.ts";
import { hasMoreOfGuide } from "./steps/say-guide.ts";
import { shortAnswer } from "./steps/say-short.ts";
import { type ConversationEvent, type EventOf, type Reminder, troubleIn, type Zone } from "./vocabulary.ts";
import { namedAccounts, ownAccounts } from "./what-is-meant.ts";

interface InContext {
  readonly context: Context;
}

/** The statechart's guards by name. Transitions pass what they need of the event as params. */
export const guards = {
  // The person and the dialogue
  speaksALanguage: ({ context }: InContext) => context.person.language !== undefined,
  isGreeting: (_: InContext, type: ConversationEvent["type"]) => type !== "stop" && !type.endsWith("-due"),
  isFirstMisunderstanding: ({ context }: InContext) => context.dialogue.misunderstood === 0,
  /**
   * Three replies in turn to what is not understood: say so, ask what it is about, name what still
   * helps.
   */
  isOnRung: ({ context }: InContext, rung: 0 | 1 | 2) => context.dialogue.misunderstood % 3 === rung,
  beginsAnew: ({ context }: InContext) => context.dialogue.anew === true,
  hasAnswer: ({ context }: InContext, topic: EventOf<"topic">) => findAnswer(topic, context) !== undefined,
  isTrouble: (_: InContext, topic: EventOf<"topic">) => troubleIn(topic) !== undefined,
  hasAnAnswer: ({ context }: InContext, offers: readonly string[]) =>
    answeredOffers(offers, context).length > 0,
  hasAlerts: ({ context }: InContext) => !context.facts.noAlerts,
  hasCommunity: ({ context }: InContext) => context.facts.community.length > 0,

  // Services
  hasCampaign: ({ context }: InContext) => context.dialogue.campaign !== undefined,
  speaksOfCampaign: ({ context }: InContext, named: CampaignId | undefined) =>
    (named ?? context.dialogue.campaign) !== undefined,
  takesGrounds: ({ context }: InContext, named: CampaignId | undefined) =>
    (named ?? context.dialogue.campaign) !== undefined &&
    takesGrounds(named === undefined ? context : inCampaign(context, named)),
  hasSeveralCampaigns: ({ context }: InContext) => context.facts.campaigns.size > 1,
  hasNothingToDo: ({ context }: InContext) => speaksOfNothingToDo(context),
  isFollowing: ({ context }: InContext) => isFollowing(context),
  hasSomethingSent: ({ context }: InContext) => hasSomethingSent(context),
  hasAddress: ({ context }: InContext) => hasAddress(context),
  followsAny: ({ context }: InContext) => followedCampaigns(context).length > 0,
  isOfferedCampaign: ({ context }: InContext, campaign: CampaignId) => context.facts.campaigns.has(campaign),
  isNewCampaign: ({ context }: InContext, campaign: CampaignId | undefined) =>
    campaign !== undefined &&
    context.facts.campaigns.has(campaign) &&
    context.person.following[campaign] === undefined,
  isPastCampaign: ({ context }: InContext, campaign: CampaignId | undefined) =>
    campaign !== undefined && !context.facts.campaigns.has(campaign),
  hasMoreServices: ({ context }: InContext) => hasMoreServices(context),
  hasSources: ({ context }: InContext) => hasSources(context),
  hasMoreSources: ({ context }: InContext) => hasMoreSources(context),
  hasMoreOfGuide: ({ context }: InContext) => hasMoreOfGuide(context),
  isBeyondFirst: ({ context }: InContext, page: Paged) => (context.dialogue[page] ?? 0) > 0,

  // Accounts
  hasOneAccount: ({ context }: InContext) => currentCampaign(context).accounts.length === 1,
  hasSeveralAccounts: ({ context }: InContext) => currentCampaign(context).accounts.length > 1,
  hasTicked: ({ context }: InContext) => context.dialogue.ticked.length > 0,
  hasLinkGroups: ({ context }: InContext) =>
    groupsToAsk(currentCampaign(context), currentFollowing(context)).length > 0,
  hasUnansweredGroup: ({ context }: InContext) => unansweredGroup(context) !== undefined,
  isUnknown: (_: InContext, linked: EventOf<"linked">["linked"]) => linked === "unknown",

  // Steps and objections
  hasShortAnswer: ({ context }: InContext) => shortAnswer(context) !== undefined,
  hasStepsToDo: ({ context }: InContext) => stepsToDoNow(context).length > 0,
  hasDoneAll: ({ context }: InContext) =>
    isFollowing(context) &&
    stepsToDoNow(context).length === 0 &&
    Object.keys(currentFollowing(context).sent).length > 0,
  namesSteps: ({ context }: InContext) => namedAccounts(context).length > 0,
  namesNoSteps: ({ context }: InContext, { campaign, accounts = [] }: EventOf<"done">) =>
    (campaign ?? context.dialogue.campaign) === context.dialogue.campaign &&
    ownAccounts(context, accounts).length === 0,
  /** If none of the person's accounts is named: several steps are left, or other accounts were named. */
  isUnclearWhatIsDone: ({ context }: InContext) =>
    stepsToDoNow(context).length > 1 || context.turn.accounts !== undefined,
  /** True if a day is told for something that was reported before. */
  tellsDay: ({ context }: InContext) => datedNow(context).length > 0,
  isReportable: ({ context }: InContext) => reportedObjections(context).length > 0,
  isAmbiguous: ({ context }: InContext) => isAmbiguous(context),
  isRefusal: ({ context }: InContext) => context.dialogue.report === "refused",
  /** True if no form or e-mail is needed: then a refusal is about something else, such as a letter. */
  needsNoForm: ({ context }: InContext) =>
    context.dialogue.campaign !== undefined &&
    stepsOfAll(context).every(({ kind, optional }) => kind === "setting" || optional),
  hasOpenObjections: ({ context }: InContext) => openObjections(context).length > 0,
  hasOverdueObjections: ({ context }: InContext) => overdueObjections(context).length > 0,
  hasFailedObjections: ({ context }: InContext) => failedObjections(context).length > 0,
  /** A refusal, a month without an answer, or the wish to. */
  isComplaining: ({ context }: InContext) =>
    failedObjections(context).length > 0 ||
    overdueObjections(context).length > 0 ||
    context.dialogue.complainsAbout === context.dialogue.campaign,
  hasSomethingToConfirm: ({ context }: InContext) =>
    objectionsOf(context).some(({ outcome }) => outcome?.kind !== "confirmed"),
  canBeAskedLater: ({ context }: InContext) => canBeAskedLater(context),
  knowsCountry: ({ context }: InContext) => context.person.country !== undefined,

  // Reminders
  isUnclearWhich: ({ context }: InContext, meant: Reminder | undefined) =>
    meant === undefined && movableReminders(context).length > 1,
  hasReminders: ({ context }: InContext) => context.facts.reminders.length > 0,
  hasTimeLeft: ({ context }: InContext) => slotsNow(context).length > 0,
  speaksOfReminder: ({ context }: InContext) => context.dialogue.reminder !== undefined,
  isSpokenOf: ({ context }: InContext, reminder: Reminder) =>
    context.dialogue.reminder !== undefined && isSameReminder(context.dialogue.reminder, reminder),
  hasWish: ({ context }: InContext) => context.turn.wish !== undefined,
  isWishRefused: ({ context }: InContext) => reasonAgainst(context) !== undefined,
  isWishQuiet: ({ context }: InContext) => judgeWish(context) === "quiet",
  isFineIn: ({ context }: InContext, zone: Zone) => reasonAgainstMoving(context, zone) === undefined,
};
