import { z } from "zod";
import type { Transport } from "./transport.ts";

/** A template as Meta has it. */
export type ExistingTemplate = z.infer<typeof listSchema>["data"][number];

const componentSchema = z.object({ type: z.string(), text: z.string().optional() });
const listSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      language: z.string(),
      status: z.string(),
      category: z.string(),
      components: z.array(componentSchema).catch([]),
    }),
  ),
});
const fields = "fields=id,name,language,status,category,components&limit=250";

/** Asks for the templates of an account. */
export async function listTemplates(
  transport: Pick<Transport, "call">,
  wabaId: string,
): Promise<readonly ExistingTemplate[]> {
  return listSchema.parse(await transport.call("GET", `${wabaId}/message_templates?${fields}`)).data;
}
