/** The same in every world. */
import "./every-state.test.ts";
