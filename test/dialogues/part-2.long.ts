/** Each dialogue on all of its channels. */
import "./part-2.test.ts";
