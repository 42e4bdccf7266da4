import { beforeAll, describe, expect, it } from "vitest";
import type { Experience } from "../../src/conversation/vocabulary.ts";
import { type HttpServer, serveHttp } from "../../src/http/serve-http.ts";
import { serveExperience } from "../../src/operator/serve-experience.ts";
import { createBrain, createTestClock, createTroubleLog } from "../support/bot-under-test.ts";
import { someExperiences } from "../support/some-experiences.ts";

const brain = createBrain(["meta", "whatsapp"]);
const clock = createTestClock("2026-11-30T10:00");
let experiences: readonly Experience[] = [];
let server: HttpServer;

beforeAll(async () => {
  const app = serveExperience({
    ...brain,
    clock,
    experiences: () => experiences,
    style: "p{}",
    hasChat: true,
  });
  const { log } = createTroubleLog();
  server = await serveHttp({ host: "127.0.0.1", port: 0, routes: [app], log });
  return () => server.close();
});

async function ask(path: string, language?: string) {
  const headers = language === undefined ? {} : { "accept-language": language };
  const answer = await fetch(`${server.url}${path}`, { headers });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** The cells of the page's tables, row by row. */
const rowsOf = (html: string) =>
  [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = ""]) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = ""]) => cell.replace(/\s/g, " ")),
  );

describe("The page about how services answer", () => {
  it("says that there is nothing to show yet, in the language of the browser or of the link", async () => {
    expect((await ask("/experience", "en-GB,fr;q=0.5")).text).toContain("Nothing to show yet.");
    expect((await ask("/experience", "de, fr-CH;q=0.5")).text).toContain("Rien à montrer pour l’instant.");
    expect((await ask("/experience", "de")).text).toContain('<html lang="fr">');
    expect((await ask("/experience?lang=en", "fr")).text).toContain('<html lang="en">');
    expect((await ask("/experience?lang=xx", "en")).text).toContain('<html lang="en">');
  });

  it("shows the same numbers as its file, the last months first", async () => {
    const about = (id: string) => someExperiences.filter(({ campaign }) => campaign === id);
    const few = about("whatsapp").slice(-1);
    experiences = [...about("meta").slice(0, 2), ...few.map((each) => ({ ...each, from: "2026-05" }))];
    clock.advance(61_000);
    const { text, headers } = await ask("/experience?lang=en");
    expect(headers.get("content-type")).toBe("text/html; charset=UTF-8");
    expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(text).toContain("<caption>Meta (Facebook, Instagram)</caption>");
    expect(text).not.toContain("<script");
    const heads = ["What became of it", "People", "Share"];
    expect(rowsOf(text)).toEqual([
      heads,
      ["Sent from June 2026 to August 2026: half of the confirmations came within 3 days."],
      ["Confirmed", "60", "–"],
      ["Refused, or no answer within a month", "fewer than 20", "–"],
      ["Sent in May 2026: half of the confirmations came within 1 day."],
      ["Confirmed the same day", "1,040", "52%"],
      ["Confirmed after one day", "500", "25%"],
      ["Confirmed after 2 to 7 days", "40", "2%"],
      ["Confirmed after 8 days or more", "20", "1%"],
      ["Refused", "300", "15%"],
      ["No answer within a month", "100", "5%"],
      heads,
      ["Sent from May 2026 to August 2026: fewer than 20 objections were confirmed."],
      ["Confirmed", "fewer than 20", "–"],
      ["Refused, or no answer within a month", "55", "–"],
    ]);
    expect((await ask("/experience?lang=fr")).text).toContain("Confirmées après 2 à 7 jours");
    const file = await ask("/experience.csv");
    expect(file.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(file.text.split("\r\n")).toEqual([
      "service,from,to,outcome,days_from,days_to,people,percent,half_within_days",
      "meta,2026-05,2026-05,confirmed,0,0,1040,52,1",
      "meta,2026-05,2026-05,confirmed,1,1,500,25,1",
      "meta,2026-05,2026-05,confirmed,2,7,40,2,1",
      "meta,2026-05,2026-05,confirmed,8,,20,1,1",
      "meta,2026-05,2026-05,refused,,,300,15,",
      "meta,2026-05,2026-05,unanswered,,,100,5,",
      "meta,2026-06,2026-08,confirmed,0,,60,,3",
      "meta,2026-06,2026-08,failed,,,,,",
      "whatsapp,2026-05,2026-08,confirmed,,,,,",
      "whatsapp,2026-05,2026-08,failed,,,55,,",
      "",
    ]);
  });
});
