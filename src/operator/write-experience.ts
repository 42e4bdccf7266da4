import { html, raw } from "hono/html";
import type { Campaign } from "../campaigns/schema.ts";
import { halfPhrase, monthsOf } from "../conversation/help/say-experience.ts";
import type { Experience, Facts, Language, OutcomeGroup, Phrase } from "../conversation/vocabulary.ts";
import type { Wording } from "../ports.ts";

/** What the page is written with. */
export interface ExperiencePage {
  readonly world: Pick<Facts, "campaigns" | "languages">;
  readonly wording: Wording;
  /** The page's style sheet. */
  readonly style: string;
  /** What the operator calls the chat. */
  readonly name?: string | undefined;
  /** The path of the operator's logo. */
  readonly logo?: string | undefined;
  /** Whether there is a chat at `/`. */
  readonly hasChat: boolean;
}

const notes = ["told", "days-are", "closed", "rounded", "nobody"] as const;
const heads = ["outcome", "people", "share"] as const;

/** The functions that write in the page's language. */
type Writer = ReturnType<typeof createWriter>;

function createWriter(wording: Wording, language: Language) {
  const numbers = new Intl.NumberFormat(language);
  const percents = new Intl.NumberFormat(language, { style: "percent" });
  return {
    text: (phrase: Phrase) => wording.plain(phrase, language),
    number: (count: number) => numbers.format(count),
    percent: (count: number) => percents.format(count / 100),
  };
}

/** Writes the page in this language: a table for each service, its last months first. */
export async function writeExperience(
  experiences: readonly Experience[],
  language: Language,
  day: string,
  { world: { campaigns, languages }, wording, style, hasChat, logo, ...named }: ExperiencePage,
): Promise<string> {
  const writer = createWriter(wording, language);
  const { text } = writer;
  const { name = text({ key: "web.title" }) } = named;
  const page = (key: "title" | "intro" | "none" | "how" | "csv" | "chat" | (typeof notes)[number]) =>
    text({ key: `experience.page.${key}` });
  const tables = [...campaigns.values()].flatMap((campaign) => {
    const own = experiences.filter((each) => each.campaign === campaign.id);
    return own.length === 0 ? [] : [writeTable(campaign, own.toReversed(), writer)];
  });
  const others = languages
    .filter((other) => other !== language)
    .map((other) => {
      const label = wording.plain({ key: "language.name" }, other);
      return html`<a href="?lang=${other}" hreflang="${other}" lang="${other}">${label}</a> `;
    });
  const how = notes.map((key) => html`<li>${page(key)}</li>`);
  return String(
    await html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page("title")} – ${name}</title>
<link rel="icon" href="data:,">
<style>${raw(style)}</style>
</head>
<body>
<header>
<p class="small">${logo ? html`<img class="logo" src="${logo}" alt="">` : ""}${name} ${hasChat ? html`<a href="./">${page("chat")}</a>` : ""} ${others}</p>
<h1>${page("title")}</h1>
<p>${page("intro")}</p>
<p class="small">${text({ key: "experience.page.as-of", params: { day: { day } } })} <a href="experience.csv">${page("csv")}</a></p>
</header>
<main>
${tables.length > 0 ? tables : html`<p class="card">${page("none")}</p>`}
<section><h2>${page("how")}</h2><ul>${how}</ul></section>
</main>
</body>
</html>
`,
  );
}

function writeTable({ id }: Campaign, experiences: readonly Experience[], writer: Writer) {
  const { text } = writer;
  const columns = heads.map((key) => html`<th scope="col">${text({ key: `experience.page.${key}` })}</th>`);
  return html`<table class="card">
<caption>${text({ key: "name", campaign: id })}</caption>
<thead><tr>${columns}</tr></thead>
${experiences.map((experience) => writeMonths(experience, writer))}</table>
`;
}

function writeMonths(experience: Experience, { text, number, percent }: Writer) {
  const params = { months: monthsOf(experience), half: halfPhrase(experience) };
  const few = text({ key: "experience.page.few" });
  const rows = experience.groups.map(
    (group) => html`<tr><th scope="row">${text(nameGroup(group))}</th>
<td>${group.people === undefined ? few : number(group.people)}</td>
<td>${group.percent === undefined ? "–" : percent(group.percent)}</td></tr>
`,
  );
  return html`<tbody>
<tr><th scope="rowgroup" colspan="3">${text({ key: "experience.page.sent", params })}</th></tr>
${rows}</tbody>
`;
}

/** Names what became of the objections of a group. */
function nameGroup({ outcome, days }: OutcomeGroup): Phrase {
  if (outcome !== "confirmed") return { key: `experience.page.${outcome}` };
  if (days === undefined || (days.from === 0 && days.to === undefined))
    return { key: "experience.page.confirmed" };
  const { from, to } = days;
  if (to === undefined) return { key: "experience.page.later", params: { count: from } };
  if (to === 0) return { key: "experience.page.same-day" };
  if (from === to) return { key: "experience.page.one-day" };
  if (from === 0) return { key: "experience.page.up-to", params: { count: to } };
  return { key: "experience.page.days", params: { from, to } };
}
