import { renderTemplate, templateKinds } from "../../../src/channels/whatsapp-cloud/templates.ts";
import { templateText } from "../../../src/content/channel-texts.ts";
import type { Wording } from "../../../src/ports.ts";

/** Returns the templates that are handed in for review. */
export function ourTemplates(wording: Wording) {
  return wording.languages.flatMap((language) =>
    templateKinds.map((kind) => renderTemplate(kind, language, templateText(wording, kind, language))),
  );
}
