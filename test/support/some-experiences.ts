import type { Experience, OutcomeGroup } from "../../src/conversation/vocabulary.ts";

const failed: OutcomeGroup = { outcome: "failed" };

/** What became of objections, in all the ways in which it is told. */
export const someExperiences: readonly Experience[] = [
  {
    ...{ campaign: "meta", from: "2026-05", to: "2026-05", halfWithin: 1 },
    groups: [
      { outcome: "confirmed", days: { from: 0, to: 0 }, people: 1_040, percent: 52 },
      { outcome: "confirmed", days: { from: 1, to: 1 }, people: 500, percent: 25 },
      { outcome: "confirmed", days: { from: 2, to: 7 }, people: 40, percent: 2 },
      { outcome: "confirmed", days: { from: 8 }, people: 20, percent: 1 },
      { outcome: "refused", people: 300, percent: 15 },
      { outcome: "unanswered", people: 100, percent: 5 },
    ],
  },
  {
    ...{ campaign: "meta", from: "2026-06", to: "2026-08", halfWithin: 3 },
    groups: [{ outcome: "confirmed", days: { from: 0 }, people: 60 }, failed],
  },
  {
    ...{ campaign: "meta", from: "2026-09", to: "2026-09", halfWithin: 0 },
    groups: [{ outcome: "confirmed", days: { from: 0, to: 1 }, people: 60 }, failed],
  },
  {
    ...{ campaign: "whatsapp", from: "2026-05", to: "2026-05" },
    groups: [{ outcome: "confirmed", days: { from: 32 }, people: 60 }, failed],
  },
  {
    ...{ campaign: "whatsapp", from: "2026-06", to: "2026-08" },
    groups: [{ outcome: "confirmed" }, { outcome: "failed", people: 55 }],
  },
];
