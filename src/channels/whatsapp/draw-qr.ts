import qrcode from "qrcode-terminal";

/** How the library paints a square: the colour of the ground under two blanks. */
const square = /\[(40|47)m {2}/g;
const dark = "40";

/** Returns the squares of a QR code row by row, "1" for a dark one, without the margin. */
export function drawQr(text: string): readonly string[] {
  let picture = "";
  qrcode.generate(text, { small: false }, (drawn) => {
    picture = drawn;
  });
  const rows = picture
    .split("\n")
    .map((line) => [...line.matchAll(square)].map(([, ground]) => (ground === dark ? "1" : "0")).join(""));
  return withoutMargin(rows.filter((row) => row.includes("1")));
}

/** The first row begins and ends with the corner of a finder pattern. */
function withoutMargin(rows: readonly string[]): readonly string[] {
  const first = rows[0] ?? "";
  return rows.map((row) => row.slice(first.indexOf("1"), first.lastIndexOf("1") + 1));
}
