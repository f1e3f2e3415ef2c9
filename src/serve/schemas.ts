/** The shapes of requests and answers: their types, the validation, and the OpenAPI description come from here. */
import { Type, type Static, type TSchema } from 'typebox';

/** A value that may be unknown or absent. */
export const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** RFC 9457. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'urn:race-lab: and the code' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'what is wrong, and what to do about it' }),
    code: Type.String({ description: 'stable; docs/errors.md lists all codes' }),
    option: orNull(Type.String({ description: 'the property that it is about' })),
    hint: orNull(Type.String({ description: 'what to do about it' })),
  },
  { $id: 'Problem', description: 'Problem details, as of RFC 9457' },
);

/** What every endpoint may answer instead. */
export const problems = {
  '4xx': {
    description: 'The request is wrong, or refused',
    content: { 'application/problem+json': { schema: Type.Ref('Problem') } },
  },
  '5xx': {
    description: 'It failed, or the service is busy',
    content: { 'application/problem+json': { schema: Type.Ref('Problem') } },
  },
} as const;

/** A strategy or a scenario, in a list. */
export const NameAndSummary = Type.Object({ name: Type.String(), summary: Type.String() });

/** What a list shows of a strategy or a scenario. */
export const summaryOf = ({ name, summary }: Static<typeof NameAndSummary>) => ({ name, summary });

/** Properties that are not named are refused. */
export const closed = { additionalProperties: false } as const;

export const VerdictBody = Type.Union([
  Type.Literal('broken'),
  Type.Literal('held'),
  Type.Literal('inconclusive'),
]);

/** One name, or several. */
export const named = (description: string) =>
  Type.Optional(
    Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 100 })], { description }),
  );
export const number = (description: string) => Type.Optional(Type.Number({ description }));
export const text = (description: string) =>
  Type.Optional(Type.String({ maxLength: 200, description }));

export const AmountOption = Type.Optional(
  Type.Union([Type.Number(), Type.String({ maxLength: 200 })], {
    description: 'a number, or a range such as 5..15 [10]',
  }),
);

export const Level = Type.Union([
  Type.Literal('read-committed'),
  Type.Literal('repeatable-read'),
  Type.Literal('serializable'),
]);

export type ProblemBody = Static<typeof Problem>;
