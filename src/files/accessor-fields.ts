/**
 * A plugin for Babel: accessor fields of classes, such as `accessor stock = 1`. Node.js does not have them yet, so
 * each becomes a private field, a getter and a setter, as TypeScript compiles it.
 */
export const accessorFields = ({ types }: Babel) => {
  let count = 0;

  function partsOf(field: Accessor): readonly Node[] {
    const { key, value = null, computed = false, static: isStatic = false } = field;
    const storage = types.identifier(`storageOfAccessor${(count += 1)}`);
    const stored = () => types.memberExpression(types.thisExpression(), types.privateName(storage));
    const method = (kind: 'get' | 'set', parameters: readonly Node[], statement: Node) => {
      const parts = [kind, types.cloneNode(key), parameters, types.blockStatement([statement])];
      return key.type === 'PrivateName'
        ? types.classPrivateMethod(...parts, isStatic)
        : types.classMethod(...parts, computed, isStatic);
    };
    const given = types.identifier('value');
    return [
      types.classPrivateProperty(types.privateName(storage), value, [], isStatic),
      method('get', [], types.returnStatement(stored())),
      method(
        'set',
        [given],
        types.expressionStatement(types.assignmentExpression('=', stored(), given)),
      ),
    ];
  }

  function replacementOf(member: Node): readonly Node[] {
    if (!isAccessor(member)) return [member];
    if ((member.decorators ?? []).length > 0) throw decoratedAt(member);
    return member.abstract === true ? [] : partsOf(member);
  }

  return {
    manipulateOptions: (_options: unknown, { plugins }: ParserOptions): void =>
      void plugins.push('decoratorAutoAccessors'),
    visitor: {
      Program: {
        // Before any other plugin looks at the class.
        enter: (program: ProgramPath): void =>
          program.traverse({
            ClassBody: ({ node }) => {
              node.body = node.body.flatMap((member) => replacementOf(member));
            },
          }),
      },
    },
  };
};

/** The message of the error for an accessor field with decorators. The loader adds the place. */
export const DECORATED_ACCESSOR = 'an accessor field with a decorator';

/** Such a decorator is called in another way than those of `experimentalDecorators`. */
const decoratedAt = ({ loc }: Accessor): Error =>
  Object.assign(new SyntaxError(DECORATED_ACCESSOR), {
    code: 'BABEL_PARSE_ERROR',
    loc: loc?.start,
  });

const isAccessor = (member: Node): member is Accessor => member.type === 'ClassAccessorProperty';

/* What is used of Babel. */

interface Node {
  readonly type: string;
}

interface Accessor extends Node {
  readonly key: Node;
  readonly value?: Node | null;
  readonly computed?: boolean;
  readonly static?: boolean;
  readonly abstract?: boolean;
  readonly decorators?: readonly Node[] | null;
  readonly loc?: { readonly start: object } | null;
}

type Builder =
  | 'assignmentExpression'
  | 'blockStatement'
  | 'classMethod'
  | 'classPrivateMethod'
  | 'classPrivateProperty'
  | 'cloneNode'
  | 'expressionStatement'
  | 'identifier'
  | 'memberExpression'
  | 'privateName'
  | 'returnStatement'
  | 'thisExpression';

interface Babel {
  readonly types: Readonly<Record<Builder, (...parts: readonly unknown[]) => Node>>;
}

interface ParserOptions {
  readonly plugins: string[];
}

interface ProgramPath {
  traverse(visitor: { ClassBody(path: { readonly node: { body: readonly Node[] } }): void }): void;
}
