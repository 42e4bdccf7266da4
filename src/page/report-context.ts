import type { PreviewDto, ReportDto } from "../channels/web/wire.ts";
import { make } from "./elements.ts";
import type { Texts } from "./texts.ts";
import { createTimes, localeOf } from "./write-time.ts";

/** The data of the operator's page, and its actions. */
export interface ReportState {
  readonly report: ReportDto;
  /** True if the bot does not answer: the report is an old one. */
  readonly isOld: boolean;
  /** The counts by day, as CSV; undefined if the store does not answer. */
  readonly counts: string | undefined;
  readonly view: View;
  /** Changes the view. */
  readonly choose: (change: Partial<View>) => void;
  /** Requests the preview of an alert, sends it, or changes one; `path` follows the path of alerts. */
  readonly manage: (method: "GET" | "POST", path: string) => void;
  /** Saves the counts as a file. */
  readonly save: () => void;
  /** Saves what is shown by source as a file. */
  readonly saveSources: () => void;
  readonly texts: Texts;
}

/** The data and functions with which a section of the report is drawn. */
export type ReportContext = ReturnType<typeof createReportContext>;

/** Adds functions to the state that write times, numbers and names in the page's language. */
export function createReportContext(state: ReportState) {
  const { report, texts } = state;
  const language = texts.language();
  const numbers = new Intl.NumberFormat(localeOf(language));
  const signed = { signDisplay: "exceptZero", maximumFractionDigits: 0 } as const;
  const names = new Intl.DisplayNames(language, { type: "language" });
  return {
    ...state,
    text: texts.text,
    times: createTimes(language, report.zone, report.now),
    number: (count: number) => numbers.format(count),
    /** Writes a change with its sign, as a number or a percentage. */
    signed: (change: { readonly count: number } | { readonly share: number }) =>
      "count" in change
        ? new Intl.NumberFormat(localeOf(language), signed).format(change.count)
        : new Intl.NumberFormat(localeOf(language), { ...signed, style: "percent" }).format(change.share),
    /** The names that people know; a campaign that is no longer offered has only its id. */
    nameOf: {
      campaign: (id: string) => texts.text(`campaign.${id}`) || id,
      channel: (name: string) => texts.text(`channels.${name}`) || name,
      language: (tag: string) => names.of(tag) ?? tag,
    },
  };
}

/** The selection of what is shown; "" selects everything. */
export interface View {
  /** The number of last days, including today. */
  readonly days: number;
  readonly campaign: string;
  readonly channel: string;
  readonly language: string;
  /** The selection for links, once one was made. */
  readonly shared?: Shared;
  /** The selection for an alert, once one was made; and its preview, or why it cannot be sent. */
  readonly alert?: { readonly campaign: string; readonly news: string };
  readonly shown?: ShownPreview | { readonly problem: string } | undefined;
}

/**
 * What the links and the code to share are for; `attributes`: those of the embed that were chosen, of
 * which a preview is shown once it was asked for.
 */
export interface Shared {
  readonly campaign: string;
  readonly language: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly isPreviewed?: boolean;
}

/** The preview of an alert; `isAsked` once the operator is asked to confirm it. */
export type ShownPreview = PreviewDto & { readonly isAsked?: true };

/** The content of a section below its title; a string becomes a paragraph. */
export type Parts = readonly (Element | string)[];

/** A count with its label. */
export type Count = readonly [label: string, count: number];

/** Draws a list of counts, each with its share of all and a bar of that length. */
export function drawBars(
  list: "ol" | "ul",
  counts: readonly Count[],
  all: number,
  number: ReportContext["number"],
): HTMLElement {
  const lines = counts.map(([label, count]) => {
    const share = all === 0 ? 0 : (count / all) * 100;
    const bar = make("i");
    bar.style.setProperty("--share", `${share}%`);
    const written = make("span", { className: "share" }, `${number(Math.round(share))} %`);
    return make("li", {}, make("b", {}, number(count)), ` ${label} `, written, bar);
  });
  return make(list, { className: "bars" }, ...lines);
}

/** Draws counts side by side. */
export function drawNumbers(numbers: readonly Count[], number: ReportContext["number"]): HTMLElement {
  const drawn = numbers.map(([label, count]) =>
    make("div", {}, make("dt", {}, label), make("dd", {}, number(count))),
  );
  return make("dl", { className: "numbers" }, ...drawn);
}

/** A row of a table; a marked one needs attention. */
interface Row {
  readonly cells: readonly string[];
  readonly isMarked?: boolean;
}

/** Draws a table. `heads`: the names of the texts of the column headers. */
export function drawTable(
  heads: readonly string[],
  rows: readonly Row[],
  { text }: ReportContext,
): HTMLElement {
  return drawRows(
    heads.map((name) => text(name)),
    rows,
  );
}

/** Draws a table with these column headers. Its rows begin with a header cell. */
export function drawRows(heads: readonly string[], rows: readonly Row[]): HTMLElement {
  const head = make("tr", {}, ...heads.map((name) => make("th", { scope: "col" }, name)));
  const drawn = rows.map(({ cells: [name, ...values], isMarked }) => {
    const cells = values.map((value) => make("td", {}, value));
    return make("tr", { className: isMarked ? "marked" : "" }, make("th", { scope: "row" }, name), ...cells);
  });
  const table = make("table", {}, make("thead", {}, head), make("tbody", {}, ...drawn));
  // A wide table scrolls; the tab index lets the keyboard scroll it.
  return make("div", { className: "scrolled", tabIndex: 0 }, table);
}

/** Draws a select field; `id` is unique in the page. */
export function pick(
  id: string,
  label: string,
  values: readonly string[],
  chosen: string,
  write: (value: string) => string,
  choose: (value: string) => void,
): HTMLElement {
  const options = values.map((value) =>
    make("option", { value, defaultSelected: value === chosen }, write(value)),
  );
  const field = make("select", { id }, ...options);
  field.onchange = () => choose(field.value);
  return make("label", {}, `${label} `, field);
}
