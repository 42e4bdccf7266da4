/** The same, also where Telegram brings its updates to a webhook. */
import "./dialogue.test.ts";
