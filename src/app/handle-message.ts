import { stranger } from "../conversation/context.ts";
import { openQuestion, type Standing, type Stepped, step } from "../conversation/step.ts";
import type { Effect, Facts, Language } from "../conversation/vocabulary.ts";
import { compose } from "./compose.ts";
import type { Delivery } from "./deliver.ts";
import { gatherFacts, type World } from "./gather-facts.ts";
import type {
  Clock,
  ConversationId,
  Inbox,
  IncomingMessage,
  Log,
  OutgoingMessage,
  Receipt,
  Store,
  Transaction,
  Wording,
} from "./ports.ts";
import { type Comprehension, understand } from "./understand.ts";

/** What the road of a message needs. */
export interface RoadParts {
  readonly store: Store;
  readonly wording: Wording;
  readonly comprehension: Comprehension;
  readonly world: World;
  readonly clock: Clock;
  readonly log: Log;
  readonly delivery: Pick<Delivery, "wake">;
  /** From 0 to below 1: spreads the hours of reminders. */
  readonly random: () => number;
}

/** Builds the inbox. Saves before speaking: a crash may lose a sending, never repeat a decision. */
export function createInbox(parts: RoadParts): Inbox {
  const { store, delivery, log } = parts;

  async function receive(message: IncomingMessage): Promise<Receipt> {
    const receipt = await store
      .transaction((transaction) => answer(transaction, message, parts))
      .catch((error: unknown) => {
        log.error(
          { error, channel: message.conversationId.split(":")[0] },
          "a step failed; its person gets an apology",
        );
        return store.transaction((transaction) => apologise(transaction, message, parts));
      });
    delivery.wake(message.conversationId);
    return receipt;
  }

  return {
    receive,
    async gone(id) {
      await store.transaction(async (transaction) => {
        await transaction.cancelReminders(id);
        await transaction.dropOutbox(id);
      });
    },
    async moved(from, to) {
      await store.transaction((transaction) => transaction.rename(from, to));
      delivery.wake(to);
    },
    here: (id) => delivery.wake(id),
  };
}

async function answer(
  transaction: Transaction,
  message: IncomingMessage,
  parts: RoadParts,
): Promise<Receipt> {
  const { conversationId: id, languageHint } = message;
  const now = parts.clock.now();
  if (!(await transaction.isNew(message.id, now))) return "repeated";
  const before = await standing(transaction, id);
  const facts = await factsOf(transaction, id, parts, now);
  const asked = openQuestion(before, facts)?.question;
  const { event, language } = understand(message, asked, before.person, facts, parts.comprehension);
  const after = step(before, event, facts, { words: language, hint: languageHint });
  await carryOut(transaction, id, after, now);
  await transaction.enqueue(id, "answer", compose(after.effects, parts.wording, after.language, now), now);
  return event.type === "past-button" ? "past" : "answered";
}

/** The second transaction of a step that failed: it blocks neither the road nor the person. */
async function apologise(
  transaction: Transaction,
  message: IncomingMessage,
  parts: RoadParts,
): Promise<Receipt> {
  const now = parts.clock.now();
  const id = message.conversationId;
  if (!(await transaction.isNew(message.id, now))) return "repeated";
  const before = await standing(transaction, id);
  const facts = await factsOf(transaction, id, parts, now);
  await transaction.enqueue(id, "answer", apologyTo(before, facts, parts), now);
  return "answered";
}

/** The apology with the open question again; on its own where even the question fails. */
function apologyTo(before: Standing, facts: Facts, parts: RoadParts): readonly OutgoingMessage[] {
  const language: Language = before.person.language ?? facts.defaultLanguage;
  const apology: Effect = { type: "say", saying: { text: [{ key: "apology.text" }] } };
  try {
    const open = openQuestion(before, facts);
    const again: readonly Effect[] = open ? [{ type: "ask", ...open }] : [];
    return compose([apology, ...again], parts.wording, language, facts.now);
  } catch {
    return compose([apology], parts.wording, language, facts.now);
  }
}

async function standing(transaction: Transaction, id: ConversationId): Promise<Standing> {
  return (await transaction.load(id)) ?? { person: stranger };
}

async function factsOf(
  transaction: Transaction,
  id: ConversationId,
  { world, random }: RoadParts,
  now: number,
): Promise<Facts> {
  return gatherFacts(world, id, now, await transaction.reminders(id), random());
}

/** Does in the store what the step has decided. */
async function carryOut(
  transaction: Transaction,
  id: ConversationId,
  after: Stepped,
  now: number,
): Promise<void> {
  const erases = after.effects.some((effect) => effect.type === "erase-person");
  if (erases) return transaction.erase(id);
  await transaction.save(id, { person: after.person, place: after.place }, now);
  for (const effect of after.effects) {
    switch (effect.type) {
      case "set-reminder":
        await transaction.setReminder(id, effect.reminder);
        break;
      case "cancel-reminders":
        await transaction.cancelReminders(id, effect);
        // All of them: not even one that is on its way.
        if (effect.campaign === undefined) await transaction.dropOutbox(id, "reminder");
        break;
      case "say":
      case "ask":
      case "erase-person":
        break;
    }
  }
}
