import type { BotDependencies } from "./app/create-bot.ts";
import type { World } from "./app/gather-facts.ts";
import { createGrammar } from "./app/understand.ts";
import {
  readAuthorities,
  readCampaigns,
  readGeneral,
  readHelpLines,
  readOpenHosts,
} from "./campaigns/read-files.ts";
import { loadEnvironment, readConfig } from "./config/config.ts";
import { readContent } from "./content/read-content.ts";
import { languagesIn, ownFolders, shippedPath } from "./support/folders.ts";
import { systemTimers } from "./support/timers.ts";

/** The dependencies of a bot, besides its store, its channels and its log. */
export type Core = ReturnType<typeof readCore>["core"];
/** The same with log, meter and flood limit. */
export type CoreDependencies = Core & Pick<BotDependencies, "log" | "meter" | "messagesPerMinute">;

/**
 * Reads the settings, and the dependencies of a bot besides its store and its channels. Throws an
 * error that tells the operator what to do.
 */
export function readCore() {
  const campaigns = readCampaigns(ownFolders.campaigns);
  const { topics: generalTopics, facts: generalFacts } = readGeneral(
    shippedPath("src/campaigns/general/general.json"),
  );
  const environment = loadEnvironment();
  const config = readConfig(environment, languagesIn(ownFolders.locales));
  const { defaultLanguage, timeZone: defaultZone } = config;
  const content = readContent(ownFolders.locales, [...campaigns.values()], {
    generalTopics,
    defaultLanguage,
  });
  const { wording, texts, withoutExamples } = content;
  const world: World = {
    languages: [...new Set([defaultLanguage, ...wording.languages])],
    defaultLanguage,
    withoutExamples,
    defaultZone,
    campaigns,
    generalTopics,
    generalFacts,
    authorities: readAuthorities(shippedPath("src/campaigns/authorities/authorities.json")),
    helpLines: readHelpLines(shippedPath("src/campaigns/help-lines/help-lines.json")),
    community: Object.entries(config.community).map(([id, url]) => ({ id, url })),
    retentionDays: config.retentionDays,
    operator: config.operator,
  };
  const openHosts = readOpenHosts(shippedPath("src/campaigns/open-hosts/open-hosts.json"));
  const grammar = createGrammar(content, world, openHosts);
  const core = {
    wording,
    texts,
    grammar,
    world,
    clock: { now: Date.now },
    timers: systemTimers,
    random: Math.random,
  };
  return { environment, config, core };
}
