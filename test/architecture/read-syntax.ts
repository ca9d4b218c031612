import ts from 'typescript';
import type { SourceFile } from './source-file.js';

/** What the rules want to know of one file. */
export interface Syntax {
  /** The specifier of every import, re-export, `import()`, `import('…').Type` and `require()`. */
  readonly imports: readonly string[];
  /** Those among them that load a module as soon as this one is loaded. */
  readonly eagerImports: readonly string[];
  readonly readsEnvironment: boolean;
  readonly hasDefaultExport: boolean;
}

const parse = ({ path, text }: SourceFile): ts.SourceFile =>
  ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);

function moduleSpecifier(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (ts.isImportTypeNode(node)) {
    return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require';
  return isImport || isRequire ? node.arguments[0] : undefined;
}

/** Neither a type, which leaves nothing behind, nor an `import()`, which waits until it is reached. */
function isEager(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node)) return node.importClause?.isTypeOnly !== true;
  if (ts.isExportDeclaration(node)) return !node.isTypeOnly;
  return ts.isExternalModuleReference(node);
}

const isProcess = (node: ts.Node | undefined): boolean =>
  node !== undefined && /(^|\.)process$/.test(node.getText());

/** `process.env`, `process['env']`, `const { env } = process` and `import … from 'node:process'`. */
function readsEnvironment(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) {
    return node.name.text === 'env' && isProcess(node.expression);
  }
  if (ts.isElementAccessExpression(node)) return isProcess(node.expression);
  if (ts.isVariableDeclaration(node)) {
    return ts.isObjectBindingPattern(node.name) && isProcess(node.initializer);
  }
  const specifier = moduleSpecifier(node);
  return specifier !== undefined && /^(node:)?process$/.test(specifier.getText().slice(1, -1));
}

function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true;
  if (ts.isExportSpecifier(node)) return node.name.text === 'default';
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ?? false;
}

/** Parses a file with the compiler and collects what the rules are about. */
export function readSyntax(file: SourceFile): Syntax {
  const imports: string[] = [];
  const eagerImports: string[] = [];
  let environment = false;
  let defaultExport = false;
  const visit = (node: ts.Node): void => {
    const specifier = moduleSpecifier(node);
    if (specifier !== undefined && ts.isStringLiteralLike(specifier)) {
      imports.push(specifier.text);
      if (isEager(node)) eagerImports.push(specifier.text);
    }
    environment ||= readsEnvironment(node);
    defaultExport ||= isDefaultExport(node);
    ts.forEachChild(node, visit);
  };
  visit(parse(file));
  return {
    imports,
    eagerImports,
    readsEnvironment: environment,
    hasDefaultExport: defaultExport,
  };
}

/** Lines that hold code: neither blank nor comment. */
export function countCodeLines(file: SourceFile): number {
  const source = parse(file);
  const lines = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (ts.isJSDoc(node) || node.getWidth(source) === 0) return;
    if (node.getChildCount(source) > 0) {
      node.getChildren(source).forEach(visit);
      return;
    }
    const [start, end] = [node.getStart(source), node.getEnd()].map(
      (position) => source.getLineAndCharacterOfPosition(position).line,
    ) as [number, number];
    for (let line = start; line <= end; line += 1) lines.add(line);
  };
  visit(source);
  return lines.size;
}
