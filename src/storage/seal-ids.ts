import type { ConversationId, StoredReminder, Transaction } from "../app/ports.ts";
import type { Vault } from "./vault.ts";

/** The methods of a transaction that begin with a conversation: one that is forgotten below does not compile. */
type OfConversation = {
  [Name in keyof Transaction]: Parameters<Transaction[Name]>[0] extends ConversationId ? Name : never;
}[keyof Transaction];

/** Returns the transaction for conversations by their own ids; the one given takes them as they stand in the store. */
export function sealIds(transaction: Transaction, vault: Vault): Transaction {
  const { sealId } = vault;
  const ofConversation: Pick<Transaction, OfConversation> = {
    load: (id) => transaction.load(sealId(id)),
    save: (id, conversation, now) => transaction.save(sealId(id), conversation, now),
    lastSeen: (id) => transaction.lastSeen(sealId(id)),
    reminders: async (id) => (await transaction.reminders(sealId(id))).map(openReminder(vault)),
    setReminder: (id, reminder) => transaction.setReminder(sealId(id), reminder),
    cancelReminders: (id, which) => transaction.cancelReminders(sealId(id), which),
    enqueue: (id, kind, messages, when) => transaction.enqueue(sealId(id), kind, messages, when),
    dropOutbox: (id, kind) => transaction.dropOutbox(sealId(id), kind),
    chatNote: (id) => transaction.chatNote(sealId(id)),
    keepChatNote: (id, note) => transaction.keepChatNote(sealId(id), note),
    erase: (id) => transaction.erase(sealId(id)),
    rename: (from, to) => transaction.rename(sealId(from), sealId(to)),
  };
  return {
    ...transaction,
    ...ofConversation,
    async subscribers(after, upTo, most) {
      const found = await transaction.subscribers(after, upTo, most);
      return { ...found, people: found.people.map((one) => ({ ...one, id: vault.openId(one.id) })) };
    },
    async pendingReminder(reminderId) {
      const reminder = await transaction.pendingReminder(reminderId);
      return reminder && openReminder(vault)(reminder);
    },
  };
}

/** Returns what gives a reminder its conversation's own id. */
export function openReminder(vault: Vault): (reminder: StoredReminder) => StoredReminder {
  return (reminder) => ({ ...reminder, conversationId: vault.openId(reminder.conversationId) });
}
