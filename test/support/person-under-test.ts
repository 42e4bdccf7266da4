import { createInbox } from "../../src/app/create-inbox.ts";
import type { InboxDependencies } from "../../src/app/inbox-dependencies.ts";
import { sendReminders } from "../../src/app/send-reminders.ts";
import type { CampaignId } from "../../src/campaigns/schema.ts";
import type { Reminder } from "../../src/conversation/vocabulary.ts";
import type {
  Channel,
  ConversationId,
  IncomingMessage,
  OutgoingMessage,
  Receipt,
  Store,
} from "../../src/ports.ts";
import {
  createBrain,
  createTestClock,
  createTroubleLog,
  type TestClock,
  unmetered,
} from "./bot-under-test.ts";
import { openMemoryStore } from "./open-memory-store.ts";

/** One person on the road of the messages, without a channel: what they would be sent is read from the outbox. */
export interface PersonUnderTest {
  readonly store: Store;
  readonly clock: TestClock;
  readonly trouble: readonly string[];
  /** The kinds of errors that were counted. */
  readonly errors: readonly string[];
  /** Hands over a message; gives the receipt and what is to be sent. */
  readonly gives: (
    message: Partial<IncomingMessage>,
  ) => Promise<{ receipt: Receipt; sent: readonly OutgoingMessage[] }>;
  /** Moves the clock and does what is due; gives the reminders that are to be sent. */
  readonly waits: (ms: number) => Promise<readonly OutgoingMessage[]>;
  readonly reminders: () => Promise<readonly Reminder[]>;
  /** All that the store holds of the person, as text. */
  readonly stored: () => Promise<string>;
}

const id: ConversationId = "test:1";

/** The channel of this person, on which nothing is sent. */
export const testChannel: Channel = {
  name: "test",
  start: async () => {},
  stop: async () => {},
  send: async () => {},
};

/** Builds the road with a store in memory; `change` replaces parts of it. */
export async function createPersonUnderTest(
  campaigns: readonly CampaignId[],
  now: string,
  change: (parts: InboxDependencies) => InboxDependencies = (parts) => parts,
): Promise<PersonUnderTest> {
  const clock = createTestClock(now);
  const { log, trouble } = createTroubleLog();
  const errors: string[] = [];
  const store = await openMemoryStore();
  const parts = change({
    ...createBrain(campaigns),
    store,
    clock,
    log,
    random: () => 0.5,
    delivery: { wake: () => {}, isCircuitOpen: () => false, isUndisturbed: () => false },
    ...unmetered,
    meter: { ...unmetered.meter, erred: (kind) => void errors.push(kind) },
  });
  const inbox = createInbox(parts);
  let count = 0;

  async function collect(): Promise<readonly OutgoingMessage[]> {
    const rows = await store.outbox(id);
    for (const row of rows) await store.removeFromOutbox([row.id]);
    return rows.map((row) => row.message);
  }

  return {
    store,
    clock,
    trouble,
    errors,
    async gives(message) {
      count += 1;
      const receipt = await inbox.receive({ id: `${count}`, conversationId: id, ...message });
      return { receipt, sent: await collect() };
    },
    async waits(ms) {
      clock.advance(ms);
      await sendReminders(parts, [testChannel]);
      return collect();
    },
    reminders: () => store.transaction((transaction) => transaction.reminders(id)),
    stored: () => store.transaction(async (transaction) => JSON.stringify(await transaction.load(id)) ?? ""),
  };
}
