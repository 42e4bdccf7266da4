import type { ToldAlert, ToldForecast } from "../wire.ts";
import { make, makeButton } from "./elements.ts";
import { channelName, drawBars, drawTable, type Parts, type Pen, pick, type ShownPreview } from "./pen.ts";

const news = ["new", "date", "form", "court"];
/** What can be done with an alert under way, and how it is then. */
const changes = {
  running: { pause: "paused", cancel: "cancelled" },
  paused: { "go-on": "running", cancel: "cancelled" },
} as const;

/** Shows what an alert would be before it is sent, and how far those under way have come. */
export function drawAlerts(pen: Pen): Parts {
  const { report, view, text } = pen;
  if (report.alerts === undefined) return [text("store-away")];
  const { shown } = view;
  return [
    drawChoices(pen),
    ...(shown === undefined ? [] : drawShown(shown, pen)),
    ...report.alerts.map((alert) => drawProgress(alert, pen)),
  ];
}

function drawShown(shown: NonNullable<Pen["view"]["shown"]>, pen: Pen): Parts {
  if (!("problem" in shown)) return drawPreview(shown, pen);
  const { problem } = shown;
  return [pen.text(`alerts.refused.${problem}`)];
}

function drawChoices({ report, view, choose, manage, text }: Pen): HTMLElement {
  const campaigns = report.facts.map(({ campaign }) => campaign);
  const alert = { campaign: campaigns[0] ?? "", news: "new", ...view.alert };
  const choice = (change: Partial<typeof alert>) =>
    choose({ alert: { ...alert, ...change }, shown: undefined });
  const nameOf = (campaign: string) => [campaign, text(`campaign.${campaign}`)] as const;
  const newsOf = (name: string) => [name, text(`alerts.news.${name}`)] as const;
  const preview = () => manage("GET", `?${new URLSearchParams(alert)}`);
  return make(
    "div",
    { className: "choices" },
    pick(
      "alert-campaign",
      text("days.campaign"),
      alert.campaign,
      (campaign) => choice({ campaign }),
      campaigns.map(nameOf),
    ),
    pick("alert-news", text("alerts.what"), alert.news, (name) => choice({ news: name }), news.map(newsOf)),
    makeButton({ onclick: preview }, text("alerts.preview")),
  );
}

function drawPreview(shown: ShownPreview, pen: Pen): Parts {
  const { texts, channels } = shown;
  const { text, languageName } = pen;
  const heads = ["days.channel", "alerts.people", "alerts.last"].map((head) => text(head));
  const rows = channels.map((channel) => ({ cells: cellsOf(channel, pen), isMarked: channel.isTooLate }));
  const messages = texts.map((each) =>
    make(
      "div",
      {},
      make("h3", {}, `${channelName({ name: each.channel }, pen)}, ${languageName(each.language)}`),
      make("pre", { tabIndex: 0, lang: each.language }, each.text),
    ),
  );
  return [
    make("div", { className: "side-by-side" }, ...messages),
    drawTable(heads, rows),
    ...channels.flatMap((channel) => notesOf(channel, pen)),
    drawSend(shown, pen),
  ];
}

/** The button that sends asks first, since an alert is told once. */
function drawSend(shown: ShownPreview, { text, number, choose, manage }: Pen): HTMLElement | string {
  const { campaign, news: name, channels, isAsked } = shown;
  const count = channels.reduce((sum, channel) => sum + channel.people, 0);
  if (count === 0) return text("alerts.refused.nobody");
  const ask = () => choose({ shown: { ...shown, isAsked: true } });
  const send = () => manage("POST", `?${new URLSearchParams({ campaign, news: name })}`);
  // The second click of two is meant for what was there at the first.
  const onclick = ({ detail }: MouseEvent) => detail < 2 && (isAsked ? send : ask)();
  const label = text(isAsked ? "alerts.confirm" : "alerts.send", { people: number(count) });
  return makeButton({ id: "alert-send", onclick }, label);
}

function cellsOf(channel: ToldForecast, pen: Pen): readonly string[] {
  const { people, endsAt } = channel;
  return [channelName(channel, pen), pen.number(people), people === 0 ? "–" : pen.times.moment(endsAt)];
}

function notesOf(channel: ToldForecast, pen: Pen): readonly string[] {
  const { isOff, isTooLate, price, people } = channel;
  const { text, number } = pen;
  const name = channelName(channel, pen);
  const cost = price === undefined ? text("alerts.price-list") : `≈ ${number(people * price)}`;
  const note = isOff ? "off" : channel.note;
  const filled = { channel: name, cost, setting: "WHATSAPP_ALERTS" };
  return [
    ...(isTooLate ? [`⚠ ${text("alerts.too-late", filled)}`] : []),
    ...(note === undefined ? [] : [`⚠ ${text(`alerts.note.${note}`, filled)}`]),
  ];
}

function drawProgress({ id, campaign, news: name, state, told, total }: ToldAlert, pen: Pen): HTMLElement {
  const { text, number, manage } = pen;
  const of = text("alerts.of", { total: number(total), state: text(`alerts.state.${state}`) });
  const possible = state === "running" || state === "paused" ? Object.entries(changes[state]) : [];
  const buttons = possible.map(([label, next]) => {
    const change = () => manage("POST", `/${id}/${next}`);
    return makeButton({ onclick: change }, text(`alerts.${label}`));
  });
  return make(
    "div",
    {},
    make("h3", {}, `${text(`campaign.${campaign}`)}, ${text(`alerts.news.${name}`)}`),
    drawBars("ul", [[of, told]], total, number),
    ...buttons,
  );
}
