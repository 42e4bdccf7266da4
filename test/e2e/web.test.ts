/** The chat in the browser, in one file as far as Vitest is concerned: its parts share a browser and a bot, which take seconds to start. */
import "./web-dialogue.ts";
import "./web-look.ts";
