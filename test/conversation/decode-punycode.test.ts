import { domainToASCII, domainToUnicode } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodePunycode } from "../../src/conversation/decode-punycode.ts";

describe("decodePunycode", () => {
  it("gives back the letters that a host was registered with", () => {
    expect(decodePunycode("xn--fcebook-2fg")).toBe("fаcebook");
    expect(decodePunycode("xn--mnchen-3ya")).toBe("münchen");
    expect(decodePunycode("XN--BCHER-KVA")).toBe("bücher");
    expect(decodePunycode("xn--e1afmkfd")).toBe("пример");
  });

  it("agrees with Node about every label", () => {
    const letters = fc.constantFrom(...Array.from("abcxyz019éüßаеорсυοłđ中文字ก"));
    fc.assert(
      fc.property(fc.string({ unit: letters, minLength: 1, maxLength: 12 }), (label) => {
        const coded = domainToASCII(label);
        expect(decodePunycode(coded)).toBe(domainToUnicode(coded));
      }),
      { numRuns: 1_000 },
    );
  });

  it("leaves what is no such label as it is", () => {
    for (const label of ["facebook", "xn--", "xn--ä", "xn--99999999", "xn-abc", ""]) {
      expect(decodePunycode(label)).toBe(label);
    }
  });
});
