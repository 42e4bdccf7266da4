import type { AccountId, Campaign, CampaignId } from "../campaigns/schema.ts";
import type { Facts, Following, Instant, Outcome, Person, Reminder, Zone } from "./vocabulary.ts";

/** What the dialogue is about just now, beside the state that it is in. */
export interface DialogueContext {
  readonly campaign?: CampaignId | undefined;
  /** Ticked so far, where a person may tick several accounts. */
  readonly ticked: readonly AccountId[];
  /** How many messages in a row made no sense to us. */
  readonly misunderstood: number;
  /** The reminder that was just set, and can be changed. */
  readonly reminder?: Reminder | undefined;
  /** The reminder that the next one takes the place of. */
  readonly replaces?: Reminder | undefined;
  /** True from "start again" to the first answer: what was told before is asked for once more. */
  readonly anew?: boolean | undefined;
  /** An hour that was asked for and lies in the night. */
  readonly quietAt?: Instant | undefined;
  /** What was said to have become of one of several objections. */
  readonly report?: Outcome["kind"] | undefined;
  /** The services between which one has to ask. */
  readonly among?: readonly CampaignId[] | undefined;
  /** The accounts that may be meant, until they are confirmed. */
  readonly doubted?: readonly AccountId[] | undefined;
  /** True while a question returns after an answer: it is asked in one line. Never saved. */
  readonly isBrief?: boolean | undefined;
  /** The pages of what is too long for one message, from 0: of the services, and of the sources. */
  readonly page?: number | undefined;
  readonly sourcesPage?: number | undefined;
}

/** The dialogue of someone who has just arrived. */
export const newDialogue: DialogueContext = { ticked: [], misunderstood: 0 };

/** Nothing is begun: what was, and was left, must not touch what comes next. */
export const nothingBegun: Partial<DialogueContext> = { reminder: undefined, replaces: undefined };

/** What every guard and action may know. Only `dialogue` is saved with the place; the rest comes anew each step. */
export interface Context {
  readonly dialogue: DialogueContext;
  readonly person: Person;
  readonly facts: Facts;
}

/** Someone who has told us nothing. */
export const stranger: Person = { stopped: false, following: {} };

/** What is followed by someone who has told nothing yet. */
export const nothingFollowed: Following = { accounts: [], linked: {}, sent: {}, outcomes: {} };

/** The campaign that the conversation is about; an error of ours where there is none. */
export function currentCampaign({ dialogue, facts }: Context): Campaign {
  const campaign = facts.campaigns.get(dialogue.campaign ?? "");
  if (campaign === undefined) throw new Error(`there is no campaign "${dialogue.campaign ?? ""}"`);
  return campaign;
}

/** What the person follows of the current campaign. */
export function currentFollowing({ dialogue, person }: Context): Following {
  return person.following[dialogue.campaign ?? ""] ?? nothingFollowed;
}

/** True where the person has told which accounts they have, for the current campaign. */
export function isFollowing({ dialogue, person }: Context): boolean {
  return person.following[dialogue.campaign ?? ""] !== undefined;
}

/** The campaigns that the person follows and that still exist. */
export function followedCampaigns({ person, facts }: Context): readonly CampaignId[] {
  return Object.keys(person.following).filter((id) => facts.campaigns.has(id));
}

/** True where both are the same in the store. */
export function isSameReminder(one: Reminder, other: Reminder): boolean {
  return one.campaign === other.campaign && one.slot === other.slot;
}

/** The person, following the current campaign with these changes. */
export function followingWith(context: Context, change: Partial<Following>): Person {
  const campaign = currentCampaign(context).id;
  const following = { ...currentFollowing(context), ...change };
  return { ...context.person, following: { ...context.person.following, [campaign]: following } };
}

/** The person's zone, or the operator's until they choose one. */
export function zoneOf({ person, facts }: Context): Zone {
  return person.zone ?? facts.defaultZone;
}
