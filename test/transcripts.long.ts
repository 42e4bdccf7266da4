/** Each dialogue on all of its channels. */
import "./transcripts.test.ts";
