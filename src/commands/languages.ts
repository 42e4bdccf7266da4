import { readCampaigns } from "../campaigns/read-files.ts";
import { createCommand, runCommand, UsageError, usageOf } from "../support/command-line.ts";
import { ownFolders } from "../support/folders.ts";
import { printReport } from "../support/log.ts";
import { listLanguages, writeNotes } from "./list-languages.ts";

const usage = usageOf([
  ["npm run languages", "lists them, with how much of each is translated"],
  ["npm run languages -- <language>", "lists all that is not translated in one"],
  [
    "npm run --silent languages -- notes",
    "prints the English texts as CSV, with where each is used and how long it may be",
  ],
]);

/** Lists the languages, or what is to be done for one, or prints notes for translators. */
const languages = createCommand(usage, { allowPositionals: true }, ({ positionals }) => {
  const [wanted, ...others] = positionals;
  if (others.length > 0) throw new UsageError(usage);
  const campaigns = [...readCampaigns(ownFolders.campaigns).keys()];
  const { locales } = ownFolders;
  printReport(
    wanted === "notes" ? writeNotes(locales, campaigns) : listLanguages(locales, campaigns, wanted),
  );
});

await runCommand(languages);
