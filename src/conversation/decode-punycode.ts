const base = 36;
const tMin = 1;
const tMax = 26;
const skew = 38;
const damp = 700;
const firstBias = 72;
const firstCode = 128;
const lastCode = 0x10ffff;

/** Writes a host's label as people see it: "xn--fcebook-2fg" with its Cyrillic letter; as it is where it is no such label. */
export function decodePunycode(label: string): string {
  if (!/^xn--[a-z0-9-]+$/i.test(label)) return label;
  const coded = label.slice(4).toLowerCase();
  const hyphen = coded.lastIndexOf("-");
  const letters = hyphen > 0 ? Array.from(coded.slice(0, hyphen)) : [];
  const codes = letters.map((letter) => letter.charCodeAt(0));
  return insertCodes(codes, coded.slice(hyphen > 0 ? hyphen + 1 : 0)) ?? label;
}

/** Decodes as RFC 3492, section 6.2 has it. */
function insertCodes(codes: number[], digits: string): string | undefined {
  let code = firstCode;
  let place = 0;
  let bias = firstBias;
  let at = 0;
  while (at < digits.length) {
    const read = readDelta(digits, at, bias);
    if (read === undefined) return undefined;
    const length = codes.length + 1;
    bias = adapt(read.delta, length, at === 0);
    at = read.end;
    code += Math.floor((place + read.delta) / length);
    place = (place + read.delta) % length;
    if (code > lastCode) return undefined;
    codes.splice(place, 0, code);
    place++;
  }
  return String.fromCodePoint(...codes);
}

function readDelta(
  digits: string,
  from: number,
  bias: number,
): { readonly delta: number; readonly end: number } | undefined {
  let delta = 0;
  let weight = 1;
  for (let at = from; at < digits.length; at++) {
    const digit = digitOf(digits[at] ?? "");
    const threshold = Math.min(Math.max((at - from + 1) * base - bias, tMin), tMax);
    delta += digit * weight;
    if (digit < threshold) return { delta, end: at + 1 };
    weight *= base - threshold;
  }
  return undefined;
}

function digitOf(sign: string): number {
  return /\d/.test(sign) ? Number(sign) + tMax : sign.charCodeAt(0) - "a".charCodeAt(0);
}

function adapt(delta: number, length: number, isFirst: boolean): number {
  let left = Math.floor(delta / (isFirst ? damp : 2));
  left += Math.floor(left / length);
  let steps = 0;
  while (left > ((base - tMin) * tMax) / 2) {
    left = Math.floor(left / (base - tMin));
    steps += base;
  }
  return steps + Math.floor(((base - tMin + 1) * left) / (left + skew));
}
