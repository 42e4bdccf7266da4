import { readCampaigns } from "../campaigns/read-files.ts";
import { createCommand, runCommand, UsageError, usageOf } from "../support/command-line.ts";
import { ownFolders } from "../support/folders.ts";
import { printReport } from "../support/log.ts";
import { checkLinks, isBroken, linksToCheck, reportLinks } from "./check-links.ts";

const usage = usageOf([
  ["npm run links -- [<campaign> …]", "opens each address of these campaigns, or of all"],
]);
const timeoutMs = 15_000;

/** Opens each address of the campaigns that the command names, or of all. */
const links = createCommand(usage, { allowPositionals: true }, async ({ positionals }) => {
  const campaigns = readCampaigns(ownFolders.campaigns);
  const unknown = positionals.find((id) => !campaigns.has(id));
  if (unknown !== undefined)
    throw new UsageError(`${unknown}: expected one of ${[...campaigns.keys()].join(", ")}`);
  const wanted = [...campaigns.values()].filter(
    ({ id }) => positionals.length === 0 || positionals.includes(id),
  );
  const found = await checkLinks(linksToCheck(wanted), timeoutMs);
  printReport(reportLinks(found));
  if (found.some(isBroken)) process.exitCode = 1;
});

await runCommand(links);
