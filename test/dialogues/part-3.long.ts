/** Each dialogue on all of its channels. */
import "./part-3.test.ts";
