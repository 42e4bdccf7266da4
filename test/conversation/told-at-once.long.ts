/** Each set of facts in six orders. */
import "./told-at-once.test.ts";
