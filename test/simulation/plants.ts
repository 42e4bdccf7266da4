/** A defect that is planted to see whether the simulation finds it: in `file`, `code` becomes `planted`. */
export interface Plant {
  /** What it does to people. */
  readonly name: string;
  readonly file: string;
  readonly code: string;
  readonly planted: string;
  /** A seed whose world finds it; absent if none of the first 830 does any more. */
  readonly seed?: number;
}

/** The defects, each with the seed that finds it. */
export const plants: readonly Plant[] = [
  {
    name: "half of an answer is thrown away if its person writes meanwhile",
    file: "src/app/outbox-order.ts",
    code: "if (row.message.follows) return false;",
    planted: "",
    seed: 13,
  },
  {
    name: "an update that is delivered twice is handled twice",
    file: "src/storage/sql-transaction.ts",
    code: "return (await this.#sql.run(insert, [key, now])) === 1;",
    planted: "return (await this.#sql.run(insert, [key, now])) >= 0;",
    seed: 4,
  },
  {
    name: "an update is confirmed before its commit",
    file: "src/app/create-inbox.ts",
    code: `const { receipt, onCommit } = await withMutex(id, () =>
      commit(message, react).catch((error: unknown) => apologiseFor(error, message)),
    );
    onCommit?.();
    delivery.wake(id);
    return receipt;`,
    planted: `void withMutex(id, () =>
      commit(message, react).catch((error: unknown) => apologiseFor(error, message)),
    )
      .then(() => delivery.wake(id))
      .catch(() => {});
    return "answered";`,
    seed: 1,
  },
  {
    name: "the lease of a conversation is never released",
    file: "src/storage/store.ts",
    code: "(await leases?.release(vault.sealId(id), now)) ?? true",
    planted: "(await Promise.resolve(id)) !== undefined",
    seed: 1,
  },
  {
    name: "a chat may get two proactive messages within its second",
    file: "src/app/limiter.ts",
    code: "Math.max(pauseMs, (this.#nextInChat.get(id) ?? now) - credit - now)",
    planted: "Math.max(pauseMs, Math.min(0, credit - now))",
  },
  {
    name: "what a crash has left in the outbox wakes no delivery",
    file: "src/app/delivery.ts",
    code: "if (!this.#underWay.has(id) && !this.#away.has(id)) this.wake(id);",
    planted: "if (!this.#underWay.has(id)) this.#away.has(id);",
    seed: 2,
  },
  {
    name: '"stop" cancels no reminder',
    file: "src/conversation/menu/menu-states.ts",
    code: '[{ type: "cancel-reminders" }, { type: "drop-alerts" }, { type: "unsubscribe" }]',
    planted: '[{ type: "drop-alerts" }, { type: "unsubscribe" }]',
    seed: 3,
  },
  {
    name: '"forget me" leaves what a person has told in the store',
    file: "src/storage/sql-transaction.ts",
    code: "conversationTables.map(({ table }) => this.#deleteRows(table, id, {}))",
    planted:
      'conversationTables.map(({ table }) => (table === "person" ? 0 : this.#deleteRows(table, id, {})))',
    seed: 1,
  },
  {
    name: "a message goes to the chat that was woken last",
    file: "src/app/delivery.ts",
    code: "new OutboxSender(dependencies, signals)",
    planted: `new OutboxSender(
      {
        ...dependencies,
        limiterOf: (channel) => ({
          send(row, _) {
            const id = [...this.underWay.keys()].at(-1) ?? row.conversationId;
            const sending = () => channel.send(id, row.message, row.kind, row.createdAt + "-" + row.id);
            return dependencies.limiterOf(channel).send(row, sending);
          },
          underWay: this.#underWay,
        }),
      },
      signals,
    )`,
    seed: 1,
  },
  {
    name: "after a failure the next message goes first",
    file: "src/app/outbox-sender.ts",
    code: 'if (outcome !== "off" || signal.aborted || stopped.aborted) return outcome;',
    planted: "if (signal.aborted || stopped.aborted) return outcome;",
    seed: 1,
  },
  {
    name: "cancelling an alert that does not exist erases everybody's reminders",
    file: "src/storage/sql-transaction.ts",
    code: `if (isChanged && state === "cancelled")
      await this.#sql.run(\`DELETE FROM reminder WHERE alert = $1\`, [alertId]);`,
    planted: `if (state === "cancelled")
      await this.#sql.run(\`DELETE FROM reminder WHERE COALESCE(alert, $1) = $1\`, [alertId]);`,
    seed: 68,
  },
  {
    name: "an alert that is filled while a new leader's channels start leaves out their people",
    file: "src/app/create-bot.ts",
    code: "await fillAlerts(inboxDependencies)",
    planted: `await fillAlerts({
      ...inboxDependencies,
      channels: channels.map((channel) => ({ ...channel, alerts: { isOff: !isUp.has(channel) } })),
    })`,
  },
  {
    name: "reminders of a removed campaign take the room of all that is due after them",
    file: "src/app/most-urgent.ts",
    code: "const isGone = ({ campaign }: StoredReminder) => !world.campaigns.has(campaign);",
    planted: "const isGone = (_: StoredReminder) => false;",
  },
  {
    name: "what a full disk has cut off is kept in part",
    file: "src/storage/sqlite.ts",
    code: "createSession(prepareWithin, onTruncate)",
    planted: "createSession(prepare, onTruncate)",
  },
  {
    name: "a reminder that was sent stays due",
    file: "src/app/send-reminders.ts",
    code: `await transaction.removeReminder(reminderId);
  // Saved so that`,
    planted: "// Saved so that",
    seed: 3,
  },
  {
    name: "a chat that is slow holds up the others of its channel",
    file: "src/app/delivery.ts",
    code: "pLimit(sendsAtOnceOf(channel))",
    planted: "pLimit(1)",
    seed: 11,
  },
  {
    name: "one chat that is refused pauses its whole channel",
    file: "src/app/channel-failures.ts",
    code: "refusedInARow.size < 2",
    planted: "refusedInARow.size < 1",
    seed: 46,
  },
  {
    name: "a store that could not be written to once is told of for ever",
    file: "src/storage/watch-writes.ts",
    code: `[TRIAL]));
      failure = undefined;`,
    planted: "[TRIAL]));",
    seed: 7,
  },
  {
    name: "who has written is remembered for ever",
    file: "src/app/create-bot.ts",
    code: "every(minute, forgetPast),",
    planted: "",
    seed: 2,
  },
  {
    name: "the turn of a conversation is kept when it is over",
    file: "src/support/keyed-mutex.ts",
    code: "if (last.get(key) === ended) last.delete(key);",
    planted: "",
    seed: 4,
  },
  {
    name: "the ids of all updates are kept in memory",
    file: "src/app/create-inbox.ts",
    code: `const lastSaid = createLastSaid(dependencies);

  async function receive(message: IncomingMessage): Promise<Receipt> {`,
    planted: `const lastSaid = createLastSaid(dependencies);
  const handled = new Set<string>();

  async function receive(message: IncomingMessage): Promise<Receipt> {
    handled.add(message.id);`,
    seed: 37,
  },
  {
    name: "of whoever is erased the id is kept",
    file: "src/app/last-said.ts",
    code: "note({ id, messages, now }: Answer, stood: boolean): void {",
    planted: `note({ id, after, messages, now }: Answer, stood: boolean): void {
      if (after.effects.some(({ type }) => type === "erase-person"))
        this.erased = (this.erased ?? new Set()).add(id);`,
    seed: 20,
  },
];
