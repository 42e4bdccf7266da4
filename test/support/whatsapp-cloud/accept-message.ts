import { z } from "zod";
import type { CloudPerson } from "./people.ts";

/** An answer of the platform's. */
export interface Refusal {
  readonly httpStatus: number;
  readonly body: object;
}

/** A message that the platform has taken. */
export type TakenMessage = z.infer<typeof messageSchema>;

const atMost = (length: number) => z.string().min(1).max(length);
const body = (length: number) => z.strictObject({ text: atMost(length) });
const reply = z.strictObject({
  type: z.literal("reply"),
  reply: z.strictObject({ id: atMost(256), title: atMost(20) }),
});
const row = z.strictObject({ id: atMost(200), title: atMost(24), description: atMost(72).optional() });
const isUnique = (values: readonly string[]) => new Set(values).size === values.length;
const buttons = z
  .array(reply)
  .min(1)
  .max(3)
  .refine((all) => isUnique(all.map((one) => one.reply.id)) && isUnique(all.map((one) => one.reply.title)));
const sections = z
  .array(z.strictObject({ title: atMost(24).optional(), rows: z.array(row).min(1) }))
  .min(1)
  .max(10)
  .refine((all) => all.flatMap(({ rows }) => rows).length <= 10)
  .refine((all) => isUnique(all.flatMap(({ rows }) => rows).map(({ id }) => id)));
const interactive = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("button"), body: body(1_024), action: z.strictObject({ buttons }) }),
  z.strictObject({
    type: z.literal("list"),
    // Some resellers still enforce this; the platform itself takes 4,096.
    body: body(1_024),
    action: z.strictObject({ button: atMost(20), sections }),
  }),
]);
const template = z.strictObject({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/),
  language: z.strictObject({ code: z.string() }),
  components: z.array(
    z.discriminatedUnion("type", [
      z.strictObject({
        type: z.literal("body"),
        parameters: z.array(
          z.strictObject({
            type: z.literal("text"),
            parameter_name: z.string(),
            text: z.string().regex(/^(?!.*( {4}|[\n\t]))/),
          }),
        ),
      }),
      z.strictObject({
        type: z.literal("button"),
        sub_type: z.literal("quick_reply"),
        index: z.string().regex(/^\d$/),
        parameters: z.tuple([z.strictObject({ type: z.literal("payload"), payload: atMost(256) })]),
      }),
    ]),
  ),
});
const envelope = {
  messaging_product: z.literal("whatsapp"),
  recipient_type: z.literal("individual").optional(),
  to: z.string().optional(),
  recipient: z.string().optional(),
  biz_opaque_callback_data: atMost(512).optional(),
};
const messageSchema = z.discriminatedUnion("type", [
  z.strictObject({
    ...envelope,
    type: z.literal("text"),
    text: z.strictObject({ body: atMost(4_096), preview_url: z.boolean().optional() }),
  }),
  z.strictObject({ ...envelope, type: z.literal("interactive"), interactive }),
  z.strictObject({ ...envelope, type: z.literal("template"), template }),
]);

const day = 86_400_000;
/** The pair limit: one message in six seconds, and 45 on credit. */
const pairMs = 6_000;
const pairBurst = 45;

interface Rules {
  readonly find: (recipient: string) => CloudPerson | undefined;
  readonly now: number;
  readonly hasWindow: boolean;
  readonly refuseTemplate: (
    sent: Extract<TakenMessage, { readonly type: "template" }>["template"],
  ) => Refusal | undefined;
}

/** Takes a message as the platform does, or says why not: lengths and counts, the person, template, the 24-hour window, the pair limit. */
export function acceptMessage(
  raw: unknown,
  { find, now, hasWindow, refuseTemplate }: Rules,
): Refusal | { readonly person: CloudPerson; readonly message: TakenMessage } {
  const message = messageSchema.safeParse(raw);
  if (!message.success) return refuse(400, 100, z.prettifyError(message.error));
  const { to, recipient } = message.data;
  const person = find(to ?? recipient ?? "");
  if (person === undefined) return refuse(400, 131009, "Parameter value is not valid");
  const refused = message.data.type === "template" && refuseTemplate(message.data.template);
  if (refused) return refused;
  if (hasWindow && message.data.type !== "template" && now - person.wroteAt() >= day)
    return refuse(400, 131047, "Re-engagement message");
  if (!person.takesCredit(now, pairMs, pairBurst))
    return refuse(400, 131056, "(Business Account, Consumer Account) pair rate limit hit");
  return { person, message: message.data };
}

/** Refuses as the Graph API does. */
export function refuse(httpStatus: number, code: number, message: string): Refusal {
  const error_data = { messaging_product: "whatsapp", details: message };
  return {
    httpStatus,
    body: {
      error: { message: `(#${code}) ${message}`, type: "OAuthException", code, error_data, fbtrace_id: "x" },
    },
  };
}
