import { z } from "zod";
import { checkIn, checkUnique } from "../contradictions.ts";
import { gradeOf, statement } from "../facts.ts";

/**
 * For thoughts of suicide; a child in danger; young people and their parents; victims of hacking or
 * fraud.
 */
export const helperKinds = ["distress", "child", "young", "cyber"] as const;
export type HelperKind = (typeof helperKinds)[number];

const line = z
  .strictObject({
    kind: z.enum(["emergency", ...helperKinds]),
    /**
     * A number or address, preceded by the name of the help line if the number does not tell it:
     * "Samaritans, 116 123".
     */
    contact: z.string().min(1),
    ...statement,
  })
  .transform((stated) => ({ ...stated, grade: gradeOf(stated) }))
  .refine(
    ({ grade }) => grade !== "C",
    "expected a source that is no mere retelling: people in trouble call it",
  );

const helpLines = z
  .strictObject({
    country: z.string().regex(/^[A-Z]{2}$/, "expected two capital letters such as FR"),
    lines: z.array(line).min(1),
  })
  .superRefine(({ lines }, context) =>
    checkUnique(
      lines.map(({ kind }, index) => ({ id: kind, path: ["lines", index, "kind"] })),
      checkIn(context),
    ),
  );

/** The file of help lines: each country once. */
export const helpLinesSchema = z.array(helpLines).superRefine((all, context) =>
  checkUnique(
    all.map(({ country }, index) => ({ id: country, path: [index, "country"] })),
    checkIn(context),
  ),
);

/** A help line of one country for one kind of trouble, with its sources and grade. */
export type HelpLine = Readonly<z.infer<typeof line>>;
