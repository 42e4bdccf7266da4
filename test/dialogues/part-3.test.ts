import { playTranscripts } from "../support/play-transcripts.ts";

playTranscripts(3, 3);
