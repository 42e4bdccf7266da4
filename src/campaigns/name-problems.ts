import type { z } from "zod";
import { placeholderProblem, placeholdersIn } from "../placeholders.ts";

/** Lists all problems of a file's content, each with the file and its place in it: placeholders first. */
export function nameProblems(
  path: string,
  content: unknown,
  error: z.ZodError | undefined,
): readonly string[] {
  const placeholders = placeholdersIn(content).map((place) => ({ place, message: placeholderProblem }));
  const wrong = (error?.issues ?? []).flatMap(closestIssues);
  const others = wrong.filter((issue) => !placeholders.some(({ place }) => place === issue.place));
  return [...placeholders, ...others].map(
    ({ place, message }) => `${path}: ${place || "the whole file"}: ${message}`,
  );
}

/** Where several shapes would do, speaks of the one that comes nearest to what is there. */
function closestIssues(
  issue: z.core.$ZodIssue,
): readonly { readonly place: string; readonly message: string }[] {
  const shapes = issue.code === "invalid_union" ? issue.errors : [];
  const nearest = shapes.find((issues) => issues.every(({ path }) => path.length > 0)) ?? [];
  if (nearest.length === 0) return [{ place: issue.path.join("."), message: issue.message }];
  return nearest.map(({ path, message }) => ({ place: [...issue.path, ...path].join("."), message }));
}
