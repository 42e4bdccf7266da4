/** The same, for many more texts. */
import "./first-words.test.ts";
