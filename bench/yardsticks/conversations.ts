// A dialogue of four questions as one writes it with grammY's own plugin, kept in SQLite as safely as ours. It says as
// many messages a step as ours, each as long and with as many buttons, acknowledges presses and marks them.
import { readFileSync } from "node:fs";
import {
  type Conversation,
  type ConversationData,
  type ConversationFlavor,
  conversations,
  createConversation,
  type VersionedState,
} from "@grammyjs/conversations";
import { run, sequentialize } from "@grammyjs/runner";
import Database from "better-sqlite3";
import { Bot, type Context, InlineKeyboard } from "grammy";
import type { MeasuredMessage, MeasuredStep } from "../walks.ts";

type Talk = Conversation<ConversationFlavor<Context>, Context>;

const walks: readonly (readonly MeasuredStep[])[] = JSON.parse(
  readFileSync(process.env["BENCH_WALKS"] ?? "", "utf8"),
);

const database = new Database(process.env["BENCH_DATABASE"] ?? "");
database.pragma("journal_mode = WAL");
database.pragma("synchronous = FULL");
database.exec("CREATE TABLE conversation (key TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID");
const select = database.prepare<[string], string>("SELECT state FROM conversation WHERE key = ?").pluck();
const upsert = database.prepare("INSERT OR REPLACE INTO conversation (key, state) VALUES (?, ?)");
const remove = database.prepare("DELETE FROM conversation WHERE key = ?");
const adapter = {
  read(key: string): VersionedState<ConversationData> | undefined {
    const state = select.get(key);
    return state === undefined ? undefined : JSON.parse(state);
  },
  write(key: string, state: VersionedState<ConversationData>): void {
    upsert.run(key, JSON.stringify(state));
  },
  delete(key: string): void {
    remove.run(key);
  },
};

async function dialogue(conversation: Talk, context: Context): Promise<void> {
  const [first, ...others] = walks[(context.chatId ?? 0) % walks.length] ?? [];
  const answers: string[] = [];
  await say(context, first?.messages ?? []);
  for (const { messages } of others) {
    const answer = await conversation.waitFor(["message:text", "callback_query:data"]);
    answers.push(answer.callbackQuery?.data ?? answer.message?.text ?? "");
    if (answer.callbackQuery !== undefined) await acknowledge(answer);
    await say(answer, messages);
  }
}

async function acknowledge(context: Context): Promise<void> {
  await context.answerCallbackQuery();
  await context.editMessageReplyMarkup({ reply_markup: new InlineKeyboard().text("✓", "answered") });
}

async function say(context: Context, messages: readonly MeasuredMessage[]): Promise<void> {
  for (const { characters, buttons } of messages) {
    const rows = Array.from({ length: buttons }, (_, index) => [
      InlineKeyboard.text(`Answer number ${index}`, `answer ${index}`),
    ]);
    await context.reply("a".repeat(characters), {
      ...(buttons > 0 && { reply_markup: InlineKeyboard.from(rows) }),
    });
  }
}

const bot = new Bot<ConversationFlavor<Context>>(process.env["TELEGRAM_BOT_TOKEN"] ?? "", {
  client: { apiRoot: process.env["TELEGRAM_API_ROOT"] ?? "" },
});
bot.use(sequentialize((context) => String(context.chatId)));
bot.use(conversations({ storage: { type: "key", adapter } }));
bot.use(createConversation(dialogue));
bot.command("start", (context) => context.conversation.enter("dialogue"));

const runner = run(bot);
process.once("SIGTERM", () => {
  void runner.stop().then(() => process.exit(0));
});
