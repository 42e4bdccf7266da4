import { make } from "./elements.ts";

/** The button's texts, by language: the server wraps this script in a function that takes them. */
declare const words: Readonly<Record<string, { readonly open: string; readonly title: string }>>;

/** Puts a button, and the chat behind it, into another site's page. */
function embed(script: HTMLScriptElement): void {
  const known = Object.keys(words);
  const wanted = script.dataset["lang"] ?? document.documentElement.lang.split("-")[0] ?? "";
  const language = known.includes(wanted) ? wanted : (known[0] ?? "");
  const { open = "", title = "" } = words[language] ?? {};
  const address = new URL("./", script.src);
  address.searchParams.set("lang", language);
  if (script.dataset["start"] !== undefined) address.searchParams.set("start", script.dataset["start"]);

  const onclick = () => {
    // Put in at the first opening: who does not open it loads nothing.
    if (!frame.isConnected) document.body.append(frame);
    show(true);
  };
  const button = make("button", { type: "button", onclick, "aria-expanded": "false" }, open);
  Object.assign(button.style, {
    position: "fixed",
    right: "16px",
    bottom: "16px",
    zIndex: "2147483646",
    padding: "14px 20px",
    border: "2px solid #fff",
    borderRadius: "28px",
    background: "#0b6e69",
    color: "#fff",
    font: "600 16px/1.2 system-ui, sans-serif",
    boxShadow: "0 2px 10px rgb(0 0 0 / 30%)",
    cursor: "pointer",
  });
  const loading = { src: address.href, allow: "clipboard-write", referrerPolicy: "no-referrer" } as const;
  const frame = make("iframe", { title, ...loading });
  Object.assign(frame.style, {
    position: "fixed",
    right: "0",
    bottom: "0",
    zIndex: "2147483647",
    width: "min(420px, 100vw)",
    height: "min(720px, 100dvh)",
    border: "0",
    boxShadow: "0 4px 24px rgb(0 0 0 / 35%)",
    colorScheme: "normal",
  });

  function show(isOpen: boolean): void {
    frame.style.display = isOpen ? "block" : "none";
    button.style.display = isOpen ? "none" : "";
    button.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) frame.focus();
    else button.focus();
  }

  addEventListener("message", ({ source, data }) => {
    if (frame.isConnected && source === frame.contentWindow && data === "objecteur:close") show(false);
  });
  document.body.append(button);
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", () => embed(script));
  else embed(script);
}
