const svg = "http://www.w3.org/2000/svg";

/** Parts that are undefined or false are left out. */
type Child = Node | string | undefined | false;
type Properties<Made> = Partial<Omit<Made, "children">> &
  Readonly<Record<`${"aria" | "data"}-${string}`, string>>;

/** Makes an element. What it says is text, whatever it looks like: nothing in this page is read as HTML. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Properties<HTMLElementTagNameMap[Name]> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [property, value] of Object.entries<unknown>(properties)) {
    if (typeof value === "string" && !(property in element)) element.setAttribute(property, value);
    else Object.assign(element, { [property]: value });
  }
  element.append(...children.filter((child) => child !== undefined && child !== false));
  return element;
}

/** Makes a button, which sends no form. */
export function makeButton(
  properties: Properties<HTMLButtonElement>,
  ...children: readonly Child[]
): HTMLButtonElement {
  return make("button", { type: "button", ...properties }, ...children);
}

/** Text for those who hear the page instead of seeing it. */
export function makeUnseen(text: string): HTMLElement {
  return make("span", { className: "unseen" }, text);
}

/** Makes a drawing out of one path, in a square of 24; it is not read out. */
export function makeDrawing(path: string): SVGElement {
  const drawing = document.createElementNS(svg, "svg");
  const line = document.createElementNS(svg, "path");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  drawing.append(line);
  return drawing;
}

/** Finds a part of the page that is always there. */
export function find<Part extends HTMLElement = HTMLElement>(id: string): Part {
  const part = document.getElementById(id);
  if (part === null) throw new Error(`the page has no ${id}`);
  return part as Part;
}

/** Writes a text into a part of the page. One that says it already is left alone, so that it is not read out again. */
export function write(id: string, text: string): void {
  if (find(id).textContent !== text) find(id).textContent = text;
}

/**
 * Makes an element say what another one says, and changes only what differs: who hears the page hears the rest no second time. Buttons with
 * another `data-id` are others.
 */
export function morph(before: ChildNode, after: ChildNode): void {
  if (before.isEqualNode(after)) return;
  if (kindOf(before) !== kindOf(after)) return before.replaceWith(after);
  if (before instanceof Element && after instanceof Element)
    for (const { name, value } of after.attributes) before.setAttribute(name, value);
  // An element has none.
  before.nodeValue = after.nodeValue;
  const [old, fresh] = [[...before.childNodes], [...after.childNodes]];
  old.slice(0, fresh.length).forEach((child, index) => {
    morph(child, fresh[index] ?? child);
  });
  for (const child of old.slice(fresh.length)) child.remove();
  for (const child of fresh.slice(old.length)) before.appendChild(child);
}

function kindOf(node: ChildNode): string {
  return `${node.nodeName} ${node instanceof Element && node.getAttribute("data-id")}`;
}
