/** Each dialogue on all of its channels. */
import "./part-1.test.ts";
