import { z } from "zod";
import { fact, name } from "../schema.ts";

const topics = z
  .array(name)
  .min(1, "expected at least one topic")
  .superRefine((all, context) => {
    for (const [index, topic] of all.entries()) {
      if (all.indexOf(topic) < index)
        context.addIssue({ code: "custom", path: [index], message: `"${topic}" stands twice` });
    }
  });

/** What the file of general answers holds: the topics in order, and the facts that their texts rest on. */
export const generalSchema = z.strictObject({ topics, facts: z.record(name, fact) });

/** The everyday questions that have an answer for any service, in order, and how we know. */
export type General = Readonly<z.infer<typeof generalSchema>>;
