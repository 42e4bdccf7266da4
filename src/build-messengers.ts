import { answerGroup } from "./app/answer-group.ts";
import { createChannelNotes } from "./app/channel-notes.ts";
import type { BotDependencies } from "./app/create-bot.ts";
import type { Channel, GroupCall } from "./app/ports.ts";
import type { TelegramChannel } from "./channels/telegram/adapter.ts";
import type { Config, TelegramConfig, WhatsAppConfig } from "./config.ts";
import { telegramProfiles } from "./content/channel-texts.ts";
import { lockFile } from "./storage/lock-file.ts";

/** The messengers that are set up, not yet started. */
export interface Messengers {
  readonly telegram: TelegramChannel | undefined;
  readonly whatsapp: Channel | undefined;
}

/** What they are built from. */
export interface MessengerDependencies extends Omit<BotDependencies, "channels"> {
  /** Shows the operator what they have to do, such as a code to scan. */
  readonly print: (text: string) => void;
}

/** Builds the messengers. Each is loaded only if it is set up: its libraries take tens of megabytes. */
export async function buildMessengers(
  config: Config,
  dependencies: MessengerDependencies,
): Promise<Messengers> {
  return {
    telegram: config.telegram && (await buildTelegram(config.telegram, config, dependencies)),
    whatsapp: config.whatsapp && (await buildWhatsApp(config.whatsapp, config, dependencies)),
  };
}

async function buildTelegram(
  telegram: TelegramConfig,
  { communityChats, defaultLanguage }: Config,
  dependencies: MessengerDependencies,
): Promise<TelegramChannel> {
  const { createTelegramChannel } = await import("./channels/telegram/adapter.ts");
  return createTelegramChannel({
    ...dependencies,
    ...telegram,
    profiles: telegramProfiles(dependencies.wording, defaultLanguage),
    answerGroup: (call: GroupCall) => answerGroup(call, dependencies),
    communityChat: communityChats.telegram?.chat,
  });
}

async function buildWhatsApp(
  whatsapp: WhatsAppConfig,
  { communityChats }: Config,
  dependencies: MessengerDependencies,
): Promise<Channel> {
  const { createWhatsAppChannel } = await import("./channels/whatsapp/adapter.ts");
  const notes = createChannelNotes(dependencies.store, "whatsapp");
  const communityChat = communityChats.whatsapp?.chat;
  return createWhatsAppChannel({ ...dependencies, ...whatsapp, notes, communityChat, lockFile });
}
