import { z } from "zod";
import { campaignSchema } from "../campaigns/schema.ts";

/** Writes the schema of a campaign's file for editors, as JSON. */
export function campaignJsonSchema(): string {
  const schema = z.toJSONSchema(campaignSchema, { io: "input" });
  return `${JSON.stringify({ title: "A campaign of Objecteur", ...schema }, undefined, 2)}\n`;
}
