import { playTranscripts } from "../support/play-transcripts.ts";

playTranscripts(2, 3);
