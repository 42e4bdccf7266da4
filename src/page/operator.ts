import type { ReportDto } from "../channels/web/wire.ts";
import { firstDay } from "./draw-days.ts";
import { drawReport } from "./draw-report.ts";
import { find, write } from "./elements.ts";
import type { View } from "./report-context.ts";
import { saveFile } from "./show-actions.ts";
import { createTexts, readSettings, writeTexts } from "./texts.ts";

const kept = "operator-token";
const askEveryMs = 5_000;
const countsEveryMs = 60_000;
const answerWithinMs = 15_000;

const texts = createTexts(readSettings(), navigator.languages);
const form = find<HTMLFormElement>("ask");
const field = find<HTMLInputElement>("token");
let report: ReportDto | undefined;
let isOld = false;
let view: View = { days: 30, campaign: "", channel: "", language: "" };
/** The counts by day as CSV, from which day on, and when they were requested. */
let counted: { readonly from: string; readonly at: number; readonly csv: string | undefined } | undefined;
let timer: number | undefined;
/** The number of the current request; answers to earlier ones are ignored. */
let attempt = 0;

/** Sends a request with the stored token; `path` is relative to the page's path. */
async function ask(path: string, method = "GET"): Promise<Response> {
  return await fetch(`operator/${path}`, {
    method,
    headers: { authorization: `Bearer ${sessionStorage.getItem(kept)}` },
    cache: "no-store",
    credentials: "omit",
    signal: AbortSignal.timeout(answerWithinMs),
  });
}

async function askOn(): Promise<void> {
  clearTimeout(timer);
  if (sessionStorage.getItem(kept) === null) return showForm("");
  attempt += 1;
  const own = attempt;
  const answer = await ask("report").catch(() => undefined);
  const fetched: ReportDto | undefined = answer?.ok ? await answer.json().catch(() => undefined) : undefined;
  if (fetched !== undefined) await askCounts(firstDay(fetched, view.days));
  if (own !== attempt) return;
  if (answer?.status === 401) {
    forget();
    return showForm(texts.text("wrong"));
  }
  const waitMs = answer?.status === 429 ? showTooMany(answer) : showReport(fetched);
  timer = window.setTimeout(() => void askOn(), waitMs);
}

/** Requests the counts if they are older than a minute or start on another day. */
async function askCounts(from: string): Promise<void> {
  if (counted?.csv !== undefined && counted.from === from && Date.now() - counted.at < countsEveryMs) return;
  const answer = await ask(`counts?from=${from}`).catch(() => undefined);
  const csv = answer?.ok ? await answer.text().catch(() => undefined) : undefined;
  counted = { from, at: Date.now(), csv };
}

/** Shows how long to wait, and returns it in milliseconds. */
function showTooMany(answer: Response): number {
  const seconds = Number(answer.headers.get("retry-after"));
  write("state", texts.text("too-many", { seconds: String(seconds) }));
  return Math.max(1, seconds) * 1_000;
}

/** Shows the answer, if there is one. Returns the milliseconds until the next request. */
function showReport(fetched: ReportDto | undefined): number {
  write("state", fetched === undefined ? texts.text("offline") : "");
  isOld = fetched === undefined;
  report = fetched ?? report;
  render();
  return askEveryMs;
}

function choose(change: Partial<View>): void {
  view = { ...view, ...change };
  render();
  void askOn();
}

/** Sends a request about alerts, shows its answer, and requests the report at once. */
async function manage(method: "GET" | "POST", path: string): Promise<void> {
  const answer = await ask(`alerts${path}`, method).catch(() => undefined);
  const shown = answer?.status === 204 ? undefined : await answer?.json().catch(() => undefined);
  choose({ shown });
}

const press = (method: "GET" | "POST", path: string) => void manage(method, path);

function save(): void {
  const { from, csv = "" } = counted ?? {};
  saveFile({ name: `objecteur-${from}.csv`, mimeType: "text/csv", content: csv });
}

async function saveSources(): Promise<void> {
  const answer = await ask("sources").catch(() => undefined);
  const content = answer?.ok ? await answer.text().catch(() => undefined) : undefined;
  if (content === undefined) return write("state", texts.text("store-away"));
  saveFile({ name: "objecteur-sources.csv", mimeType: "text/csv", content });
}

function forget(): void {
  attempt += 1;
  clearTimeout(timer);
  sessionStorage.removeItem(kept);
  report = undefined;
  counted = undefined;
}

function showForm(state: string): void {
  render();
  write("state", state);
  field.value = "";
  field.focus();
}

const actions = { choose, manage: press, save, saveSources: () => void saveSources() };

function render(fresh = false): void {
  writeTexts(texts);
  write("ask-what", texts.text("ask-what", { setting: "OPERATOR_TOKEN" }));
  const isOpen = sessionStorage.getItem(kept) !== null;
  form.hidden = isOpen;
  find("leave").hidden = !isOpen;
  find("report").hidden = report === undefined;
  if (report === undefined) write("updated", "");
  else drawReport({ ...actions, report, isOld, counts: counted?.csv, view, texts }, fresh);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem(kept, field.value.trim());
  field.value = "";
  write("state", "");
  render();
  void askOn().then(() => {
    if (document.activeElement === document.body) find("report").querySelector("h2")?.focus();
  });
});
find("leave").addEventListener("click", () => {
  forget();
  showForm("");
});
find("language").addEventListener("click", () => {
  texts.speak(texts.other());
  write("state", "");
  render();
});
// Plots keep the colours with which they were drawn, so they are drawn again.
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => render(true));
document.addEventListener("visibilitychange", () => {
  clearTimeout(timer);
  if (!document.hidden) void askOn();
});
render();
void askOn();
