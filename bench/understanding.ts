// How well people are read who have never seen the bot: `npm run bench:understanding [-- --list]`.
import { readFileSync } from "node:fs";
import { stdout } from "node:process";
import type { ConversationEvent } from "../src/conversation/vocabulary.ts";
import { reports } from "../src/conversation/vocabulary.ts";
import { readArguments } from "../test/support/read-arguments.ts";
import { readMessage } from "../test/support/read-words.ts";
import { printTable } from "./print-table.ts";

const { values } = await readArguments(
  [["npm run bench:understanding -- [--list]", "how well strangers are read; lists what is wrong"]],
  { options: { list: { type: "boolean" } } },
);

/** A message of `test/understanding/blind/`, and what two people who know neither code nor examples say that it means. */
interface Labelled {
  readonly kind: string;
  readonly text: string;
  /** Each may be the main intent. */
  readonly main: readonly string[];
  /** What else is in it. */
  readonly besides: readonly string[];
}

type Grade = "good" | "offered" | "nothing" | "wrong";

/** Intents that one answer answers as well. */
const alike: readonly (readonly string[])[] = [
  ["question.no-confirmation", "report.not-confirmed", "question.how-long"],
  ["question.reply", "report.confirmed"],
  ["question.too-late", "question.deadline"],
  ["question.complaint", "wish.complain"],
  ["question.reason", "wish.ready-text"],
  ["question.bot-data", "wish.my-data", "question.bot-readers"],
  ["question.bot-operator", "question.bot-open-source"],
  ["question.other-service", "wish.another-service", "fact.service"],
  ["question.elsewhere", "fact.place"],
  ["question.not-logged-in", "report.link-broken", "question.lost-login"],
  ["wish.remind", "wish.move", "wish.change", "fact.date"],
  ["wish.change-language", "wish.language", "courtesy.languages"],
  // A no to "What now?" ends the talk.
  ["answer.no", "courtesy.goodbye"],
  ["report.not-done", "wish.later", "wish.remind"],
  // The list that the labels were given from did not have the first of each of these.
  ["question.if-refused", "question.reply", "wish.complain"],
  ["question.one-of-several", "question.how-many", "question.again"],
  ["question.old-posts", "question.works", "question.delete-posts"],
  ["question.people-in-mine", "question.photos-by-others"],
  ["question.identity-card", "question.bot-scam"],
  ["question.which-email", "question.phone-only"],
  ["question.intimate", "trouble.intimate", "question.photos-by-others"],
  ["wish.steps", "wish.step-by-step", "question.how-many"],
];
/** What changes something about the person that is not undone by the next word. */
const changing: ReadonlySet<string> = new Set([
  ...reports,
  ...[
    "stop",
    "forget-me",
    "no-more",
    "no-more-alerts",
    "alerts",
    "remind",
    "move",
    "date",
    "cancel-reminder",
  ],
]);

function intentOf(event: ConversationEvent): string {
  switch (event.type) {
    case "topic":
      return `question.${event.topic}`;
    case "courtesy":
      return event.courtesy === "unsure" ? "answer.unknown" : `courtesy.${event.courtesy}`;
    case "date":
      return "wish.remind";
    case "country":
    case "zone":
      return "fact.place";
    case "linked":
      return event.linked === "no" ? "fact.apart" : "fact.linked";
    case "service":
    case "services":
    case "unknown-service":
      return "fact.service";
    case "accounts":
    case "doubt":
      return "fact.accounts";
    case "done":
    case "not-done":
    case "confirmed":
    case "not-confirmed":
    case "refused":
    case "link-broken":
      return `report.${event.type}`;
    default:
      return `wish.${event.type}`;
  }
}

function isAmong(intent: string, intents: readonly string[]): boolean {
  if (intent.startsWith("question.") && intents.includes(intent.replace("question.", "trouble.")))
    return true;
  const same = new Set([intent, ...alike.filter((those) => those.includes(intent)).flat()]);
  return intents.some((each) => same.has(each));
}

/** What counts first; what is wrong is so beside what is right, too. */
const grades: readonly Grade[] = ["wrong", "good", "offered", "nothing"];

/** Of several acts, the main one is to be among them, and none wrong. */
function grade(labelled: Labelled, acts: readonly ConversationEvent[]): Grade {
  const each = acts.map((act) => gradeAct(labelled, act));
  return grades.find((one) => each.includes(one)) ?? "nothing";
}

function gradeAct(labelled: Labelled, event: ConversationEvent): Grade {
  const { main } = labelled;
  switch (event.type) {
    case "not-understood":
      return main.includes("off-topic") ? "good" : "nothing";
    case "suggest":
      return gradeOffer(event.offers, main);
    case "services":
      // Who merely mentions a service is asked whether it is meant.
      return isAmong(intentOf(event), main) ? "offered" : "nothing";
    default:
      return gradeConclusion(labelled, event);
  }
}

function gradeConclusion({ main, besides }: Labelled, event: ConversationEvent): Grade {
  const intent = intentOf(event);
  if (isAmong(intent, main)) return "good";
  return isAmong(intent, besides) || event.type === "doubt" ? "nothing" : "wrong";
}

function gradeOffer(offers: readonly string[], main: readonly string[]): Grade {
  const kinds = ["question", "wish", "report"];
  return offers.some((offer) => kinds.some((kind) => isAmong(`${kind}.${offer}`, main)))
    ? "offered"
    : "nothing";
}

function readLabelled(line: string): Labelled {
  const [kind = "", text = "", ...labels] = line.split("\t");
  const [mains, besides] = [
    labels.map((each) => each.split(" ")[0]),
    labels.map((each) => each.split(" ").slice(1)),
  ];
  return { kind, text, main: mains.flatMap((each = "") => each.split("/")), besides: besides.flat() };
}

const share = (part: number, all: number) => `${((100 * part) / all).toFixed(1)} %`;
const rows: string[][] = [];
for (const language of ["en", "fr"])
  for (const [name, isOf] of [
    ["all that is on topic", ({ main }: Labelled) => !main.includes("off-topic")],
    [
      "over eight words",
      ({ main, text }: Labelled) => !main.includes("off-topic") && text.split(/\s+/).length > 8,
    ],
    ["short questions", ({ kind, main }: Labelled) => kind === "short" && !main.includes("off-topic")],
    ["off topic", ({ main }: Labelled) => main.includes("off-topic")],
  ] as const) {
    const lines = readFileSync(`test/understanding/blind/${language}.tsv`, "utf8").trimEnd().split("\n");
    const those = lines.map(readLabelled).filter(isOf);
    const counts = { good: 0, offered: 0, nothing: 0, wrong: 0 };
    let changes = 0;
    for (const labelled of those) {
      const { acts } = readMessage({ text: labelled.text }, "next", language);
      const graded = grade(labelled, acts);
      counts[graded] += 1;
      const isChange = acts.some((act) => changing.has(act.type) && gradeAct(labelled, act) === "wrong");
      if (isChange) changes += 1;
      if (values.list && name.startsWith("all"))
        stdout.write(
          `${language} ${graded}${isChange ? "!" : ""}\t${labelled.text}\t${JSON.stringify(acts)}\t${labelled.main.join("/")}\n`,
        );
    }
    rows.push([
      language,
      name,
      `${those.length}`,
      ...Object.values(counts).map((each) => share(each, those.length)),
      `${changes}`,
    ]);
  }
printTable([
  ["language", "messages", "count", "good", "offered", "nothing", "wrong", "states changed wrongly"],
  ...rows,
]);
