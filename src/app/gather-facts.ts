import { localDay, nameOf } from "../conversation/calendar-day.ts";
import type { Experience, Facts, Instant, Reminder } from "../conversation/vocabulary.ts";
import { type Channel, type ConversationId, channelNameOf } from "../ports.ts";

/** The facts that stay the same from the start to the end of the process. */
export interface World
  extends Omit<Facts, "now" | "reminders" | "randomFraction" | "invitation" | "noAlerts" | "experiences"> {
  /** What became of objections, as it was read last. */
  readonly lastExperiences?: () => readonly Experience[];
  /** The channel on which a conversation is; undefined if the bot is on no such channel. */
  readonly channelOf?: (id: ConversationId) => Channel | undefined;
}

/** Returns the facts for one step of one conversation. */
export function gatherFacts(
  world: World,
  id: ConversationId,
  now: Instant,
  reminders: readonly Reminder[],
  randomFraction: number,
): Facts {
  const channel = channelNameOf(id);
  const isOther = (address: { readonly id: string }) => Number(address.id !== channel);
  // A campaign may have been removed: its reminders are cancelled when they are due.
  const known = reminders.filter(({ campaign }) => world.campaigns.has(campaign));
  const { channelOf, lastExperiences, ...lasting } = world;
  const on = channelOf?.(id);
  return {
    ...lasting,
    now,
    experiences: lastExperiences?.() ?? [],
    campaigns: campaignsOn(now, world),
    randomFraction,
    community: world.community.toSorted((one, other) => isOther(one) - isOther(other)),
    // Without the ids of the store.
    reminders: known.map(({ campaign, slot, dueAt, uid }) => ({ campaign, slot, dueAt, uid })),
    invitation: on?.invitation?.(),
    noAlerts: on?.alerts?.isOff,
  };
}

/** Returns the campaigns that are on offer: announced by the day of `now`. */
export function campaignsOn(
  now: Instant,
  world: Pick<World, "campaigns" | "defaultZone">,
): World["campaigns"] {
  const today = nameOf(localDay(now, world.defaultZone));
  return new Map([...world.campaigns].filter(([, { announced = today }]) => announced <= today));
}
