import { describe, expect, it } from "vitest";
import type { StateQuestionId } from "../../src/conversation/vocabulary.ts";
import en from "../phrases/messages-en.json" with { type: "json" };
import fr from "../phrases/messages-fr.json" with { type: "json" };
import { readWords, written } from "../support/read-words.ts";

interface Case {
  readonly asked: string;
  readonly text: string;
  /** One event, or several if each would be a sensible answer. */
  readonly means: string | readonly string[];
}

/** Asked again, or back: nothing is concluded. */
const isAskedAgain = (got: string) =>
  got === "not-understood" || got === "date unclear" || /^(?:suggest|doubt) /.test(got);

describe("whole messages", () => {
  it.each([
    ["fr", fr],
    ["en", en],
  ] as const)(
    "are understood at least 87 times in 100, and wrongly at most 6 times (%s)",
    (language, cases) => {
      const missed = cases
        .map(({ asked, text, means }: Case) => {
          const wanted: readonly string[] = typeof means === "string" ? [means] : means;
          return { asked, text, wanted, got: written(readWords(text, asked as StateQuestionId, language)) };
        })
        // To ask back is as good as to ask again.
        .filter(
          ({ wanted, got }) =>
            !wanted.includes(got) && !(wanted.includes("not-understood") && isAskedAgain(got)),
        );
      const wrong = missed.filter(({ got }) => !isAskedAgain(got));
      const lines = missed.map(
        ({ asked, text, wanted, got }) => `\n  ${asked}: "${text}": ${wanted.join(" or ")}, read as ${got}`,
      );
      process.stdout.write(
        `messages ${language}: ${cases.length - missed.length} right, ${missed.length - wrong.length} asked again, ${wrong.length} wrong${lines.join("")}\n`,
      );
      expect(wrong.length / cases.length).toBeLessThanOrEqual(0.06);
      expect((cases.length - missed.length) / cases.length).toBeGreaterThanOrEqual(0.87);
    },
  );
});
