import {
  type Channel,
  ChannelError,
  type ChannelProblem,
  type ConversationId,
  channelNameOf,
  type Inbox,
  type IncomingMessage,
  type OutboxRow,
  type OutgoingMessage,
} from "../../src/ports.ts";
import { InFlight } from "../../src/support/in-flight.ts";
import type { Choices } from "./choices.ts";
import type { Happening, SendOutcome } from "./history.ts";
import type { Owner, VirtualTime } from "./virtual-time.ts";

/** A process, as the platform sees it. */
export interface Receiver extends Owner {
  readonly number: number;
}

/**
 * The ways to talk to people, each with its own manners. Their limits are no real channel's: they are
 * small enough to be reached in a short world. The judge states them again, as the platform's own rules,
 * so that it finds a wrong one here too.
 */
export const channelManners = {
  /** Any process receives, as by a webhook. */
  chat: {
    isExclusive: false,
    limits: { perSecond: 2 },
    perChat: { everyMs: 1_000, burst: 1, counts: "proactive" },
  },
  /** One process alone receives and sends, slowly. */
  phone: {
    isExclusive: true,
    limits: { perHour: 1, perDay: 20, spacing: { shortestMs: 2_000, longestMs: 6_000 } },
  },
  /** A page, which may be closed: what is said waits for its person. */
  page: { isExclusive: false, limits: {} },
} as const satisfies Record<string, Pick<Channel, "isExclusive" | "limits" | "perChat">>;
export type ChannelName = keyof typeof channelManners;
export const channelNames = Object.keys(channelManners) as ChannelName[];

/** An update that was not confirmed yet. */
interface Update {
  readonly message: IncomingMessage;
  /** By how many processes it is being handled now. */
  inHand: number;
  notBefore: number;
  confirmedAt: number;
}

/** How a message was taken, and what the process is told if it was not. */
interface Taken {
  readonly outcome: SendOutcome;
  readonly problem?: ChannelProblem;
}

interface Chat {
  isBlocked: boolean;
  /** The page is open. */
  isOpen: boolean;
  movedTo?: ConversationId;
  /** Nothing is taken before then. */
  refusesUntil: number;
  /** When an update was handled last: the next one comes later, so that their answers can be told apart. */
  heardAt: number;
}

/** After a failure the platform hands an update over again. */
const againMs = [2_000, 10_000, 30_000] as const;
/** After this long an update that was confirmed is never handed over again. */
const repeatsWithin = 24 * 3_600_000;
const neverAnswersMs = 30_000;

/** The other side of all channels: it keeps updates until they are confirmed, and takes messages as it likes. */
export class Platform {
  readonly #time: VirtualTime;
  readonly #choices: Choices;
  readonly #note: (happening: Happening) => void;
  readonly #chats = new Map<ConversationId, Chat>();
  readonly #updates = new Set<Update>();
  readonly #confirmed: Update[] = [];
  readonly #inboxes = new Map<string, Map<Receiver, Inbox>>();
  #handings = 0;
  /** Nothing is taken. */
  isDown = false;
  /** It makes mistakes. */
  isFaulty = true;

  constructor(time: VirtualTime, choices: Choices, note: (happening: Happening) => void) {
    this.#time = time;
    this.#choices = choices;
    this.#note = note;
  }

  chat(id: ConversationId): Chat {
    const known = this.#chats.get(id);
    if (known) return known;
    const chat: Chat = { isBlocked: false, isOpen: true, refusesUntil: 0, heardAt: 0 };
    this.#chats.set(id, chat);
    return chat;
  }

  /** A person has written: it waits here until a process has confirmed it. */
  accept(message: IncomingMessage): void {
    this.#updates.add({ message, inHand: 0, notBefore: this.#time.now, confirmedAt: 0 });
  }

  /** How many updates wait. */
  get waiting(): number {
    return this.#updates.size;
  }

  /** When the next update is handed over; never if none waits. */
  nextDue(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { inHand, notBefore } of this.#updates) if (inHand === 0) next = Math.min(next, notBefore);
    return next;
  }

  /** Hands over what waits; now and then one a second time. */
  handOver(): void {
    if (this.#updates.size > 0) this.#giveWaiting();
    const last = this.#confirmed.at(-1);
    if (
      last &&
      this.isFaulty &&
      last.confirmedAt > this.#time.now - repeatsWithin &&
      this.#choices.oneIn(2_000)
    )
      this.#give(last);
  }

  /** A chat's updates one after the other. */
  #giveWaiting(): void {
    const updates = [...this.#updates];
    const busy = updates.filter(({ inHand }) => inHand > 0).map(({ message }) => message.conversationId);
    for (const update of updates) {
      const { conversationId } = update.message;
      if (busy.includes(conversationId)) continue;
      busy.push(conversationId);
      if (update.notBefore > this.#time.now || this.chat(conversationId).heardAt === this.#time.now) continue;
      this.#give(update);
    }
  }

  #give(update: Update): void {
    const { message } = update;
    const receivers = [...(this.#inboxes.get(channelNameOf(message.conversationId)) ?? [])].filter(
      ([{ isDead, isFrozen }]) => !isDead && !isFrozen,
    );
    const [first, ...others] = receivers;
    if (!first) return;
    const [receiver, inbox] = this.#choices.pick([first, ...others]);
    void this.#hand(update, receiver, inbox);
    // It did not hear the first one's answer in time.
    const second = others.find((other) => other[0] !== receiver);
    if (second && this.isFaulty && this.#choices.oneIn(20)) void this.#hand(update, ...second);
  }

  async #hand(update: Update, receiver: Receiver, inbox: Inbox): Promise<void> {
    const { message } = update;
    const { id, conversationId: chat } = message;
    const process = receiver.number;
    update.inHand += 1;
    this.#handings += 1;
    const handing = this.#handings;
    this.#note({ what: "handed-over", handing, update: id, chat, process });
    try {
      const receipt = await inbox.receive(message);
      if (receiver.isDead) return;
      this.#note({ what: "receipt", handing, update: id, chat, process, receipt });
      this.chat(chat).heardAt = this.#time.now;
      if (this.#updates.delete(update)) {
        update.confirmedAt = this.#time.now;
        this.#confirmed.push(update);
      }
    } catch {
      if (receiver.isDead) return;
      this.#note({ what: "receipt", handing, update: id, chat, process, receipt: "failed" });
      update.notBefore = this.#time.now + this.#choices.pick(againMs);
    }
    update.inHand -= 1;
  }

  /** What was in the hands of a process that has died is handed over again. */
  forget(receiver: Receiver): void {
    for (const inboxes of this.#inboxes.values()) inboxes.delete(receiver);
    for (const update of this.#updates) update.inHand = 0;
  }

  /** Returns the channel by which a process talks to people here. */
  channelOf(name: ChannelName, receiver: Receiver): Channel {
    const manners = channelManners[name];
    const { isExclusive } = manners;
    const inFlight = new InFlight();
    const inboxes = this.#inboxes.get(name) ?? new Map<Receiver, Inbox>();
    this.#inboxes.set(name, inboxes);
    return {
      name,
      ...manners,
      state: () => ({ ready: inboxes.has(receiver), since: 0 }),
      start: async (inbox) => {
        await this.#time.wait(
          this.#choices.pick(isExclusive ? [10, 2_000, 8_000] : [0, 10, 2_000]),
          receiver,
        );
        inboxes.set(receiver, {
          ...inbox,
          receive: (message) => inFlight.track(inbox.receive(message)),
        });
      },
      stop: async () => {
        inboxes.delete(receiver);
        await inFlight.settled();
      },
      send: (id, message, kind = "answer", key = "") => this.#send(receiver, id, { message, kind, key }),
    };
  }

  async #send(
    receiver: Receiver,
    id: ConversationId,
    sent: {
      readonly message: OutgoingMessage;
      readonly kind: OutboxRow["kind"];
      readonly key: string;
    },
  ): Promise<void> {
    const asked = this.#time.now;
    // On its way there it needs the process no more.
    await this.#time.wait(this.#latency());
    const { outcome, problem } = this.#take(id);
    const waitMs = problem?.reason === "rate-limited" ? problem.retryAfterMs : undefined;
    this.#note({
      what: "sent",
      process: receiver.number,
      chat: id,
      ...sent,
      asked,
      outcome,
      ...(waitMs !== undefined && { waitMs }),
    });
    await this.#time.wait(outcome === "lost" ? neverAnswersMs : this.#latency(), receiver);
    if (problem) throw new ChannelError(channelNameOf(id), problem, outcome);
  }

  #take(id: ConversationId): Taken {
    const chat = this.chat(id);
    const waitMs = chat.refusesUntil - this.#time.now;
    if (chat.movedTo) return { outcome: "moved", problem: { reason: "moved", to: chat.movedTo } };
    if (chat.isBlocked) return { outcome: "gone", problem: { reason: "gone" } };
    if (this.isDown) return { outcome: "unavailable", problem: { reason: "unavailable" } };
    if (!chat.isOpen) return { outcome: "away", problem: { reason: "away" } };
    if (waitMs > 0) return { outcome: "refused", problem: { reason: "rate-limited", retryAfterMs: waitMs } };
    return this.isFaulty ? this.#chooseOutcome(chat) : { outcome: "taken" };
  }

  #chooseOutcome(chat: Chat): Taken {
    const outcome = this.#choices.weighted<"taken" | "lost" | "refused" | "unavailable">([
      [24, "taken"],
      [1, "lost"],
      [1, "refused"],
      [1, "unavailable"],
    ]);
    if (outcome === "taken") return { outcome };
    if (outcome !== "refused") return { outcome, problem: { reason: "unavailable" } };
    const retryAfterMs = this.#choices.pick([1_000, 7_000, 40_000]);
    chat.refusesUntil = this.#time.now + retryAfterMs;
    return { outcome, problem: { reason: "rate-limited", retryAfterMs } };
  }

  #latency(): number {
    return this.#choices.weighted([
      [6, 0],
      [3, 20],
      [1, 700],
    ]);
  }

  /** Someone opens the page, here or on the process that is told. */
  open(id: ConversationId): void {
    this.chat(id).isOpen = true;
    for (const [receiver, inbox] of this.#inboxes.get(channelNameOf(id)) ?? [])
      if (!receiver.isDead && !receiver.isFrozen) inbox.here(id);
  }
}
