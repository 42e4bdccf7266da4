const svg = "http://www.w3.org/2000/svg";

/** Children that are undefined or false are left out. */
type Child = Node | string | undefined | false;
type Properties<Made> = Partial<Omit<Made, "children">> &
  Readonly<Record<`${"aria" | "data"}-${string}`, string>>;

/** Makes an element. Strings become text nodes: this page parses no HTML. */
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

/** Makes a button that submits no form. */
export function makeButton(
  properties: Properties<HTMLButtonElement>,
  ...children: readonly Child[]
): HTMLButtonElement {
  return make("button", { type: "button", ...properties }, ...children);
}

/** Makes text for screen readers only. */
export function makeUnseen(text: string): HTMLElement {
  return make("span", { className: "unseen" }, text);
}

/** Makes a drawing of one path, in a square of 24; hidden from screen readers. */
export function makeDrawing(path: string): SVGElement {
  const drawing = document.createElementNS(svg, "svg");
  const line = document.createElementNS(svg, "path");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  drawing.append(line);
  return drawing;
}

/** Finds an element that the page always has. */
export function find<Part extends HTMLElement = HTMLElement>(id: string): Part {
  const part = document.getElementById(id);
  if (part === null) throw new Error(`the page has no ${id}`);
  return part as Part;
}

/** Writes a text into an element. An unchanged text is kept, so that screen readers do not repeat it. */
export function write(id: string, text: string): void {
  if (find(id).textContent !== text) find(id).textContent = text;
}

/**
 * Turns an element into another one and changes only the differences, so that screen readers do not
 * repeat the rest. Buttons with different `data-id`s are replaced.
 */
export function morph(before: ChildNode, after: ChildNode): void {
  if (before.isEqualNode(after)) return;
  if (kindOf(before) !== kindOf(after)) return before.replaceWith(after);
  if (before instanceof Element && after instanceof Element)
    for (const { name, value } of after.attributes) before.setAttribute(name, value);
  // Only text nodes have a value; for elements this has no effect.
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
