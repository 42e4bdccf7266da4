import { z } from "zod";
import { campaignSchema } from "../campaigns/schema.ts";

/** Returns the JSON schema of a campaign's file, for editors. */
export function campaignJsonSchema(): string {
  const schema = z.toJSONSchema(campaignSchema, { io: "input" });
  return `${JSON.stringify({ title: "A campaign of Objecteur", ...schema }, undefined, 2)}\n`;
}
