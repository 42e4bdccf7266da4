import { answerGroup } from "./app/answer-group.ts";
import type { BotParts } from "./app/create-bot.ts";
import type { Channel, GroupCall } from "./app/ports.ts";
import { createTelegramChannel, type TelegramChannel } from "./channels/telegram/adapter.ts";
import { createWhatsAppChannel } from "./channels/whatsapp/adapter.ts";
import type { Config } from "./config.ts";
import { telegramProfiles } from "./content/telegram-profiles.ts";

/** The messengers that are set up, not yet started. */
export interface Messengers {
  readonly telegram: TelegramChannel | undefined;
  readonly whatsapp: Channel | undefined;
}

/** What they are built from. */
export interface MessengerParts extends Omit<BotParts, "store" | "channels"> {
  /** Shows the operator what they have to do, such as a code to scan. */
  readonly print: (text: string) => void;
}

/** Builds the messengers. */
export function buildMessengers(config: Config, parts: MessengerParts): Messengers {
  const { communityChats, defaultLanguage } = config;
  const { wording } = parts;
  return {
    telegram:
      config.telegram &&
      createTelegramChannel({
        ...parts,
        ...config.telegram,
        profiles: telegramProfiles(wording, defaultLanguage),
        answerGroup: (call: GroupCall) => answerGroup(call, parts),
        communityChat: communityChats.telegram?.chat,
      }),
    whatsapp:
      config.whatsapp &&
      createWhatsAppChannel({
        ...parts,
        ...config.whatsapp,
        communityChat: communityChats.whatsapp?.chat,
      }),
  };
}
