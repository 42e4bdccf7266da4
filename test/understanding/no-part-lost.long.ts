/** Each pair in both orders. */
import "./no-part-lost.test.ts";
