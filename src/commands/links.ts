import { parseArgs } from "node:util";
import { readCampaigns } from "../campaigns/read-files.ts";
import { ownFolders } from "../folders.ts";
import { runCommand, UsageError } from "../support/command-line.ts";
import { printReport } from "../support/log.ts";
import { checkLinks, isBroken, linksToCheck, reportLinks } from "./check-links.ts";

const timeoutMs = 15_000;

async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
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
}

await runCommand(main);
