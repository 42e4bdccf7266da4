import type { Wording } from "../../src/ports.ts";
import { type Brain, createBrain } from "../support/bot-under-test.ts";
import type { Tape } from "./choices.ts";
import type { Database, DatabaseWorld } from "./database.ts";
import type { History } from "./history.ts";
import { judge } from "./judge.ts";
import type { Verdict } from "./person-history.ts";
import { type Brains, removable, runWorld } from "./world.ts";

/** What is simulated, and by which choices. */
export interface SimulationOptions {
  readonly seed: number;
  readonly steps: number;
  /** One to three; drawn if absent. */
  readonly bots?: number | undefined;
  /** Makes the database; one in memory if absent. */
  readonly databaseIn?: ((world: DatabaseWorld) => Database) | undefined;
  /** Choices that are replayed in place of drawing them. */
  readonly tape?: Tape | undefined;
}

/** What happened, by which choices, and what was broken, the earliest first. */
export interface SimulationResult {
  readonly history: History;
  readonly tape: Tape;
  readonly verdicts: readonly Verdict[];
}

let brains: Brains | undefined;

/** Lets one world run and judges all of its history. */
export async function simulate(options: SimulationOptions): Promise<SimulationResult> {
  brains ??= {
    whole: withOtherWords(createBrain(["meta", removable])),
    reduced: withOtherWords(createBrain(["meta"])),
  };
  const { history, tape } = await runWorld({ ...options, brains });
  return { history, tape, verdicts: judge(history) };
}

/** The same, and with a word more in whatever is said of a campaign. */
function withOtherWords(shipped: Brain): Brains[keyof Brains] {
  const { wording } = shipped;
  const render: Wording["render"] = (phrase, language) => {
    const text = wording.render(phrase, language);
    return phrase.campaign === undefined ? text : [...text, { type: "text", text: " (corrected)" }];
  };
  return { shipped, reworded: { ...shipped, wording: { ...wording, render } } };
}
