import { z } from "zod";
import { languageSources, linkedAnswers, news, outcomeKinds, stages } from "../conversation/vocabulary.ts";
import {
  alertStates,
  type Conversation,
  type ConversationId,
  channelNameOf,
  countedEvents,
  type DailyCount,
  type OutboxRow,
  type OutgoingMessage,
  outboxKinds,
  type StoredAlert,
  type StoredReminder,
} from "../ports.ts";
import { canonicalZone } from "../support/is-zone.ts";
import type { Sql, SqlRow, SqlValue } from "./sql.ts";

type Person = Conversation["person"];
type Following = Person["following"][string];

/** The version of the document that holds a person. */
const PERSON_VERSION = 2;

const outcome = z.strictObject({ kind: z.enum(outcomeKinds), at: z.number() });

// `satisfies` with every key: a field that is added to the type and forgotten here does not compile.
const following = z.strictObject({
  accounts: z.array(z.string()),
  linked: z.record(z.string(), z.enum(linkedAnswers)),
  sent: z.record(z.string(), z.number().nullable()),
  outcomes: z.record(z.string(), outcome),
} satisfies Record<keyof Following, z.ZodType>);

const personDocument = z.strictObject({
  version: z.literal(PERSON_VERSION),
  language: z.string().exactOptional(),
  languageSource: z.enum(languageSources).exactOptional(),
  zone: z
    .string()
    .transform((zone) => canonicalZone(zone) ?? zone)
    .exactOptional(),
  country: z.string().exactOptional(),
  stopped: z.boolean(),
  alertsSince: z.number().exactOptional(),
  following: z.record(z.string(), following),
  push: z
    .strictObject({
      endpoint: z.string(),
      keys: z.strictObject({ p256dh: z.string(), auth: z.string() }),
    })
    .exactOptional(),
} satisfies Record<Exclude<keyof Person, "source"> | "version", z.ZodType>);

/** Commit a760801 left documents of people who have not written since; they have no outcomes. */
const followingOfVersion1 = following
  .omit({ outcomes: true })
  .transform((known): Following => ({ ...known, outcomes: {} }));
const anyPersonDocument = z.discriminatedUnion("version", [
  personDocument,
  personDocument.extend({ version: z.literal(1), following: z.record(z.string(), followingOfVersion1) }),
]);

const conversationId = z.templateLiteral([z.string(), ":", z.string()]);
const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.issues.push({ code: "invalid_format", format: "json", input: text });
    return z.NEVER;
  }
});
/** Only checked to be an object: the code that uses it knows its versions. */
const saved = z.custom<Conversation["saved"]>(isObject);
const memory = z.custom<NonNullable<Conversation["memory"]>>(isObject);
const message = z.custom<OutgoingMessage>(isObject);
const source = z.strictObject({
  name: z.string(),
  stage: z.enum(stages),
  until: z.number(),
} satisfies Record<keyof NonNullable<Person["source"]>, z.ZodType>);
/** A column that may be empty. */
const mayBeEmpty = z
  .string()
  .nullish()
  .transform((text) => text ?? undefined);
const columns = z.object({
  person: json.pipe(anyPersonDocument).transform((document): Person => {
    const { version: _, ...person } = document;
    return person;
  }),
  saved: json.pipe(saved),
  source: mayBeEmpty.pipe(json.pipe(source).optional()).exactOptional(),
  memory: mayBeEmpty.pipe(json.pipe(memory).optional()).exactOptional(),
});
const conversation = columns.transform(({ source, person, ...others }): Conversation => {
  return { person: { ...person, ...(source && { source }) }, ...others };
});

/** The columns of a reminder, as `readReminder` takes them. */
export const reminderColumns = `id, conversation_id AS "conversationId", campaign, slot, due_at AS "dueAt", first_due_at AS "firstDueAt", uid, alert`;
/** The columns of an undelivered message, as `readOutboxRow` takes them. */
export const outboxColumns = `id, conversation_id AS "conversationId", kind, message, created_at AS "createdAt", good_until AS "goodUntil", held_until AS "heldUntil"`;
/** The condition for undelivered messages that are not held at `now`, the name of a parameter. */
export const canBeSentAt = (now: string) => `COALESCE(held_until, 0) <= ${now}`;

export const readConversation = reader("conversation", conversation);
export const readConversationId = reader("conversation id", conversationId);
export const readReminder = reader(
  "reminder",
  z.object({
    id: z.number(),
    conversationId,
    campaign: z.string(),
    slot: z.string(),
    dueAt: z.number(),
    firstDueAt: z
      .number()
      .nullable()
      .transform((at) => at ?? undefined),
    uid: z
      .string()
      .nullable()
      .transform((uid) => uid ?? undefined),
    alert: z
      .number()
      .nullable()
      .transform((alert) => alert ?? undefined),
  } satisfies Record<keyof StoredReminder, z.ZodType>),
);
export const readOutboxRow = reader(
  "undelivered message",
  z.object({
    id: z.number(),
    conversationId,
    kind: z.enum(outboxKinds),
    message: json.pipe(message),
    createdAt: z.number(),
    goodUntil: z.number(),
    heldUntil: z
      .number()
      .nullable()
      .transform((until) => until ?? undefined),
  } satisfies Record<keyof OutboxRow, z.ZodType>),
);
const readAlert = reader(
  "alert",
  z.object({
    id: z.number(),
    campaign: z.string(),
    news: z.enum(news),
    state: z.enum(alertStates),
    createdAt: z.number(),
    filledTo: z.number(),
    total: z.number(),
  } satisfies Record<keyof StoredAlert, z.ZodType>),
);
export const readOutboxState = reader(
  "outbox",
  z
    .object({ count: z.number(), oldest: z.number().nullable() })
    .transform(({ count, oldest }) => ({ count, ...(oldest !== null && { oldest }) })),
);
export const readDailyCount = reader(
  "count",
  z.object({
    day: z.string(),
    channel: z.string(),
    campaign: z.string(),
    language: z.string(),
    what: z.union([
      z.enum(countedEvents),
      z.templateLiteral([z.enum(["charged", "free"]), "-", z.string()]),
      z.templateLiteral(["outcome-", z.enum(["refused", "unanswered"])]),
      z.templateLiteral(["outcome-confirmed-", z.number()]),
      z.templateLiteral(["from-", z.string(), "-", z.enum(stages)]),
    ]),
    count: z.number(),
  } satisfies Record<keyof DailyCount, z.ZodType>),
);
export const readNumber = reader("number", z.number());
/** Reads a note, undefined without one. Only the channel that wrote it knows its content. */
export const readNote = reader("note", json.optional());

/** Returns all alerts, the oldest first. */
export async function readAlerts(sql: Sql): Promise<readonly StoredAlert[]> {
  const columns = `id, campaign, news, state, created_at AS "createdAt", filled_to AS "filledTo", total`;
  return (await sql.query(`SELECT ${columns} FROM alert ORDER BY id`)).map(readAlert);
}

/** Writes the person without their source, which has a column of its own. */
export function writePerson(person: Person): string {
  const { source: _, ...others } = person;
  return JSON.stringify({ version: PERSON_VERSION, ...others });
}

/** Returns a reader of what we have written. It throws if the row has another form, without quoting it. */
function reader<T>(noun: string, schema: z.ZodType<T>): (stored: unknown) => T {
  return (stored) => {
    const result = schema.safeParse(stored);
    if (result.success) return result.data;
    // Paths and kinds only: the values are what people told us, and errors are logged.
    const places = result.error.issues.map((issue) => `${issue.path.join(".") || "it"} (${issue.code})`);
    throw new Error(`A stored ${noun} is not what was written: ${places.join(", ")}`);
  };
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The tables of a conversation, each with its key, and the columns that hold what was said. */
export const conversationTables = [
  { table: "person", key: "conversation_id", sealed: ["person", "saved_state", "note", "memory", "source"] },
  { table: "outbox", key: "id", sealed: ["message"] },
  { table: "reminder", key: "id", sealed: ["uid"] },
] as const;

/** Changes the id of a conversation's rows, and passes their sealed columns through `rewrite`. */
export async function moveRows(
  sql: Sql,
  from: ConversationId,
  to: ConversationId,
  rewrite: (text: string) => string,
): Promise<void> {
  for (const { table, key, sealed } of conversationTables) {
    const columns = [`${key} AS key`, ...sealed].join(", ");
    const rows = await sql.query(`SELECT ${columns} FROM ${table} WHERE conversation_id = $1`, [from]);
    const sets = ["conversation_id", ...sealed].map((column, index) => `${column} = $${index + 2}`);
    const update = `UPDATE ${table} SET ${sets.join(", ")} WHERE ${key} = $1`;
    const move = (row: SqlRow) => {
      const texts = sealed.map((column) => {
        const text = row[column];
        return typeof text === "string" ? rewrite(text) : null;
      });
      return sql.run(update, [row["key"] as SqlValue, to, ...texts]);
    };
    await Promise.all(rows.map(move));
  }
  await sql.run(`UPDATE reminder SET channel = $2 WHERE conversation_id = $1`, [to, channelNameOf(to)]);
}
