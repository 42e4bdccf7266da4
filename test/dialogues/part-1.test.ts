import { playTranscripts } from "../support/play-transcripts.ts";

playTranscripts(1, 3);
