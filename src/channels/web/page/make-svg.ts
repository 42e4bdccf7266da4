const svg = "http://www.w3.org/2000/svg";

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
