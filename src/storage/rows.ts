import { z } from "zod";
import type {
  Conversation,
  ConversationId,
  OutboxRow,
  OutgoingMessage,
  Store,
  StoredReminder,
} from "../app/ports.ts";
import { languageSources, linkedAnswers, outcomeKinds } from "../conversation/vocabulary.ts";
import type { SqlRow } from "./sql.ts";

type Person = Conversation["person"];
type Place = Conversation["place"];
type Following = Person["following"][string];

/** The version of the document that holds a person. */
const PERSON_VERSION = 2;

const outcome = z.strictObject({ kind: z.enum(outcomeKinds), at: z.number() });

// `satisfies` with every key: a field that is added to the type and forgotten here does not compile.
const following = z.strictObject({
  accounts: z.array(z.string()),
  linked: z.record(z.string(), z.enum(linkedAnswers)),
  sent: z.record(z.string(), z.number()),
  outcomes: z.record(z.string(), outcome),
} satisfies Record<keyof Following, z.ZodType>);

const personDocument = z.strictObject({
  version: z.literal(PERSON_VERSION),
  language: z.string().exactOptional(),
  languageSource: z.enum(languageSources).exactOptional(),
  zone: z.string().exactOptional(),
  country: z.string().exactOptional(),
  stopped: z.boolean(),
  following: z.record(z.string(), following),
} satisfies Record<keyof Person | "version", z.ZodType>);

/** Nothing was known of outcomes then. */
const followingOfVersion1 = following
  .omit({ outcomes: true })
  .transform((known): Following => ({ ...known, outcomes: {} }));
const anyPersonDocument = z.discriminatedUnion("version", [
  personDocument,
  personDocument
    .omit({ country: true })
    .extend({ version: z.literal(1), following: z.record(z.string(), followingOfVersion1) }),
]);

const conversationId = z.templateLiteral([z.string(), ":", z.string()]);
const reminderRow = z.object({
  id: z.number(),
  conversation_id: conversationId,
  campaign: z.string(),
  slot: z.string(),
  due_at: z.number(),
});
const outboxRow = z.object({
  id: z.number(),
  conversation_id: conversationId,
  kind: z.enum(["answer", "reminder", "announcement"]),
  message: z.string(),
  created_at: z.number(),
  good_until: z.number(),
});
const sentRow = z.object({ sent_at: z.number() });
const countRow = z.object({ count: z.number() });
const outboxState = z.object({ count: z.number(), oldest: z.number().nullable() });

/** Read where it is used, by the one who knows its versions: here it is only an object. */
const place = z.custom<Place>(isObject);
const message = z.custom<OutgoingMessage>(isObject);

export function writePerson(person: Person): string {
  return JSON.stringify({ version: PERSON_VERSION, ...person });
}

/** Reads a conversation from its row. Throws, without quoting it, where it is not what we wrote. */
export function readConversation(row: SqlRow): Conversation {
  const { version: _, ...person } = check("person", anyPersonDocument, readJson("person", row["person"]));
  return { person, place: check("place", place, readJson("place", row["place"])) };
}

export function readReminder(row: SqlRow): StoredReminder {
  const { id, conversation_id, campaign, slot, due_at } = check("reminder", reminderRow, row);
  return { id, conversationId: conversation_id, campaign, slot, dueAt: due_at };
}

export function readOutboxRow(row: SqlRow): OutboxRow {
  const read = check("outbox", outboxRow, row);
  return {
    id: read.id,
    conversationId: read.conversation_id,
    message: check("outbox message", message, readJson("outbox message", read.message)),
    kind: read.kind,
    createdAt: read.created_at,
    goodUntil: read.good_until,
  };
}

export function readOutboxState(row: SqlRow | undefined): Awaited<ReturnType<Store["outboxState"]>> {
  const { count, oldest } = check("outbox", outboxState, row);
  return { count, ...(oldest !== null && { oldest }) };
}

export function readCount(row: SqlRow | undefined): number {
  return check("count", countRow, row).count;
}

export function readSentAt(row: SqlRow): number {
  return check("proactive message", sentRow, row).sent_at;
}

export function readConversationId(row: SqlRow): ConversationId {
  return check("conversation id", conversationId, row["conversation_id"]);
}

/** Reads a note, undefined without one: its channel, who wrote it, knows what is in it. */
export function readNote(text: unknown): unknown {
  return text === null || text === undefined ? undefined : readJson("note", text);
}

function check<T>(noun: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  // Paths and kinds only: the values are what people told us, and errors are logged.
  const places = result.error.issues.map((issue) => `${issue.path.join(".") || "it"} (${issue.code})`);
  throw new Error(`A stored ${noun} is not what was written: ${places.join(", ")}`);
}

function readJson(noun: string, text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    throw new Error(`A stored ${noun} is not JSON`);
  }
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
