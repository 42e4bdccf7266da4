import {
  type ConversationId,
  channelNameOf,
  type IncomingMessage,
  type OutgoingMessage,
} from "../../src/ports.ts";
import { type Choices, inclined, inclinedAlike, type Weighted } from "./choices.ts";
import type { Happening, Meaning } from "./history.ts";
import { type ChannelName, channelNames, type Platform } from "./platform.ts";

type Said = Exclude<Meaning, "tap">;

/** What people type, and what they mean by it: words that the bot reads alike at any moment. */
const vocabulary: Readonly<Record<Said, readonly string[]>> = {
  start: ["/start meta-en", "/start pinterest-en", "/start"],
  accounts: ["facebook", "both", "only instagram", "not linked"],
  remind: [
    "facebook, remind me in 2 days at 3pm",
    "facebook, remind me tomorrow at 10am",
    "remind me in 2 hours",
    "pinterest, remind me tomorrow at 11am",
    "pinterest, remind me in 2 hours",
    "instagram, remind me in 3 days at 6pm",
  ],
  move: ["move it to tomorrow at 5pm"],
  cancel: ["cancel my reminder"],
  done: ["done"],
  stop: ["stop"],
  forget: ["forget me"],
  yes: ["yes"],
  no: ["no"],
  "alerts-on": ["notify me about the next ones"],
  "alerts-off": ["no more alerts"],
  look: ["my reminders", "my data", "help", "where am I?"],
  courtesy: ["thanks", "hello"],
};

const habits: Weighted<Meaning> = [
  [6, "start"],
  [6, "accounts"],
  [8, "remind"],
  [8, "tap"],
  [3, "yes"],
  [5, "alerts-on"],
  [2, "done"],
  [2, "look"],
  [1, "move"],
  [1, "cancel"],
  [1, "stop"],
  [1, "forget"],
  [1, "no"],
  [1, "alerts-off"],
  [1, "courtesy"],
];

interface Somebody {
  chat: ConversationId;
  readonly languageHint: string;
  readonly zoneHint: string | undefined;
  /** The ids of the buttons that they have seen, the last ones last. */
  readonly seen: string[];
  /** How often they will still do something: after that they only wait for what was promised. */
  patience: number;
  /** What they say to what they were just asked. */
  next?: Meaning | undefined;
}

const zones = [undefined, "Europe/Paris", "America/Montreal", "Asia/Kolkata", "Pacific/Auckland"];

const mostPeople = 12;

/** Those who talk to the bot. */
export class People {
  readonly #choices: Choices;
  readonly #platform: Platform;
  readonly #note: (happening: Happening) => void;
  readonly #all: Somebody[] = [];
  readonly #acts: Weighted<(person: Somebody) => void>;
  readonly #habits: typeof habits;
  readonly #words: Readonly<Record<Said, Weighted<string>>>;
  readonly #channels: Weighted<ChannelName>;
  readonly #zones: Weighted<string | undefined>;
  #updates = 0;

  constructor(choices: Choices, platform: Platform, note: (happening: Happening) => void) {
    this.#choices = choices;
    this.#platform = platform;
    this.#note = note;
    this.#habits = inclined(choices, habits);
    this.#channels = inclinedAlike(choices, channelNames);
    this.#zones = inclinedAlike(choices, zones);
    this.#words = Object.fromEntries(
      Object.entries(vocabulary).map(([meaning, words]) => [meaning, inclinedAlike(choices, words)]),
    ) as Readonly<Record<Said, Weighted<string>>>;
    this.#acts = [
      [40, (person) => this.#write(person)],
      ...inclined<(person: Somebody) => void>(choices, [
        [1, (person) => this.#block(person)],
        [1, (person) => this.#move(person)],
        [2, (person) => this.#leaveOrCome(person)],
      ]),
    ];
  }

  /** They see what has arrived. */
  see(chat: ConversationId, { choices = [], navigation = [] }: OutgoingMessage): void {
    const person = this.#all.find((one) => one.chat === chat);
    person?.seen.push(...[...choices, ...navigation].map(({ id }) => id));
  }

  /** Somebody does something. */
  act(): void {
    const person = this.#somebody();
    if (person === undefined) return;
    person.patience -= 1;
    this.#choices.weighted(this.#acts)(person);
  }

  /** Whoever has blocked or left comes back, so that all can settle. */
  comeBack(): void {
    for (const { chat } of this.#all) this.#come(chat);
  }

  #somebody(): Somebody | undefined {
    const talking = this.#all.filter(({ patience }) => patience > 0);
    const known = talking[this.#choices.below(talking.length)];
    const isCrowded = this.#all.length >= mostPeople;
    return (known && !this.#choices.oneIn(6)) || isCrowded ? known : this.#arrive();
  }

  #arrive(): Somebody {
    const channel = this.#choices.weighted(this.#channels);
    const person: Somebody = {
      chat: `${channel}:${this.#all.length + 1}`,
      languageHint: "en",
      zoneHint: this.#choices.weighted(this.#zones),
      seen: [],
      patience: this.#choices.pick([40, 2, 4, 8, 16]),
    };
    this.#all.push(person);
    return person;
  }

  #write(person: Somebody): void {
    const { chat } = person;
    if (this.#platform.chat(chat).isBlocked) this.#unblock(chat);
    this.#come(chat);
    const meaning = person.next ?? this.#choices.weighted(this.#habits);
    // Whoever wants to be forgotten is asked back, says yes and mostly leaves.
    person.next = meaning === "forget" ? "yes" : undefined;
    if (meaning === "forget" && this.#choices.oneIn(2)) person.patience = 1;
    if (meaning !== "tap")
      return this.#send(person, meaning, { text: this.#choices.weighted(this.#words[meaning]) });
    const tapped = this.#recentButton(person);
    if (tapped !== undefined) this.#send(person, meaning, { tapped });
  }

  /** Mostly one of the last that they have seen. */
  #recentButton({ seen }: Somebody): string | undefined {
    const reach = this.#choices.oneIn(6) ? seen.length : Math.min(seen.length, 8);
    return seen[seen.length - 1 - this.#choices.below(reach)];
  }

  #send(person: Somebody, meaning: Meaning, said: Pick<IncomingMessage, "text" | "tapped">): void {
    this.#updates += 1;
    const { chat, languageHint, zoneHint } = person;
    const id = `u${this.#updates}`;
    const text = said.text ?? said.tapped ?? "";
    this.#note({ what: "wrote", update: id, chat, meaning, text, zone: zoneHint ?? "Europe/Paris" });
    this.#platform.accept({ id, conversationId: chat, languageHint, ...(zoneHint && { zoneHint }), ...said });
  }

  #block({ chat }: Somebody): void {
    if (channelNameOf(chat) === "page") return;
    this.#platform.chat(chat).isBlocked = true;
    this.#note({ what: "blocked", chat });
  }

  #unblock(chat: ConversationId): void {
    this.#platform.chat(chat).isBlocked = false;
    this.#note({ what: "unblocked", chat });
  }

  #move(person: Somebody): void {
    const from = person.chat;
    if (channelNameOf(from) !== "chat") return;
    const to: ConversationId = `${from}'`;
    this.#platform.chat(from).movedTo = to;
    person.chat = to;
    this.#note({ what: "moved", chat: from, to });
  }

  #leaveOrCome({ chat }: Somebody): void {
    if (channelNameOf(chat) !== "page") return;
    if (!this.#platform.chat(chat).isOpen) return this.#come(chat);
    this.#platform.chat(chat).isOpen = false;
    this.#note({ what: "left", chat });
  }

  #come(chat: ConversationId): void {
    if (channelNameOf(chat) !== "page" || this.#platform.chat(chat).isOpen) return;
    this.#note({ what: "came", chat });
    this.#platform.open(chat);
  }
}
