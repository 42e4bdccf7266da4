import type { Api } from "grammy";
import type { LanguageCode } from "grammy/types";
import type { Log } from "../../app/ports.ts";
import type { Language } from "../../conversation/vocabulary.ts";
import { describeTelegramError } from "./errors.ts";

type Commands = readonly { readonly command: string; readonly description: string }[];

/** What Telegram shows of the bot to people who use it in one language. */
export interface Profile {
  /** A tag such as "fr"; absent: for everyone whose language has no profile of its own. */
  readonly language?: Language;
  /** The list behind the menu button; names without the slash. */
  readonly commands: Commands;
  /** The same in groups, where little can be asked for. */
  readonly groupCommands: Commands;
  /** Shown in an empty chat, before /start; at most 512 characters. */
  readonly description: string;
  /** Shown on the bot's page and in shared links; at most 120 characters. */
  readonly shortDescription: string;
}

/** Sets only what differs from what Telegram has. Never rejects: a failure is logged, since the bot works without a profile. */
export async function updateProfiles(api: Api, profiles: readonly Profile[], log: Log): Promise<void> {
  const updates = profiles.flatMap((profile) => [
    updateCommands(api, profile.commands, languageCode(profile.language)),
    updateCommands(api, profile.groupCommands, {
      scope: { type: "all_group_chats" },
      ...languageCode(profile.language),
    }),
    updateDescription(api, profile),
    updateShortDescription(api, profile),
  ]);
  for (const result of await Promise.allSettled(updates)) {
    if (result.status === "fulfilled") continue;
    log.warn(
      { problem: describeTelegramError(result.reason) },
      "the bot's profile could not be brought up to date",
    );
  }
}

async function updateCommands(
  api: Api,
  commands: Commands,
  shownTo: Parameters<Api["getMyCommands"]>[0],
): Promise<void> {
  const present = await api.getMyCommands(shownTo);
  const unchanged =
    present.length === commands.length &&
    commands.every(({ command, description }, index) => {
      const other = present[index];
      return other?.command === command && other.description === description;
    });
  if (!unchanged) await api.setMyCommands(commands, shownTo);
}

async function updateDescription(api: Api, { language, description }: Profile): Promise<void> {
  const present = await api.getMyDescription(languageCode(language));
  if (present.description !== description) await api.setMyDescription(description, languageCode(language));
}

async function updateShortDescription(api: Api, { language, shortDescription }: Profile): Promise<void> {
  const present = await api.getMyShortDescription(languageCode(language));
  if (present.short_description === shortDescription) return;
  await api.setMyShortDescription(shortDescription, languageCode(language));
}

/** Telegram takes languages of two letters, without a region. */
function languageCode(language: string | undefined): { language_code?: LanguageCode } {
  if (language === undefined) return {};
  return { language_code: language.split("-")[0] as LanguageCode };
}
