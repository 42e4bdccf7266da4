import { isDeepStrictEqual } from "node:util";
import type { Api } from "grammy";
import type { LanguageCode } from "grammy/types";
import type { Language } from "../../conversation/vocabulary.ts";
import type { Log } from "../../support/log.ts";
import { withoutRegion } from "../../support/match-language.ts";
import { describeTelegramError } from "./errors.ts";

type Commands = readonly { readonly command: string; readonly description: string }[];

/** What Telegram shows about the bot to people who use it in one language. */
export interface Profile {
  /** A tag such as "fr"; absent: for everyone whose language has no profile of its own. */
  readonly language?: Language;
  /** The list behind the menu button; names without the slash. */
  readonly commands: Commands;
  /** The command list in groups, where the bot only links to the private chat. */
  readonly groupCommands: Commands;
  /** Shown in an empty chat, before /start; at most 512 characters. */
  readonly description: string;
  /** Shown on the bot's page and in shared links; at most 120 characters. */
  readonly shortDescription: string;
}

/**
 * Updates the parts of the profile that differ from Telegram's. Never rejects: a failure is logged,
 * since the bot works without a profile.
 */
export async function updateProfiles(api: Api, profiles: readonly Profile[], log: Log): Promise<void> {
  const onFailure = (error: unknown) =>
    log.warn({ problem: describeTelegramError(error) }, "the bot's profile could not be brought up to date");
  const updates = profiles.filter(isShown).flatMap((profile) => updatesOf(api, profile));
  await Promise.all(updates.map((each) => each.catch(onFailure)));
}

/** Returns the language as Telegram takes it, of two letters and without a region. */
function codeOf({ language }: Profile): LanguageCode | undefined {
  return language === undefined ? undefined : (withoutRegion(language) as LanguageCode);
}

/** True if Telegram can show the profile: of several regions, it shows the first. */
function isShown(profile: Profile, index: number, all: readonly Profile[]): boolean {
  const code = codeOf(profile);
  if (code === undefined) return true;
  return code.length === 2 && all.findIndex((other) => codeOf(other) === code) === index;
}

function updatesOf(api: Api, profile: Profile): Promise<void>[] {
  const { commands, groupCommands, description, shortDescription } = profile;
  const code = codeOf(profile);
  const language = code === undefined ? {} : { language_code: code };
  const inGroups = { scope: { type: "all_group_chats" }, ...language } as const;
  return [
    update(api.getMyCommands(language), commands, () => api.setMyCommands(commands, language)),
    update(api.getMyCommands(inGroups), groupCommands, () => api.setMyCommands(groupCommands, inGroups)),
    update(api.getMyDescription(language), { description }, () =>
      api.setMyDescription(description, language),
    ),
    update(api.getMyShortDescription(language), { short_description: shortDescription }, () =>
      api.setMyShortDescription(shortDescription, language),
    ),
  ];
}

async function update(present: Promise<object>, wanted: object, set: () => Promise<unknown>): Promise<void> {
  if (!isDeepStrictEqual(await present, wanted)) await set();
}
