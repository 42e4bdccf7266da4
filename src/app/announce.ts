import type { Campaign } from "../campaigns/schema.ts";
import { countdownSaying } from "../conversation/alerts/say-countdown.ts";
import { addDays, atMinute, dayNamed } from "../conversation/calendar-day.ts";
import { trueUntil } from "../conversation/schedule.ts";
import type { Instant, Language, Zone } from "../conversation/vocabulary.ts";
import { type Channel, type ConversationId, channelNameOf, type Outside } from "../ports.ts";
import { compose } from "./compose.ts";
import type { Delivery } from "./delivery.ts";
import type { World } from "./gather-facts.ts";

/** A group or channel of the community in which the bot posts: never a private chat. */
export interface CommunityChat {
  readonly id: ConversationId;
  readonly language: Language;
}

/** What the countdown needs. */
export interface AnnounceDependencies extends Pick<Outside, "store" | "wording" | "clock"> {
  readonly communityChats: readonly CommunityChat[];
  /** Those that run in this process. */
  readonly channels: readonly Pick<Channel, "name" | "invitation">[];
  readonly world: Pick<World, "campaigns" | "defaultZone">;
  readonly delivery: Pick<Delivery, "wake">;
}

/** A post that is due, and until when it may go out. */
interface DuePost {
  readonly campaign: Campaign;
  readonly daysBefore: number;
  readonly goodUntil: Instant;
}

const minutesPerHour = 60;
/** When each post goes out: this many days before the last day, from this minute of the day. */
const posts = [
  { daysBefore: 7, from: 17 * minutesPerHour },
  { daysBefore: 1, from: 17 * minutesPerHour },
  { daysBefore: 0, from: 9 * minutesPerHour },
] as const;
/** The hour of the evening from which nothing proactive goes out. */
const evening = 21 * minutesPerHour;

/**
 * Posts the countdown of each campaign that is ahead: a week before, the day before and on the last
 * day, each once. A post that could not go out on its day is left out. Returns how many posts were put
 * into the outbox.
 */
export async function announce(dependencies: AnnounceDependencies): Promise<number> {
  const now = dependencies.clock.now();
  const due = [...dependencies.world.campaigns.values()].flatMap((campaign) =>
    duePosts(campaign, now, dependencies.world.defaultZone),
  );
  let count = 0;
  for (const chat of dependencies.communityChats)
    for (const post of due) if (await announceIn(chat, post, now, dependencies)) count += 1;
  return count;
}

/** Returns the posts that are due at this day and hour of the zone. */
function duePosts(campaign: Campaign, now: Instant, zone: Zone): readonly DuePost[] {
  const { dates, instants, accounts } = campaign;
  if (dates === undefined || instants === undefined || accounts.length === 0) return [];
  const lastDay = dayNamed(dates.lastDay);
  return posts.flatMap(({ daysBefore, from }) => {
    const day = addDays(lastDay, -daysBefore);
    const end = Math.min(atMinute(day, evening, zone), instants.starts);
    if (now < atMinute(day, from, zone) || now >= end) return [];
    return [{ campaign, daysBefore, goodUntil: Math.min(end, trueUntil(campaign, now)) }];
  });
}

async function announceIn(
  chat: CommunityChat,
  post: DuePost,
  now: Instant,
  dependencies: AnnounceDependencies,
): Promise<boolean> {
  const { campaign, daysBefore, goodUntil } = post;
  const channel = dependencies.channels.find(({ name }) => name === channelNameOf(chat.id));
  if (channel === undefined) return false;
  // The date is in the key, so that a moved date begins a new countdown.
  const jobKey = `countdown ${chat.id} ${campaign.id} ${campaign.dates?.lastDay} ${daysBefore}`;
  const saying = countdownSaying(campaign, now, chat.language, channel.invitation?.());
  const messages = compose([{ type: "say", saying }], dependencies.wording, chat.language, now);
  const isPosted = await dependencies.store.transaction(async (transaction) => {
    if (!(await transaction.markDone(jobKey))) return false;
    await transaction.enqueue(chat.id, "announcement", messages, { now, goodUntil });
    return true;
  });
  if (isPosted) dependencies.delivery.wake(chat.id);
  return isPosted;
}
