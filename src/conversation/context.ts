import type { CountryCode } from "../campaigns/authorities/authorities.ts";
import type { AccountId, Campaign, CampaignId } from "../campaigns/schema.ts";
import { localDay, nameOf } from "./calendar-day.ts";
import { hasNothingToDo, type RequiredStep, requiredSteps, stepsToDo } from "./required-steps.ts";
import type { TextKey } from "./text-key.ts";
import type {
  ConversationEvent,
  Facts,
  Following,
  Instant,
  Outcome,
  Param,
  PastTime,
  Person,
  Phrase,
  PushSubscription,
  Reminder,
  ReplyKind,
  ShownList,
  TypedDate,
  Zone,
} from "./vocabulary.ts";

/** The part of the context that is saved: what the dialogue is about, besides the state that it is in. */
export interface DialogueContext {
  readonly campaign?: CampaignId | undefined;
  /** The accounts ticked so far, if the person may tick several. */
  readonly ticked: readonly AccountId[];
  /** How many messages in a row were not understood. */
  readonly misunderstood: number;
  /** How many messages in a row have left it open which accounts there are, or whether they are linked. */
  readonly unanswered?: number | undefined;
  /** The reminder that was just set, and can be changed. */
  readonly reminder?: Reminder | undefined;
  /** The reminder that the next one replaces. */
  readonly replaces?: Reminder | undefined;
  /** The moment wished for, until a reminder is set for it: first the accounts must be known. */
  readonly wish?: ReminderWish | undefined;
  /** When the moment was told that is wished for. */
  readonly wishedAt?: Instant | undefined;
  /** The reminder that was sent, until the person says something to it or asks for something else. */
  readonly reminderAwaitingReply?: Reminder | undefined;
  /** True from "start again" to the first answer: what was told before is asked for once more. */
  readonly anew?: boolean | undefined;
  /** When the person said that they would do it: they are asked whether to remind them then. */
  readonly toldAt?: Instant | undefined;
  /** An hour that was asked for and lies in the night. */
  readonly quietAt?: Instant | undefined;
  /** The two instants that an hour can mean: "at 7". */
  readonly eitherAt?: readonly [Instant, Instant] | undefined;
  /**
   * Which campaign's steps were given last, and when: if one is reported the same day, it was done that
   * day.
   */
  readonly gaveSteps?: { readonly campaign: CampaignId; readonly at: Instant } | undefined;
  /** When the step reported last was done; absent if the person did not say when. */
  readonly doneWhen?: PastTime | undefined;
  /** The outcome of an objection that the person reported. */
  readonly report?: Report | undefined;
  /** What the service's reply says that was pasted last: nothing else of it is kept. */
  readonly reply?: ReplyKind | undefined;
  /** The service without a form that refused, for example a letter. */
  readonly refusedBy?: CampaignId | undefined;
  /** The service about which the person wanted to complain last. */
  readonly complainsAbout?: CampaignId | undefined;
  /** The services among which the bot asks the person to choose. */
  readonly among?: readonly CampaignId[] | undefined;
  /** The services that are wanted after the current one. */
  readonly upNext?: readonly CampaignId[] | undefined;
  /** The accounts that may be meant, until they are confirmed. */
  readonly doubted?: readonly AccountId[] | undefined;
  /**
   * The everyday question asked last about a place outside the European Economic Area, until the person
   * speaks of another matter.
   */
  readonly place?: string | undefined;
  /** The country of the place asked about last, if it was named; kept as long as `place`. */
  readonly placeCountry?: CountryCode | undefined;
  /** The pages shown of the services and of the sources, from 0, if they are too many for one message. */
  readonly page?: number | undefined;
  readonly sourcesPage?: number | undefined;
  /** The page shown of the step-by-step guide, from 0. */
  readonly guidePage?: number | undefined;
  /** The events answered last: "repeat" and "shorter" mean them. */
  readonly answered?: readonly ConversationEvent[] | undefined;
  /** The list of choices that was shown last, of whatever question. */
  readonly shown?: ShownList | undefined;
  /** The events of a message that wait until the question to which it led first is answered. */
  readonly agenda?: Agenda | undefined;
  /** The texts said last that state facts: "sources" tells how we know them. */
  readonly said?: readonly SaidText[] | undefined;
}

/** A text that was said, without its params; but with the country whose help lines it names. */
export interface SaidText extends Pick<Phrase, "key" | "campaign"> {
  readonly helpIn?: CountryCode;
}

/** The place that the conversation speaks of. */
export type SpokenPlace = Pick<DialogueContext, "place" | "placeCountry">;

/** The events that wait, and since when. */
export interface Agenda {
  readonly at: Instant;
  readonly events: readonly ConversationEvent[];
}

/** What can be reported of an objection. */
export type Report = Exclude<Outcome["kind"], "unanswered">;

/** The moment wished for a reminder: a date that was typed, or a slot that was offered. */
export type ReminderWish = TypedDate | { readonly kind: "slot"; readonly slot: string; readonly at: Instant };

/** What holds for one step only: what its event told, and how the question at its end is asked. */
export interface Turn {
  /** True if the question of the state in which the step ends is to be asked. */
  readonly asks?: true;
  /** True if the same message has already opened a question: an answer leaves it open. */
  readonly isBeside?: true;
  /** True if a question returns after an answer: it is asked in one line. */
  readonly isBrief?: true;
  /** What the question that follows offers besides: a letter if a form failed, grounds for a text. */
  readonly offers?: readonly ("write" | "grounds")[];
  /** True if the steps are given: the question that follows says them first. */
  readonly givesSteps?: true;
  /** The accounts that were named; absent if none was. */
  readonly accounts?: readonly AccountId[] | undefined;
  /** True if the same message tells what came of what it reports, or of another objection. */
  readonly isAnswered?: true | undefined;
  /** True if the same message changes a reminder: that one stays. */
  readonly keepsReminders?: true | undefined;
  readonly wish?: ReminderWish | undefined;
  /** True if the moment is only when the person will do it: whether to remind them is asked first. */
  readonly isOnlyTold?: true;
  /** The reminder that a new one has replaced: the message names both moments. */
  readonly replaced?: Reminder | undefined;
}

/** The page numbers of what may be too long for one message. */
export type Paged = "page" | "sourcesPage" | "guidePage";

/** The dialogue of someone who has just arrived. */
export const newDialogue: DialogueContext = { ticked: [], misunderstood: 0 };

/** No reminder is wished for, set or changed. */
export const nothingBegun = {
  wish: undefined,
  wishedAt: undefined,
  reminder: undefined,
  replaces: undefined,
} as const;

/** What every guard and action may know. Only `dialogue` is saved; the rest comes anew with each step. */
export interface Context {
  readonly dialogue: DialogueContext;
  readonly turn: Turn;
  readonly person: Person;
  readonly facts: Facts;
}

/** Someone who has told us nothing. */
export const stranger: Person = { stopped: false, following: {} };

/** What someone who has told nothing yet follows. */
export const nothingFollowed: Following = { accounts: [], linked: {}, sent: {}, outcomes: {} };

/** Returns the campaign that the conversation is about. Throws if there is none. */
export function currentCampaign({ dialogue, facts }: Context): Campaign {
  const campaign = facts.campaigns.get(dialogue.campaign ?? "");
  if (campaign === undefined) throw new Error(`there is no campaign "${dialogue.campaign ?? ""}"`);
  return campaign;
}

export function nameCampaign(campaign: CampaignId): Phrase {
  return { key: "short", campaign };
}

/** Returns the text that the current campaign's own file has under this key. */
export function ofCampaign(key: TextKey, context: Context): Phrase {
  return { key, campaign: currentCampaign(context).id };
}

/** Returns the context with another current campaign. */
export function inCampaign(context: Context, campaign: CampaignId): Context {
  return { ...context, dialogue: { ...context.dialogue, campaign } };
}

/** Returns what the person follows of the current campaign. */
export function currentFollowing({ dialogue, person }: Context): Following {
  return person.following[dialogue.campaign ?? ""] ?? nothingFollowed;
}

/** Returns the steps that the person needs for the current campaign. */
export function requiredStepsNow(context: Context): readonly RequiredStep[] {
  return requiredSteps(currentCampaign(context), currentFollowing(context));
}

/** Returns the steps that are still to be done for the current campaign. */
export function stepsToDoNow(context: Context): readonly RequiredStep[] {
  return stepsToDo(currentCampaign(context), currentFollowing(context));
}

/** Returns the steps of all accounts of the current campaign. */
export function stepsOfAll(context: Context): readonly RequiredStep[] {
  const campaign = currentCampaign(context);
  return requiredSteps(campaign, { ...nothingFollowed, accounts: campaign.accounts.map(({ id }) => id) });
}

/** True if the person has told which accounts they have, for the current campaign. */
export function isFollowing({ dialogue, person }: Context): boolean {
  return person.following[dialogue.campaign ?? ""] !== undefined;
}

/** True if the person has reported all steps of the current campaign that they need. */
export function hasDoneAll(context: Context): boolean {
  const { sent } = currentFollowing(context);
  return isFollowing(context) && stepsToDoNow(context).length === 0 && Object.keys(sent).length > 0;
}

/** True if there is nothing to do for the current campaign. */
export function speaksOfNothingToDo(context: Context): boolean {
  return context.dialogue.campaign !== undefined && hasNothingToDo(currentCampaign(context));
}

/** The campaigns that the person follows and that still exist. */
export function followedCampaigns({ person, facts }: Context): readonly CampaignId[] {
  return Object.keys(person.following).filter((id) => facts.campaigns.has(id));
}

/** True if the store treats both as one reminder: the same campaign and slot. */
export function isSameReminder(one: Reminder, other: Reminder): boolean {
  return one.campaign === other.campaign && one.slot === other.slot;
}

/** Returns the person with this push subscription instead of any other, or with none. */
export function withPush(person: Person, push: PushSubscription | undefined): Person {
  const { push: _, ...others } = person;
  return push === undefined ? others : { ...others, push };
}

/** Returns the person without the wish for alerts. */
export function withoutAlerts(person: Person): Person {
  const { alertsSince: _, ...others } = person;
  return others;
}

/** Returns the person with these changes to what they follow of the current campaign. */
export function followingWith(context: Context, change: Partial<Following>): Person {
  const campaign = currentCampaign(context).id;
  const following = { ...currentFollowing(context), ...change };
  return { ...context.person, following: { ...context.person.following, [campaign]: following } };
}

/** The zone that a person has told, else that of their country, else the operator's. */
export function zoneOfPerson(
  { zone, country = "" }: Pick<Person, "zone" | "country">,
  { authorities, defaultZone }: Pick<Facts, "authorities" | "defaultZone">,
): Zone {
  return zone ?? authorities.get(country)?.zone ?? defaultZone;
}

/** The person's zone. */
export function zoneOf({ person, facts }: Context): Zone {
  return zoneOfPerson(person, facts);
}

/** The date of an instant in the person's zone; a blank to fill in if no day was told (null). */
export function dayOf(at: Instant | null, context: Context): Param {
  return at === null ? { key: "proof.blank" } : { day: nameOf(localDay(at, zoneOf(context))) };
}
