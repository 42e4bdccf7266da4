import { reportPath, type ToldReport } from "../wire.ts";
import { drawReport } from "./draw-report.ts";
import { find, readSettings } from "./read-settings.ts";
import { createTexts, writeTexts } from "./texts.ts";
import { createTimes } from "./write-time.ts";

const setting = "OPERATOR_TOKEN";
const proxySetting = "WEB_TRUST_PROXY";
const kept = "operator-token";
const askEveryMs = 5_000;
/** While people are still being counted. */
const askSoonMs = 1_000;
const answerWithinMs = 15_000;

/** What came of asking once. */
type Answer =
  | { readonly type: "report"; readonly report: ToldReport }
  | { readonly type: "wrong" }
  | { readonly type: "too-many"; readonly seconds: number }
  | { readonly type: "none" };

const texts = createTexts(readSettings<Parameters<typeof createTexts>[0]>(), navigator.languages);
const form = find<HTMLFormElement>("ask");
const field = find<HTMLInputElement>("token");
let report: ToldReport | undefined;
let timer: number | undefined;
/** Grows with each token that is tried: what was asked with another one is of no interest any more. */
let attempt = 0;

async function ask(token: string): Promise<Answer> {
  try {
    const answer = await fetch(reportPath, {
      headers: { authorization: `Bearer ${token}` },
      cache: "no-store",
      credentials: "omit",
      signal: AbortSignal.timeout(answerWithinMs),
    });
    if (answer.status === 401) return { type: "wrong" };
    if (answer.status === 429)
      return { type: "too-many", seconds: Number(answer.headers.get("retry-after")) };
    if (!answer.ok) return { type: "none" };
    return { type: "report", report: (await answer.json()) as ToldReport };
  } catch {
    return { type: "none" };
  }
}

async function askOn(): Promise<void> {
  clearTimeout(timer);
  const token = sessionStorage.getItem(kept);
  if (token === null) return showForm("");
  const own = attempt;
  const answer = await ask(token);
  if (own !== attempt) return;
  const waitMs = take(answer);
  if (waitMs !== undefined) timer = window.setTimeout(() => void askOn(), waitMs);
}

/** Shows what was answered; gives in how many milliseconds to ask again. */
function take(answer: Answer): number | undefined {
  switch (answer.type) {
    case "report":
      report = answer.report;
      tell("");
      render();
      return report.usage === undefined ? askSoonMs : askEveryMs;
    case "wrong":
      forget();
      showForm(texts.text("wrong"));
      return undefined;
    case "too-many":
      tell(texts.text("too-many", { seconds: String(answer.seconds) }));
      return Math.max(1, answer.seconds) * 1_000;
    case "none":
      tell(texts.text("offline"));
      return askEveryMs;
  }
}

function tell(state: string): void {
  showText("state", state);
}

/** What says the same as before is left alone, so that it is not read out again. */
function showText(id: string, text: string): void {
  if (find(id).textContent !== text) find(id).textContent = text;
}

function forget(): void {
  attempt += 1;
  clearTimeout(timer);
  sessionStorage.removeItem(kept);
  report = undefined;
}

function showForm(state: string): void {
  render();
  tell(state);
  field.value = "";
  field.focus();
}

function render(): void {
  writeTexts(texts);
  document.title = texts.text("title");
  find("ask-what").textContent = texts.text("ask-what", { setting });
  const isOpen = sessionStorage.getItem(kept) !== null;
  form.hidden = isOpen;
  find("leave").hidden = !isOpen;
  find("report").hidden = report === undefined;
  find("updated").textContent = report === undefined ? "" : updatedAt(report);
  showText("proxy", report?.isProxyIgnored ? texts.text("proxy", { setting: proxySetting }) : "");
  if (report !== undefined) drawReport(find("report"), report, texts);
}

function updatedAt({ now, zone }: ToldReport): string {
  return texts.text("updated", { time: createTimes(texts.language(), zone, now).clock(now) });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  attempt += 1;
  sessionStorage.setItem(kept, field.value.trim());
  field.value = "";
  tell("");
  render();
  void askOn();
});
find("leave").addEventListener("click", () => {
  forget();
  showForm("");
});
find("language").addEventListener("click", () => {
  texts.speak(texts.other());
  tell("");
  render();
});
document.addEventListener("visibilitychange", () => {
  clearTimeout(timer);
  if (!document.hidden) void askOn();
});
render();
void askOn();
