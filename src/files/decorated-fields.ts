/**
 * A plugin for Babel: classes with decorators on their fields, such as `@Column() stock!: number` in an entity of TypeORM.
 * The decorators that Babel itself has replace the value of such a field, and fail where it has none. Here they are
 * called as TypeScript calls them (`experimentalDecorators`), with the prototype and the name, and the field stays.
 */
export const decoratedFields = ({ types, template }: Babel) => {
  const onClass = template.expression(callOn('this'));
  const onPrototype = template.expression(callOn('this.prototype'));

  /** Takes the decorators of a field, and calls them in a static block. */
  function blockFor(field: Field): Node {
    const decorators = (field.decorators ?? []).map(({ expression }) => expression);
    field.decorators = null;
    const { key, computed } = field;
    const called = (field.static === true ? onClass : onPrototype)({
      DECORATORS: types.arrayExpression(decorators),
      NAME: computed || key.name === undefined ? key : types.stringLiteral(key.name),
    });
    return types.staticBlock([types.expressionStatement(called)]);
  }

  return {
    visitor: {
      Program: {
        // Before any other plugin looks at the decorators.
        enter: (program: ProgramPath): void =>
          program.traverse({
            ClassBody: ({ node }) => {
              const decorated = node.body.filter(
                ({ type, decorators }) => type === 'ClassProperty' && (decorators ?? []).length > 0,
              );
              node.body.push(...decorated.map((field) => blockFor(field)));
            },
          }),
      },
    },
  };
};

/** From the last one to the first. */
const callOn = (target: string): string =>
  `DECORATORS.reverse().forEach((decorate) => decorate(${target}, NAME))`;

/* What is used of Babel. */

type Node = Field;

interface Field {
  readonly type: string;
  readonly key: { readonly name?: string };
  readonly computed?: boolean;
  readonly static?: boolean;
  decorators?: readonly { readonly expression: Node }[] | null;
}

interface Babel {
  readonly types: {
    arrayExpression(elements: readonly Node[]): Node;
    stringLiteral(text: string): Node;
    expressionStatement(expression: Node): Node;
    staticBlock(body: readonly Node[]): Node;
  };
  readonly template: {
    expression(code: string): (parts?: Readonly<Record<string, unknown>>) => Node;
  };
}

interface ProgramPath {
  traverse(visitor: { ClassBody(path: { readonly node: { readonly body: Field[] } }): void }): void;
}
