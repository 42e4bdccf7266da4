import type { Campaign } from "../campaigns/schema.ts";
import { addressesOf } from "../conversation/required-steps.ts";
import { phaseOf } from "../conversation/schedule.ts";
import type { Instant } from "../conversation/vocabulary.ts";
import type { Wording } from "../ports.ts";

/**
 * Returns the main link to the form or setting of each account, labelled in every language with the
 * service's name.
 */
export function listForms(wording: Wording, campaigns: Iterable<Campaign>, now: Instant) {
  return [...campaigns].flatMap((campaign) =>
    campaign.accounts.flatMap(({ id }) => {
      const [url] = addressesOf(campaign, id, phaseOf(campaign, now));
      if (url === undefined) return [];
      const labels = wording.languages.map((language) => {
        const write = (key: `steps.${string}.open` | "short") =>
          wording.plain({ key, campaign: campaign.id }, language);
        return [language, `${write("short")} · ${write(`steps.${id}.open`)}`];
      });
      return [{ url, label: Object.fromEntries(labels) as Readonly<Record<string, string>> }];
    }),
  );
}
