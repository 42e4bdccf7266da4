import { reportPath, type ToldReport } from "../wire.ts";
import { drawReport } from "./draw-report.ts";
import { find, write } from "./elements.ts";
import { createTexts, readSettings, writeTexts } from "./texts.ts";

const kept = "operator-token";
const askEveryMs = 5_000;
/** While people are still being counted. */
const askSoonMs = 1_000;
const answerWithinMs = 15_000;

const texts = createTexts(readSettings(), navigator.languages);
const form = find<HTMLFormElement>("ask");
const field = find<HTMLInputElement>("token");
let report: ToldReport | undefined;
let timer: number | undefined;
/** Grows with each token that is tried: what was asked with another one is of no interest any more. */
let attempt = 0;

async function ask(token: string): Promise<Response> {
  return await fetch(reportPath, {
    headers: { authorization: `Bearer ${token}` },
    cache: "no-store",
    credentials: "omit",
    signal: AbortSignal.timeout(answerWithinMs),
  });
}

async function askOn(): Promise<void> {
  clearTimeout(timer);
  const token = sessionStorage.getItem(kept);
  if (token === null) return showForm("");
  const own = attempt;
  const answer = await ask(token).catch(() => undefined);
  const told: ToldReport | undefined = answer?.ok ? await answer.json().catch(() => undefined) : undefined;
  if (own !== attempt) return;
  if (answer?.status === 401) {
    forget();
    return showForm(texts.text("wrong"));
  }
  const waitMs = answer?.status === 429 ? showTooMany(answer) : showReport(told);
  timer = window.setTimeout(() => void askOn(), waitMs);
}

/** Says how long to wait; returns that in milliseconds. */
function showTooMany(answer: Response): number {
  const seconds = Number(answer.headers.get("retry-after"));
  write("state", texts.text("too-many", { seconds: String(seconds) }));
  return Math.max(1, seconds) * 1_000;
}

/** Shows what was answered, if anything was; returns in how many milliseconds to ask again. */
function showReport(told: ToldReport | undefined): number {
  write("state", told === undefined ? texts.text("offline") : "");
  if (told === undefined) return askEveryMs;
  report = told;
  render();
  return report.usage === undefined ? askSoonMs : askEveryMs;
}

function forget(): void {
  attempt += 1;
  clearTimeout(timer);
  sessionStorage.removeItem(kept);
  report = undefined;
}

function showForm(state: string): void {
  render();
  write("state", state);
  field.value = "";
  field.focus();
}

function render(): void {
  writeTexts(texts);
  write("ask-what", texts.text("ask-what", { setting: "OPERATOR_TOKEN" }));
  const isOpen = sessionStorage.getItem(kept) !== null;
  form.hidden = isOpen;
  find("leave").hidden = !isOpen;
  find("report").hidden = report === undefined;
  write("proxy", report?.isProxyIgnored ? texts.text("proxy", { setting: "WEB_TRUST_PROXY" }) : "");
  if (report === undefined) write("updated", "");
  else drawReport(report, texts);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  attempt += 1;
  sessionStorage.setItem(kept, field.value.trim());
  field.value = "";
  write("state", "");
  render();
  void askOn();
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
document.addEventListener("visibilitychange", () => {
  clearTimeout(timer);
  if (!document.hidden) void askOn();
});
render();
void askOn();
