/** The same, for every campaign in each of its phases with all that can be done there. */
import "./all-that-is-said.test.ts";
