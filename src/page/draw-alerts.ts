import type { PreviewDto, ReportDto } from "../channels/web/wire.ts";
import { make, makeButton } from "./elements.ts";
import {
  drawBars,
  drawTable,
  type Parts,
  pick,
  type ReportContext,
  type ShownPreview,
} from "./report-context.ts";

type Forecast = PreviewDto["channels"][number];
type Progress = NonNullable<ReportDto["alerts"]>[number];

const news = ["new", "date", "form", "court"];
/** The actions on an unfinished alert by its state, with the state that each leads to. */
const changes = {
  running: { pause: "paused", cancel: "cancelled" },
  paused: { "go-on": "running", cancel: "cancelled" },
} as const;

/** Draws the preview of an alert, and the progress of those already sent. */
export function drawAlerts(context: ReportContext): Parts {
  const { report, view, text } = context;
  if (report.alerts === undefined) return [text("store-away")];
  return [
    drawChoices(context),
    ...drawShown(view.shown, context),
    ...report.alerts.map((alert) => drawProgress(alert, context)),
  ];
}

function drawChoices({ report, view, choose, manage, text, nameOf }: ReportContext): HTMLElement {
  const campaigns = report.facts.map(({ campaign }) => campaign);
  const alert = { campaign: campaigns[0] ?? "", news: "new", ...view.alert };
  const onCampaign = (campaign: string) => choose({ alert: { ...alert, campaign }, shown: undefined });
  const onNews = (name: string) => choose({ alert: { ...alert, news: name }, shown: undefined });
  const newsName = (name: string) => text(`alerts.news.${name}`);
  const preview = () => manage("GET", `?${new URLSearchParams(alert)}`);
  return make(
    "div",
    { className: "choices" },
    pick("alert-campaign", text("days.campaign"), campaigns, alert.campaign, nameOf.campaign, onCampaign),
    pick("alert-news", text("alerts.what"), news, alert.news, newsName, onNews),
    makeButton({ onclick: preview }, text("alerts.preview")),
  );
}

function drawShown(shown: ReportContext["view"]["shown"], context: ReportContext): Parts {
  const { text, times, number, nameOf } = context;
  if (shown === undefined) return [];
  if ("problem" in shown) return [text(`alerts.refused.${shown.problem}`)];
  const { texts, channels } = shown;
  const rows = channels.map(({ name, people, endsAt, isTooLate }) => {
    const last = people === 0 ? "–" : times.moment(endsAt);
    return { cells: [nameOf.channel(name), number(people), last], isMarked: isTooLate };
  });
  const messages = texts.map((each) =>
    make(
      "div",
      {},
      make("h3", {}, `${nameOf.channel(each.channel)}, ${nameOf.language(each.language)}`),
      make("pre", { tabIndex: 0, lang: each.language }, each.text),
    ),
  );
  return [
    make("div", { className: "side-by-side" }, ...messages),
    drawTable(["days.channel", "alerts.people", "alerts.last"], rows, context),
    ...channels.flatMap((channel) => notesOf(channel, context)),
    drawSend(shown, context),
  ];
}

/** Draws the button that sends an alert. It asks for confirmation, since an alert is sent only once. */
function drawSend(
  shown: ShownPreview,
  { text, number, choose, manage }: ReportContext,
): HTMLElement | string {
  const { campaign, news: name, channels, isAsked } = shown;
  const count = channels.reduce((sum, channel) => sum + channel.people, 0);
  if (count === 0) return text("alerts.refused.nobody");
  const ask = () => choose({ shown: { ...shown, isAsked: true } });
  const send = () => manage("POST", `?${new URLSearchParams({ campaign, news: name })}`);
  // Ignores the second click of a double click: it was meant for the first label.
  const onclick = ({ detail }: MouseEvent) => detail < 2 && (isAsked ? send : ask)();
  const label = text(isAsked ? "alerts.confirm" : "alerts.send", { people: number(count) });
  return makeButton({ id: "alert-send", onclick }, label);
}

function notesOf(channel: Forecast, { text, number, nameOf }: ReportContext): readonly string[] {
  const { isOff, isTooLate, price, people } = channel;
  const cost = price === undefined ? text("alerts.price-list") : `≈ ${number(people * price)}`;
  const note = isOff ? "off" : channel.note;
  const filled = { channel: nameOf.channel(channel.name), cost, setting: "WHATSAPP_ALERTS" };
  return [
    ...(isTooLate ? [`⚠ ${text("alerts.too-late", filled)}`] : []),
    ...(note === undefined ? [] : [`⚠ ${text(`alerts.note.${note}`, filled)}`]),
  ];
}

function drawProgress(
  { id, campaign, news: name, state, handled, total }: Progress,
  context: ReportContext,
): HTMLElement {
  const { text, number, nameOf, manage } = context;
  const label = text("alerts.of", { total: number(total), state: text(`alerts.state.${state}`) });
  const possible = state === "running" || state === "paused" ? Object.entries(changes[state]) : [];
  const buttons = possible.map(([action, next]) => {
    const change = () => manage("POST", `/${id}/${next}`);
    return makeButton({ onclick: change }, text(`alerts.${action}`));
  });
  return make(
    "div",
    {},
    make("h3", {}, `${nameOf.campaign(campaign)}, ${text(`alerts.news.${name}`)}`),
    drawBars("ul", [[label, handled]], total, number),
    ...buttons,
  );
}
