import { describe, expect, it } from "vitest";
import { createKeyedMutex } from "../../src/support/keyed-mutex.ts";

/** Work that ends when the test lets it, and notes when it begins and ends. */
function createWork() {
  const noted: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string, failure?: Error) => () =>
    new Promise<string>((resolve, reject) => {
      noted.push(`${name} begins`);
      ends.set(name, () => {
        noted.push(`${name} ends`);
        if (failure === undefined) resolve(name);
        else reject(failure);
      });
    });
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { noted, work, end };
}

describe("work in turn", () => {
  it("of one name is done one after another, in the order of asking", async () => {
    const withMutex = createKeyedMutex<string>();
    const { noted, work, end } = createWork();
    const done = [withMutex("ana", work("1")), withMutex("ana", work("2")), withMutex("ana", work("3"))];
    expect(noted).toEqual(["1 begins"]);
    await end("1");
    await end("2");
    await end("3");
    expect(noted).toEqual(["1 begins", "1 ends", "2 begins", "2 ends", "3 begins", "3 ends"]);
    expect(await Promise.all(done)).toEqual(["1", "2", "3"]);
  });

  it("of another name waits for nobody", async () => {
    const withMutex = createKeyedMutex<string>();
    const { noted, work } = createWork();
    void withMutex("ana", work("1"));
    void withMutex("ben", work("2"));
    expect(noted).toEqual(["1 begins", "2 begins"]);
  });

  it("that fails tells only who asked for it, and the next one goes on", async () => {
    const withMutex = createKeyedMutex<string>();
    const { work, end } = createWork();
    const told = withMutex("ana", work("1", new Error("broke"))).catch((error: unknown) => String(error));
    const second = withMutex("ana", work("2"));
    await end("1");
    expect(await told).toBe("Error: broke");
    await end("2");
    expect(await second).toBe("2");
  });

  it("begins at once where all before it has ended", async () => {
    const withMutex = createKeyedMutex<string>();
    const { noted, work, end } = createWork();
    const first = withMutex("ana", work("1"));
    await end("1");
    await first;
    void withMutex("ana", work("2"));
    expect(noted.at(-1)).toBe("2 begins");
  });
});
