import { z } from "zod";
import type { OutgoingMessage } from "../../app/ports.ts";
import type { Language } from "../../conversation/vocabulary.ts";
import type { Transport } from "./transport.ts";

export type TemplateKind = NonNullable<OutgoingMessage["reminder"]>["kind"];

/** What a person who has not written for 24 hours can be sent: one template for each kind, handed in as this category. */
export const templateCategories = {
  date: "UTILITY",
  confirmation: "UTILITY",
  alert: "MARKETING",
} as const satisfies Record<TemplateKind, "UTILITY" | "MARKETING">;
export const templateKinds = Object.keys(templateCategories) as TemplateKind[];

/** The words of a template in one language. */
export interface TemplateText {
  /** Names the service as `{{service}}`, neither first nor last. */
  readonly body: string;
  /** A service that stands in the example for Meta's reviewers. */
  readonly example: string;
  /** At most 25 characters each. */
  readonly buttons: readonly string[];
}

/** A template as the platform creates it, and as it tells of it. */
export type Template = ReturnType<typeof renderTemplate>;

export const nameOf = (kind: TemplateKind) => `objecteur_${kind}_v1`;
const parameter = "service";

/** Writes a template as it is handed in for review. */
export function renderTemplate(kind: TemplateKind, language: Language, text: TemplateText) {
  const example = { body_text_named_params: [{ param_name: parameter, example: text.example }] };
  const buttons = text.buttons.map((label) => ({ type: "QUICK_REPLY", text: label }));
  return {
    name: nameOf(kind),
    language,
    category: templateCategories[kind],
    parameter_format: "NAMED",
    components: [
      { type: "BODY", text: text.body, example },
      { type: "BUTTONS", buttons },
    ],
  } as const;
}

/** The call that sends a reminder as its template. */
export function templateCall(reminder: NonNullable<OutgoingMessage["reminder"]>, language: Language) {
  const { kind, service, taps } = reminder;
  return {
    type: "template",
    template: {
      name: nameOf(kind),
      language: { code: language },
      components: [
        { type: "body", parameters: [{ type: "text", parameter_name: parameter, text: service }] },
        ...taps.map((payload, index) => ({
          type: "button",
          sub_type: "quick_reply",
          index: String(index),
          parameters: [{ type: "payload", payload }],
        })),
      ],
    },
  } as const;
}

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
