/** The same, in many more conversations. */
import "./properties.test.ts";
