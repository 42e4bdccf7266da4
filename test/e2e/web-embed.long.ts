/** The same, in every circumstance. */
import "./web-embed.test.ts";
