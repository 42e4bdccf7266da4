// The cheapest bot there is: it says back what people write. Bare grammY with its runner.
import { run } from "@grammyjs/runner";
import { Bot } from "grammy";

const bot = new Bot(process.env["TELEGRAM_BOT_TOKEN"] ?? "", {
  client: { apiRoot: process.env["TELEGRAM_API_ROOT"] ?? "" },
});
bot.on("message:text", (context) => context.reply(context.message.text));

const runner = run(bot);
process.once("SIGTERM", () => {
  void runner.stop().then(() => process.exit(0));
});
