import type { OutgoingMessage } from "../../src/ports.ts";
import type { BotUnderTest } from "./bot-under-test.ts";
import { until } from "./until.ts";

/** A message as the person sees it, whatever the channel. */
export interface SeenByPerson {
  readonly text: string;
  readonly links: readonly { readonly label: string; readonly url: string }[];
  /** The text that they can copy. */
  readonly copy?: string;
  /** The file's name. */
  readonly file?: string;
  /** All that can be pressed, or chosen by number or word. */
  readonly buttons: readonly string[];
}

/** A person on one channel, with a whole bot at the other end. Each act resolves when the bot has answered it. */
export interface ChannelDriver {
  readonly says: (text: string) => Promise<void>;
  /** Presses the button with this label; chooses it by its number or words where there are no buttons. */
  readonly presses: (label: string) => Promise<void>;
  /** Sends something that is not text, such as "sticker". */
  readonly sends: (kind: string) => Promise<void>;
  /** Moves the clock by so many seconds, minutes, hours or days ("1s", "30m", "2h", "3d"), and lets the bot do what is due. */
  readonly waits: (length: string) => Promise<void>;
  /** What the bot has said since the last look. */
  readonly look: () => readonly SeenByPerson[];
  /** Warnings and errors that the bot has logged. */
  readonly trouble: readonly string[];
  readonly close: () => Promise<void>;
}

/** What a dialogue takes place in. */
export interface Scene {
  readonly at: string;
  readonly language?: string;
  readonly campaigns: readonly string[];
  readonly community: boolean;
  /** What the person says first: nobody is written to unasked. */
  readonly firstWords: string;
}

/** Opens a chat, in which the first words are answered already. */
export type OpenChannel = (scene: Scene) => Promise<ChannelDriver>;

const lengths: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads "1s", "30m", "2h" or "3d" as milliseconds. */
function readLength(length: string): number {
  const [, count, unit = ""] = /^(\d+)([smhd])$/.exec(length) ?? [];
  const ms = lengths[unit];
  if (ms === undefined) throw new Error(`no length of time: ${length}`);
  return Number(count) * ms;
}

const addresses = [
  { id: "telegram", url: "https://t.me/objecteur_exemple" },
  { id: "whatsapp", url: "https://whatsapp.com/channel/objecteur-exemple" },
];

/** What the bot under test is made of in this scene. */
export function sceneOptions({ at, campaigns, community }: Scene) {
  return { now: at, campaigns, world: { community: community ? addresses : [] } };
}

/** What a person does on a channel that delivers by itself: each act resolves when the bot has answered it. */
export function actsWith(tested: BotUnderTest) {
  const act = async (work: () => void): Promise<void> => {
    const before = tested.received();
    work();
    await until(() => tested.received() > before, "an answer");
    await tested.bot.settle();
  };
  return { act, waits: waitsWith(tested) };
}

/** Moves the clock of a bot, and lets it do what is due. */
export function waitsWith({ bot, clock }: BotUnderTest): ChannelDriver["waits"] {
  return async (length) => {
    clock.advance(readLength(length));
    await bot.remind();
    await bot.settle();
  };
}

/** Reads a message as the person sees it where nothing of it takes another form. */
export function readMessage(message: OutgoingMessage): SeenByPerson {
  const { text, links = [], copy, file, choices = [], navigation = [] } = message;
  return {
    text: text.map((span) => span.text).join(""),
    links,
    ...(copy !== undefined && { copy: copy.text }),
    ...(file !== undefined && { file: file.name }),
    buttons: [...choices, ...navigation].map(({ label }) => label),
  };
}

/** The id of the newest button with this label. */
export function idOfButton(label: string, messages: readonly OutgoingMessage[]): string {
  const buttons = messages.flatMap(({ choices = [], navigation = [] }) => [...choices, ...navigation]);
  const button = buttons.findLast((each) => each.label === label);
  if (button === undefined) throw new Error(`there is no button "${label}"`);
  return button.id;
}
