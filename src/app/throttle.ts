import type { Instant } from "../conversation/vocabulary.ts";
import type { Channel, ConversationId, OutboxRow, Outside, ProactiveLimits } from "../ports.ts";
import { memoized } from "../support/memoized.ts";
import { TokenBucket } from "../support/token-bucket.ts";
import { countCharged, monthOf, readCharges } from "./channel-notes.ts";
import type { World } from "./gather-facts.ts";
import { earliestAfter, isKeptMs, keepPace, since } from "./keep-pace.ts";

/** The throttles of the channels: each keeps its channel's limits for proactive messages, and its pace for all. */
export type ProactiveThrottle = ReturnType<typeof createThrottle>;

interface ThrottleDependencies extends Pick<Outside, "store" | "clock" | "random"> {
  /** Its zone's months are counted. */
  readonly world: Pick<World, "defaultZone">;
}

const second = 1_000;
const hour = 3_600 * second;
const day = 24 * hour;
/** Nothing proactive goes out at night. */
const wakingHours = 12;
/** As many as so many looks a second may miss go at the same moment: the machine may be too busy for more. */
const looksASecond = 5;

/** Returns to how many conversations a channel sends at the same time. */
export const sendsAtOnceOf = ({ sendsAtOnce = 64 }: Channel): number => sendsAtOnce;

/** Returns how many proactive messages a channel takes in an hour: a whole number of at least one, or infinity without a limit. */
export function hourlyCapacity(limits: ProactiveLimits = {}): number {
  const { perSecond = Infinity, perHour = Infinity, perDay = Infinity } = limits;
  return Math.max(1, Math.floor(Math.min(perSecond * (hour / second), perHour, perDay / wakingHours)));
}

/** Returns the throttle of each channel; it has counted nothing yet. */
export function createThrottle(dependencies: ThrottleDependencies) {
  return memoized((channel: Channel) => createChannelThrottle(channel, dependencies));
}

/** The throttle of one channel. */
export type ChannelThrottle = ReturnType<typeof createChannelThrottle>;

/** Returns the limits of one channel, with what counts against them. Turns are given in the order of asking. */
function createChannelThrottle(channel: Channel, { store, clock, random, world }: ThrottleDependencies) {
  const { name, limits = {}, pace } = channel;
  const {
    perSecond = Infinity,
    perHour = Infinity,
    perDay = Infinity,
    chargedPerMonth = Infinity,
    perChatMs = 0,
    spacing,
    isReady = () => true,
  } = limits;
  const { shortestMs, longestMs } = spacing ?? { shortestMs: 0, longestMs: 0 };
  const windows = [
    { count: perSecond, ms: second },
    { count: perHour, ms: hour },
    { count: perDay, ms: day },
  ].filter(({ count }) => count < Infinity);
  const rate = { capacity: Math.max(1, perSecond / looksASecond), perMs: perSecond / second };
  const bucket = perSecond < Infinity ? new TokenBucket(rate, clock.now()) : undefined;
  const pacer = keepPace(pace, clock);
  const isCounted = limits.perHour !== undefined || limits.perDay !== undefined;
  const isOpen = () => isReady() && charged < chargedPerMonth;
  const isBusy = () => !isOpen() || inFlight >= sendsAtOnceOf(channel) / 2;
  const newGap = () => shortestMs + random() * (longestMs - shortestMs);
  /** When messages went out, oldest first. */
  let sent: Instant[] = [];
  /** The turns that were given, also those to come: so that the limits hold for them too. */
  let planned: Instant[] = [];
  const turns = new Map<ConversationId, Instant>();
  /** When each chat got its last one. */
  const rests = new Map<ConversationId, Instant>();
  /** Messages for which room was kept, and that have not asked for their turn yet. */
  let reserved = { count: 0, at: 0 };
  let gapMs = newGap();
  let inFlight = 0;
  /** How many messages were charged for this month, when it was last looked. */
  let charged = 0;

  function takeTurn(now: Instant): Instant {
    const turn = Math.max(bucket?.reserve(now) ?? now, earliest(planned, gapMs));
    planned.push(turn);
    reserved = { ...reserved, count: Math.max(0, reserved.count - 1) };
    gapMs = newGap();
    return turn;
  }

  /** From when on one more may follow these. */
  const earliest = (log: readonly Instant[], gap: number) =>
    Math.max((log.at(-1) ?? -Infinity) + gap, earliestAfter(log, windows));

  /** Drops what is of no concern any more; returns the present instant. */
  function forget(): Instant {
    const now = clock.now();
    const longest = Math.max(longestMs, ...windows.map(({ ms }) => ms));
    sent = since(now - longest, sent);
    planned = since(now - longest, planned);
    if (reserved.at < now - isKeptMs) reserved = { count: 0, at: now };
    forgetBefore(turns, now - isKeptMs);
    forgetBefore(rests, now - perChatMs);
    return now;
  }

  /** Returns how long to wait, in milliseconds; 0 if the message counts as being sent. */
  function begin(row: OutboxRow): number {
    const { conversationId: id } = row;
    const now = forget();
    const rested = (rests.get(id) ?? -Infinity) + perChatMs;
    if (rested > now) return rested - now;
    if (isBusy()) return second * (0.5 + random() / 2);
    const wait = awaitTurn(id, now) || pacer.begin(row);
    if (wait > 0) return wait;
    turns.delete(id);
    sent.push(now);
    return 0;
  }

  function awaitTurn(id: ConversationId, now: Instant): number {
    // A late message must not come too close to the one before.
    const turn = Math.max(turns.get(id) ?? takeTurn(now), earliest(sent, shortestMs));
    turns.set(id, turn);
    return Math.max(0, turn - now);
  }

  async function sendProactive(id: ConversationId, sending: () => Promise<void>): Promise<void> {
    inFlight += 1;
    try {
      // The one that was counted last, just now.
      const now = sent.at(-1) ?? clock.now();
      // Before the sending: a crash may cost a message its turn, and never makes the limits laxer.
      if (isCounted) {
        await store.transaction((transaction) => transaction.countProactive(name, now, now - day));
        // The platform counts from now on, not from the turn.
        sent.splice(sent.lastIndexOf(now), 1);
        sent.push(clock.now());
      }
      await sending();
      rests.set(id, clock.now());
    } finally {
      inFlight -= 1;
    }
  }

  /** Looks how many messages were charged for this month. */
  async function recount(): Promise<void> {
    if (chargedPerMonth < Infinity)
      charged = countCharged(await readCharges(store, name, monthOf(clock.now(), world.defaultZone)));
  }

  return {
    /** Whether the channel takes anything proactive at all now. */
    isOpen,
    /** How many more proactive messages may be put into the outbox for this channel now. */
    room(): number {
      const now = forget();
      if (!isOpen() || earliest(planned, gapMs) > now) return 0;
      const free = windows.map(({ count, ms }) => count - planned.filter((at) => at > now - ms).length);
      const tokens = Math.floor(bucket?.tokens(now) ?? Infinity);
      const most = spacing === undefined ? pacer.free() : 1;
      return Math.max(0, Math.min(...free, tokens, most) - reserved.count - turns.size);
    },
    /** Whether the windows let one more through within a second; else it may take hours. */
    hasRoomSoon(): boolean {
      return earliest(planned, gapMs) < forget() + second;
    },
    /** Keeps the room for so many messages, which are sent next. */
    reserve(count: number): void {
      const now = forget();
      if (count > 0) reserved = { count: reserved.count + count, at: now };
    },
    /**
     * Sends the message if the limits let it through now, and counts it. Resolves with the milliseconds until the next attempt, 0 = sent;
     * rejects as `sending` does.
     */
    async send(row: OutboxRow, sending: () => Promise<void>): Promise<number> {
      const isAnswer = row.kind === "answer";
      const wait = isAnswer ? pacer.begin(row) : begin(row);
      if (wait === 0) await (isAnswer ? sending() : sendProactive(row.conversationId, sending));
      return wait;
    },
    /** A message has come in: the pace counts it as well. */
    noteReceived: () => pacer.note(),
    /** Reads the counts of the last day from the store: those of an earlier process, or of another one. */
    async recall(): Promise<void> {
      await recount();
      if (!isCounted) return;
      const now = clock.now();
      sent = [...(await store.proactiveSince(name, now - day))];
      planned = [...sent, ...planned.filter((at) => at > now)];
    },
    recount,
    /** Forgets the chats that need no regard any more. */
    forgetPast() {
      forget();
      pacer.forgetPast();
    },
  };
}

function forgetBefore(instants: Map<ConversationId, Instant>, before: Instant): void {
  for (const [id, at] of instants) if (at < before) instants.delete(id);
}
