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
