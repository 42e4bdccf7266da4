import type { StoredReminder, Transaction } from "../app/ports.ts";
import type { Vault } from "./vault.ts";

/** Returns the transaction for conversations by their own ids; the one given takes them as they stand in the store. */
export function sealIds(transaction: Transaction, vault: Vault): Transaction {
  const { sealId } = vault;
  return {
    ...transaction,
    load: (id) => transaction.load(sealId(id)),
    save: (id, conversation, now) => transaction.save(sealId(id), conversation, now),
    reminders: async (id) => (await transaction.reminders(sealId(id))).map(openReminder(vault)),
    setReminder: (id, reminder) => transaction.setReminder(sealId(id), reminder),
    cancelReminders: (id, which) => transaction.cancelReminders(sealId(id), which),
    async pendingReminder(reminderId) {
      const reminder = await transaction.pendingReminder(reminderId);
      return reminder && openReminder(vault)(reminder);
    },
    enqueue: (id, kind, messages, when) => transaction.enqueue(sealId(id), kind, messages, when),
    dropOutbox: (id, kind) => transaction.dropOutbox(sealId(id), kind),
    chatNote: (id) => transaction.chatNote(sealId(id)),
    keepChatNote: (id, note) => transaction.keepChatNote(sealId(id), note),
    erase: (id) => transaction.erase(sealId(id)),
    rename: (from, to) => transaction.rename(sealId(from), sealId(to)),
  };
}

/** Returns what gives a reminder its conversation's own id. */
export function openReminder(vault: Vault): (reminder: StoredReminder) => StoredReminder {
  return (reminder) => ({ ...reminder, conversationId: vault.openId(reminder.conversationId) });
}
