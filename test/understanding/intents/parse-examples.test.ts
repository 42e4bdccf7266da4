import { describe, expect, it } from "vitest";
import { parseExamples } from "../../../src/understanding/intents/parse-examples.ts";
import { shippedIntents } from "../../support/shipped-intents.ts";

const { findEntities = () => [] } = shippedIntents.find(({ language }) => language === "en") ?? {};

/** The problems of files of examples, given by their intents. */
function problemsOf(files: Readonly<Record<string, string>>): readonly string[] {
  const problems: string[] = [];
  const read = Object.entries(files).map(([intent, text]) => ({ path: `${intent}.tsv`, intent, text }));
  parseExamples(read, findEntities, problems);
  return problems;
}

describe("A mistake in the examples is named with its file and line", () => {
  it.each([
    {
      what: "a line without a tab",
      lines: "done report.done",
      problem: "expected a message, a tab, and its intents with a space between",
    },
    {
      what: "a line without a message",
      lines: "\treport.done",
      problem: "expected a message, a tab, and its intents with a space between",
    },
    {
      what: "a message of signs alone",
      lines: "…\treport.done",
      problem: "holds no word",
    },
    {
      what: "an intent that nobody knows",
      lines: "done, thank you\treport.done courtesy.thank",
      problem: 'there is no intent "courtesy.thank": expected one that has a file of examples',
    },
    {
      what: "a message in the file of another intent",
      lines: "thank you\tcourtesy.thanks",
      problem: `expected the file's own intent first, "report.done"`,
    },
    {
      what: "an intent that stands twice",
      lines: "done\treport.done report.done",
      problem: "expected each intent once",
    },
  ])("$what", ({ lines, problem }) => {
    expect(problemsOf({ "report.done": `sent it\treport.done\n${lines}\n` })).toEqual([
      `report.done.tsv:2: ${problem}`,
    ]);
  });

  it("a message that differs from another in a name or a number alone", () => {
    const lines = [
      "I did Facebook on 3 June\treport.done",
      "i did instagram on 4 july!\treport.done",
      "I did my tax on 3 June\treport.done",
    ];
    expect(problemsOf({ "report.done": lines.join("\n") })).toEqual([
      "report.done.tsv:2: says the same as report.done.tsv:1, apart from names and numbers: remove one",
    ]);
  });

  it("a message that stands under two intents, though not one that means another thing with another name", () => {
    const question = "What about TikTok?\tquestion.other-service\nOkay\tquestion.other-service\n";
    const files = {
      "question.other-service": question,
      "question.whatsapp": "what about whatsapp\tquestion.whatsapp",
    };
    expect(problemsOf({ ...files, "courtesy.ok": "okay!\tcourtesy.ok\n" })).toEqual([
      "courtesy.ok.tsv:1: says the same as question.other-service.tsv:2, apart from names and numbers: remove one",
    ]);
  });

  it("a file whose name is no intent", () => {
    expect(problemsOf({ thanks: "thank you\tthanks\n" })).toEqual([
      'thanks.tsv: the file\'s name: expected "off-topic" or a kind (question, report, wish, fact, trouble, courtesy, answer, account), a point and a name',
    ]);
  });
});
