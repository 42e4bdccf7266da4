import { z } from "zod";
import type { CampaignWords } from "../conversation/words.ts";
import { phrases } from "./words-schema.ts";

/** What people may type for a campaign, out of the file that also holds its texts. */
export const campaignWordsSchema: z.ZodType<CampaignWords> = z
  .object({
    words: z
      .strictObject({ accounts: z.record(z.string(), phrases).default({}), service: phrases })
      .prefault({}),
    help: z.record(z.string(), z.object({ words: phrases })).default({}),
  })
  .transform(({ words, help }) => ({
    ...words,
    topics: Object.fromEntries(Object.entries(help).map(([topic, texts]) => [topic, texts.words])),
  }));
