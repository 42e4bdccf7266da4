import { authorityFor } from "../campaigns/authorities/authority-for.ts";
import type { CampaignId } from "../campaigns/schema.ts";
import { canBeAskedLater, openNow, overdueNow } from "./confirmation-asks.ts";
import {
  type Context,
  currentCampaign,
  currentFollowing,
  followedCampaigns,
  isFollowing,
  isSameReminder,
  speaksOfNothingToDo,
} from "./context.ts";
import { findAnswer } from "./find-answer.ts";
import { failedObjections, reportable } from "./objections.ts";
import { unansweredGroup } from "./questions/accounts.ts";
import { hasMoreServices } from "./questions/services.ts";
import { hasMoreSources } from "./questions/sources.ts";
import { judgeWish, reasonAgainst, reasonAgainstMoving, slotsNow } from "./reminder-wish.ts";
import { isAmbiguous, reportedObjections } from "./reported-objections.ts";
import { groupsToAsk } from "./required-steps.ts";
import { namedAccounts, namedSteps, ownAccounts, stepsToDoNow, withSent } from "./sent-steps.ts";
import type { ConversationEvent, EventOf, Reminder, Zone } from "./vocabulary.ts";

interface Given {
  readonly context: Context;
}

/** The statechart's conditions, each by its name. The transition passes what they need of its event as a parameter. */
export const guards = {
  // The person and the dialogue
  speaksALanguage: ({ context }: Given) => context.person.language !== undefined,
  isGreeting: (_: Given, type: ConversationEvent["type"]) => type !== "stop" && type !== "reminder-due",
  isFirstMisunderstanding: ({ context }: Given) => context.dialogue.misunderstood === 0,
  beginsAnew: ({ context }: Given) => context.dialogue.anew === true,
  hasAnswer: ({ context }: Given, topic: EventOf<"topic">) => findAnswer(topic, context) !== undefined,
  hasCommunity: ({ context }: Given) => context.facts.community.length > 0,

  // Services
  hasCampaign: ({ context }: Given) => context.dialogue.campaign !== undefined,
  hasSeveralCampaigns: ({ context }: Given) => context.facts.campaigns.size > 1,
  hasNothingToDo: ({ context }: Given) => speaksOfNothingToDo(context),
  isFollowing: ({ context }: Given) => isFollowing(context),
  followsAny: ({ context }: Given) => followedCampaigns(context).length > 0,
  isOfferedCampaign: ({ context }: Given, campaign: CampaignId) => context.facts.campaigns.has(campaign),
  isNewCampaign: ({ context }: Given, campaign: CampaignId | undefined) =>
    campaign !== undefined &&
    context.facts.campaigns.has(campaign) &&
    context.person.following[campaign] === undefined,
  isPastCampaign: ({ context }: Given, campaign: CampaignId | undefined) =>
    campaign !== undefined && !context.facts.campaigns.has(campaign),
  hasMoreServices: ({ context }: Given) => hasMoreServices(context),
  hasMoreSources: ({ context }: Given) => hasMoreSources(context),
  isBeyondFirst: ({ context }: Given, page: "page" | "sourcesPage") => (context.dialogue[page] ?? 0) > 0,

  // Accounts
  hasOneAccount: ({ context }: Given) => currentCampaign(context).accounts.length === 1,
  hasSeveralAccounts: ({ context }: Given) => currentCampaign(context).accounts.length > 1,
  hasTicked: ({ context }: Given) => context.dialogue.ticked.length > 0,
  hasLinkGroups: ({ context }: Given) =>
    groupsToAsk(currentCampaign(context), currentFollowing(context)).length > 0,
  hasUnansweredGroup: ({ context }: Given) => unansweredGroup(context) !== undefined,
  isUnknown: (_: Given, linked: EventOf<"linked">["linked"]) => linked === "unknown",

  // Steps and objections
  hasStepsToDo: ({ context }: Given) => stepsToDoNow(context).length > 0,
  namesSomeSteps: ({ context }: Given) =>
    namedAccounts(context).length > 0 &&
    stepsToDoNow({ ...context, person: withSent(context, namedSteps(context)) }).length > 0,
  namesNoSteps: ({ context }: Given, { campaign, accounts = [] }: EventOf<"done">) =>
    (campaign ?? context.dialogue.campaign) === context.dialogue.campaign &&
    ownAccounts(context, accounts).length === 0,
  isUnclearWhatIsDone: ({ context }: Given) =>
    stepsToDoNow(context).length > 1 ||
    (context.turn.accounts !== undefined && namedAccounts(context).length === 0),
  isReportable: ({ context }: Given) => reportedObjections(context).length > 0,
  isAmbiguous: ({ context }: Given) => isAmbiguous(context),
  isRefusal: ({ context }: Given) => context.dialogue.report === "refused",
  hasOpenObjections: ({ context }: Given) => openNow(context).length > 0,
  hasOverdueObjections: ({ context }: Given) => overdueNow(context).length > 0,
  hasFailedObjections: ({ context }: Given) =>
    failedObjections(currentCampaign(context), currentFollowing(context)).length > 0,
  /** A refusal, or a month without an answer. */
  hasReasonToComplain: ({ context }: Given) =>
    failedObjections(currentCampaign(context), currentFollowing(context)).length > 0 ||
    overdueNow(context).length > 0,
  hasSomethingToConfirm: ({ context }: Given) =>
    reportable(currentCampaign(context), currentFollowing(context), "confirmed").length > 0,
  canBeAskedLater: ({ context }: Given) => canBeAskedLater(context),
  hasAuthority: ({ context }: Given, country = context.person.country) =>
    authorityFor(country ?? "", context.facts.authorities) !== undefined,

  // Reminders
  hasReminders: ({ context }: Given) => context.facts.reminders.length > 0,
  hasTimeLeft: ({ context }: Given) => slotsNow(context).length > 0,
  speaksOfReminder: ({ context }: Given) => context.dialogue.reminder !== undefined,
  isSpokenOf: ({ context }: Given, reminder: Reminder) =>
    context.dialogue.reminder !== undefined && isSameReminder(context.dialogue.reminder, reminder),
  hasWish: ({ context }: Given) => context.turn.wish !== undefined,
  isWishRefused: ({ context }: Given) => reasonAgainst(context) !== undefined,
  isWishQuiet: ({ context }: Given) => judgeWish(context) === "quiet",
  isFineIn: ({ context }: Given, zone: Zone) => reasonAgainstMoving(context, zone) === undefined,
};
