import { createInbox } from "../../src/app/create-inbox.ts";
import { createGrammar } from "../../src/app/understand.ts";
import { readCampaigns } from "../../src/campaigns/read-files.ts";
import { readContent } from "../../src/content/read-content.ts";
import type { OutgoingMessage } from "../../src/ports.ts";
import { allAuthorities, allHelpLines, general, openHosts, unmetered } from "./bot-under-test.ts";
import { openMemoryStore } from "./open-memory-store.ts";

/** What people see of one message: its text, its buttons and its links. */
export interface Seen {
  readonly text: string;
  readonly buttons: readonly string[];
  readonly links: readonly string[];
}

/** Starts a bot on these folders, says these words to it one after the other, and gives all that it answered. The messenger may tell a language. */
export async function sayToBot(
  folders: { readonly campaigns: string; readonly locales: string },
  words: readonly string[],
  languageHint?: string,
): Promise<readonly Seen[]> {
  const campaigns = readCampaigns(folders.campaigns);
  const content = readContent(folders.locales, [...campaigns.values()]);
  const { wording } = content;
  const authorities = allAuthorities;
  const store = await openMemoryStore();
  const silent = () => {};
  const inbox = createInbox({
    store,
    wording,
    grammar: createGrammar(content, { campaigns, authorities, generalTopics: general.topics }, openHosts),
    world: {
      languages: wording.languages,
      defaultLanguage: wording.languages[0] ?? "",
      defaultZone: "Europe/Paris",
      campaigns,
      generalTopics: general.topics,
      generalFacts: general.facts,
      authorities,
      helpLines: allHelpLines,
      community: [],
      retentionDays: 90,
    },
    clock: { now: () => Date.parse("2026-11-25T12:00Z") },
    log: { debug: silent, info: silent, warn: silent, error: ({ ...fields }) => fail(fields) },
    delivery: { wake: silent, isCircuitOpen: () => false, isUndisturbed: () => false },
    ...unmetered,
    random: () => 0.5,
  });
  for (const [index, text] of words.entries())
    await inbox.receive({ id: `${index}`, conversationId: "test:1", text, languageHint });
  const rows = await store.outbox("test:1");
  await store.close();
  return rows.map(({ message }) => seen(message));
}

function seen({ text, choices = [], navigation = [], links = [] }: OutgoingMessage): Seen {
  return {
    text: text.map((span) => span.text).join(""),
    buttons: [...choices, ...navigation].map(({ label }) => label),
    links: links.map(({ url }) => url),
  };
}

function fail(fields: object): never {
  throw new Error("a step failed", { cause: fields });
}
