import type { Wording } from "../app/ports.ts";
import type { Language } from "../conversation/vocabulary.ts";

/** The slash commands, in the order of Telegram's menu. */
const commands = [
  "start",
  "menu",
  "back",
  "language",
  "where",
  "reminders",
  "sources",
  "data",
  "help",
  "forget",
  "stop",
] as const;

/** Returns the bot's profile on Telegram for each language, and one for all other languages. */
export function telegramProfiles(wording: Wording, defaultLanguage: Language) {
  const profile = (language: Language) => ({
    commands: commands.map((command) => ({
      command,
      description: wording.plain({ key: `profile.commands.${command}` }, language),
    })),
    groupCommands: [
      { command: "start", description: wording.plain({ key: "profile.group-start" }, language) },
    ],
    description: wording.plain({ key: "profile.description" }, language),
    shortDescription: wording.plain({ key: "profile.short-description" }, language),
  });
  return [
    profile(defaultLanguage),
    ...wording.languages.map((language) => ({ language, ...profile(language) })),
  ];
}
