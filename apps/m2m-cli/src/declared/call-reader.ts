import type ts from 'typescript';
import type { ManifestCall } from '@app/m2m';
import type { TypeScript } from './load-typescript.js';

/** Where target and request stand among the arguments of a door. */
interface Door {
  readonly target: number;
  readonly request: number;
}

/** The methods of `TokenClientService` that call or get a token. */
const METHODS: ReadonlyMap<string, Door> = new Map([
  ['for', { target: 0, request: 1 }],
  ['getToken', { target: 0, request: 1 }],
  ['interceptor', { target: 0, request: 1 }],
  ['fetch', { target: 0, request: 2 }],
  ['request', { target: 0, request: 2 }],
]);

/** The functions of the library that call. */
const FUNCTIONS: ReadonlyMap<string, Door> = new Map([
  ['m2mClient', { target: 1, request: 3 }],
  ['m2mGrpcService', { target: 1, request: 3 }],
  ['m2mGrpcMetadata', { target: 1, request: 2 }],
]);

const FOR_TARGET: Door = { target: 0, request: 1 };

/** Reads the calls to other microservices out of a source file. */
export class CallReader {
  constructor(
    private readonly typescript: TypeScript,
    private readonly checker: ts.TypeChecker,
    /** With a slash at its end; places are given from here. */
    private readonly folder: string,
  ) {}

  callsIn(file: ts.SourceFile): readonly ManifestCall[] {
    const calls: ManifestCall[] = [];
    const visit = (node: ts.Node): void => {
      if (this.typescript.isCallExpression(node)) {
        const door = this.doorOf(node.expression);
        if (door !== undefined) calls.push(this.read(file, node, door));
      }
      this.typescript.forEachChild(node, visit);
    };
    visit(file);
    return calls;
  }

  private doorOf(callee: ts.Expression): Door | undefined {
    if (this.typescript.isIdentifier(callee)) return FUNCTIONS.get(this.nameOf(callee) ?? '');
    if (!this.typescript.isPropertyAccessExpression(callee)) return undefined;
    const { name, expression } = callee;
    const method = METHODS.get(name.text);
    if (method !== undefined) {
      const type = this.checker.getTypeAtLocation(expression);
      return type.getSymbol()?.name === 'TokenClientService' ? method : undefined;
    }
    const isModule = name.text === 'forTarget' && this.nameOf(expression) === 'M2MHttpModule';
    return isModule ? FOR_TARGET : undefined;
  }

  /** The name that something was exported under, whatever it is called here. */
  private nameOf(node: ts.Expression): string | undefined {
    const symbol = this.checker.getSymbolAtLocation(node);
    if (symbol === undefined) return undefined;
    const isAlias = (symbol.flags & this.typescript.SymbolFlags.Alias) !== 0;
    return (isAlias ? this.checker.getAliasedSymbol(symbol) : symbol).name;
  }

  private read(file: ts.SourceFile, call: ts.CallExpression, door: Door): ManifestCall {
    const target = this.textOf(call.arguments[door.target]);
    const { line } = file.getLineAndCharacterOfPosition(call.getStart(file));
    return {
      ...(target !== undefined && { target }),
      scopes: this.scopesOf(call.arguments[door.request]),
      at: `${file.fileName.slice(this.folder.length)}:${line + 1}`,
    };
  }

  /** The text that an expression always is, also when it is a constant that has one. */
  private textOf(node: ts.Expression | undefined): string | undefined {
    if (node === undefined) return undefined;
    const type = this.checker.getTypeAtLocation(node);
    return type.isStringLiteral() ? type.value : undefined;
  }

  /** Scopes that stand in the call itself; what is put together elsewhere is not known here. */
  private scopesOf(request: ts.Expression | undefined): readonly string[] {
    const { typescript } = this;
    if (request === undefined || !typescript.isObjectLiteralExpression(request)) return [];
    const scope = request.properties
      .filter((property) => typescript.isPropertyAssignment(property))
      .find(({ name }) => typescript.isIdentifier(name) && name.text === 'scope')?.initializer;
    if (scope === undefined) return [];
    const texts = typescript.isArrayLiteralExpression(scope)
      ? scope.elements.map((element) => this.textOf(element))
      : [this.textOf(scope)];
    const scopes = texts.flatMap((text) => text?.split(' ') ?? []).filter((one) => one !== '');
    return [...new Set(scopes)].toSorted();
  }
}
