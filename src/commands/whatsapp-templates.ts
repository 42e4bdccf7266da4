import { createTemplates } from "../channels/whatsapp-cloud/create-templates.ts";
import { templateKinds } from "../channels/whatsapp-cloud/templates.ts";
import { ConfigError, loadEnvironment, readConfig } from "../config/config.ts";
import { templateText } from "../content/channel-texts.ts";
import { readContent } from "../content/read-content.ts";
import { createCommand, usageOf } from "../support/command-line.ts";
import { languagesIn, ownFolders } from "../support/folders.ts";
import { printReport } from "../support/log.ts";

const usage = usageOf([
  ["npm run whatsapp-templates", "hands in the templates, once the official WhatsApp is set up"],
]);

/** Submits the reminder templates that Meta does not have yet, and prints the state of each. */
export const whatsappTemplates = createCommand(usage, {}, async () => {
  const languages = languagesIn(ownFolders.locales);
  const { whatsappCloud } = readConfig(loadEnvironment(), languages);
  if (whatsappCloud === undefined)
    throw new ConfigError(["WHATSAPP_CLOUD_TOKEN: needed, see docs/whatsapp-cloud.md"]);
  const { wording } = readContent(ownFolders.locales, []);
  const templates = languages.flatMap((language) =>
    templateKinds.map((kind) => ({ kind, language, text: templateText(wording, kind, language) })),
  );
  for (const { name, language, state } of await createTemplates(whatsappCloud, templates))
    printReport(`${name} (${language}): ${state}`);
});
