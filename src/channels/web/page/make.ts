const svg = "http://www.w3.org/2000/svg";

/** Makes an element. What it says is text, whatever it looks like: nothing in this page is read as HTML. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<Omit<HTMLElementTagNameMap[Name], "children">> & { readonly lang?: string } = {},
  ...children: readonly (Node | string | undefined)[]
): HTMLElementTagNameMap[Name] {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** Text for those who hear the page instead of seeing it. */
export function makeUnseen(text: string): HTMLElement {
  return make("span", { className: "unseen" }, text);
}

/** Makes a part of a drawing. */
export function makeSvg(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly Node[]
): SVGElement {
  const element = document.createElementNS(svg, name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, String(value));
  element.append(...children);
  return element;
}

/** What a part of a drawing says when it is pointed at. */
export function makeTitle(text: string): SVGElement {
  const title = makeSvg("title", {});
  title.textContent = text;
  return title;
}
