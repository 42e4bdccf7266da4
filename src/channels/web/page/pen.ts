import type { ToldReport } from "../wire.ts";
import type { Texts } from "./texts.ts";
import type { Times } from "./write-time.ts";

/** What a section of the report is drawn with. */
export interface Pen {
  readonly report: ToldReport;
  readonly texts: Texts;
  readonly times: Times;
  /** Writes a number as the language does. */
  readonly number: (count: number) => string;
}
