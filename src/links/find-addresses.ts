/** A part of a text that a browser would open. */
export interface Address {
  /** In lower case, without the colon; undefined if none was typed. */
  readonly scheme: string | undefined;
  /** The characters between the scheme and the host: two slashes in a regular address. */
  readonly slashes: string;
  /** The host with user name, password and port. */
  readonly authority: string;
  /** Path, query and fragment. */
  readonly rest: string;
}

/** Returns whether a host that was typed without a scheme is meant as an address. */
type IsMeant = (host: string, rest: string) => boolean;

const openedByScheme = /(https?):([/\\]*)|([a-z][a-z0-9+.-]{0,30}):([/\\]+)/gi;
/** Schemes with which a browser runs or shows something instead of visiting a host. */
const ranByScheme = /(?:javascript|vbscript|view-source|filesystem|blob|intent|data(?=:[^\s,]*[,;])):\S+/gi;
/** Characters that end an address in a text. */
const bounds = /[<>"«»“”‘’`[\]{}|]/;
const edges = /^[\p{Cf}\p{P}\p{S}]+|[\p{Cf}.,;:!?'()*_~…]+$/gu;
const looseEnd = /[\p{Cf}.,;:!?'()*_~…<>"«»“”‘’`[\]{}|]+$/u;
/** All characters that people and browsers read as a dot in a host. */
const dots = /[.。．｡․]/;
const bareHost =
  /([^\s/\\?#@,;=&:'()*]*@)?((?:[\w%-]|[^\p{ASCII}\s。．｡․…])+(?:[.。．｡․](?:[\w%-]|[^\p{ASCII}\s。．｡․…])+)+)(:\d+)?([/\\?#].*)?/gu;
const mostLetters = 63;

/** Finds every address in a text, whatever surrounds it. */
export function findAddresses(text: string, isMeant: IsMeant): readonly Address[] {
  const whole = text.replace(/[[(]\.[\])]/g, ".");
  return whole.split(/\s+/).flatMap((chunk) => (chunk === "" ? [] : addressesInChunk(chunk, isMeant)));
}

/** Splits a host at every character that a browser reads as a dot. */
export function labelsOfHost(host: string): readonly string[] {
  return host.split(dots);
}

function addressesInChunk(chunk: string, isMeant: IsMeant): readonly Address[] {
  const run = [...chunk.matchAll(ranByScheme)].map(([found]) => ranAddress(found));
  const starts = [...chunk.matchAll(openedByScheme)];
  const opened = starts.map((start, index) => openedAddress(chunk, start, starts[index + 1]?.index));
  const before = chunk.slice(0, starts[0]?.index);
  const bare = [before, ...opened.map(({ left }) => left)].flatMap((piece) => bareAddresses(piece, isMeant));
  return [...run, ...opened.flatMap(({ address }) => address ?? []), ...bare];
}

function ranAddress(found: string): Address {
  const colon = found.indexOf(":");
  return {
    scheme: found.slice(0, colon).toLowerCase(),
    slashes: "",
    authority: "",
    rest: found.slice(colon + 1),
  };
}

/** Returns the address that begins at the match, and the text left between its end and the next one. */
function openedAddress(
  chunk: string,
  { index, 0: whole, 1: web, 2: webSlashes, 3: other, 4: otherSlashes }: RegExpExecArray,
  next: number | undefined,
): { readonly address?: Address; readonly left: string } {
  const from = index + whole.length;
  const { authority, rest } = authorityAndRest(chunk.slice(from));
  const end = from + authority.length + rest.length;
  const left = chunk.slice(end, Math.max(end, next ?? chunk.length));
  const host = rest === "" && !authority.startsWith("[") ? authority.replace(looseEnd, "") : authority;
  if (host + rest === "") return { left };
  const scheme = (web ?? other ?? "").toLowerCase();
  const slashes = webSlashes ?? otherSlashes ?? "";
  return { address: { scheme, slashes, authority: host, rest: rest.replace(looseEnd, "") }, left };
}

function authorityAndRest(text: string): { readonly authority: string; readonly rest: string } {
  const [whole = ""] = /^[^/\\?#]*/.exec(text) ?? [];
  // A bound such as a quotation mark is part of the address if "@" and a host follow it.
  const isSixteenBytes = /^\[[\da-f:.]+\](?::\d+)?$/i.test(whole);
  const authority = whole.includes("@") || isSixteenBytes ? whole : upToBound(whole);
  return { authority, rest: authority === whole ? upToBound(text.slice(whole.length)) : "" };
}

function upToBound(text: string): string {
  return text.split(bounds)[0] ?? "";
}

function bareAddresses(piece: string, isMeant: IsMeant): readonly Address[] {
  return piece.split(bounds).flatMap((part) => {
    if (!dots.test(part)) return [];
    const trimmed = part.replace(edges, (edge, at: number) => (at === 0 && edge.endsWith("@") ? "@" : ""));
    return [...trimmed.matchAll(bareHost)].flatMap((found) => bareAddress(found, isMeant) ?? []);
  });
}

function bareAddress(found: RegExpExecArray, isMeant: IsMeant): Address | undefined {
  const [, user = "", typed = "", port = "", path = ""] = found;
  const host = user === "" ? typed.replace(/^[\p{P}\p{S}]+/u, "") : typed;
  const rest = path.replace(looseEnd, "");
  if (!isHost(host) || !isMeant(host, port + rest)) return undefined;
  // An e-mail address opens no page, unless its part before "@" looks like a host.
  const isMail = user.length > 1 && port + rest === "";
  if (isMail && !(dots.test(user) && isMeant(user.slice(0, -1), ""))) return undefined;
  const authority = (user === "@" ? "" : user) + host + port;
  return { scheme: undefined, slashes: "//", authority, rest };
}

/** True if this can be a host, and is neither a date nor a number such as "1.5". */
function isHost(host: string): boolean {
  const labels = labelsOfHost(host);
  const last = labels.at(-1) ?? "";
  if (labels.some((label) => label === "" || label.length > mostLetters)) return false;
  if (labels.every((label) => /^\d+$/.test(label))) return isFourBytes(labels);
  return /../su.test(last) && !/^\d+$/.test(last);
}

function isFourBytes(labels: readonly string[]): boolean {
  return labels.length === 4 && labels.every((label) => Number(label) <= 255);
}
