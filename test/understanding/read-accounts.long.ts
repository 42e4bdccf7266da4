/** All answers of people, and not one of four. */
import "./read-accounts.test.ts";
