// What the manifest and the contents of nestjs-m2m must agree on; pure, so that a spec holds it.

const IMPORTED = /(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g;

/** The package that a specifier leads to; undefined for a file or a module of Node's own. */
export function packageOf(specifier) {
  if (/^(\.|node:)/.test(specifier)) return undefined;
  return /^(@[^/]+\/[^/]+|[^/]+)/.exec(specifier)?.[1];
}

/** The packages that the text of a built file imports, statically or not. */
export function importedPackages(text) {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, '');
  const found = [...code.matchAll(IMPORTED)].map(([, specifier]) => packageOf(specifier));
  return [...new Set(found.filter((name) => name !== undefined))];
}

/** One sentence per way in which what is imported and what is declared differ. */
export function manifestProblems(manifest, imported, requiredVersions) {
  const { dependencies = {}, peerDependencies = {} } = manifest;
  const declared = new Set([...Object.keys(dependencies), ...Object.keys(peerDependencies)]);
  const used = new Set(imported);
  // NestJS needs it and imports it first; the types of a package go with the package.
  const isUsedUnseen = (name) =>
    name === 'reflect-metadata' || used.has(name.replace('@types/', ''));
  return [
    ...[...used].filter((name) => !declared.has(name)).map((name) => `${name} is not declared.`),
    ...[...declared]
      .filter((name) => !used.has(name) && !isUsedUnseen(name))
      .map((name) => `${name} is declared and never imported.`),
    ...Object.entries(dependencies)
      .filter(([name, version]) => requiredVersions[name] !== version)
      .map(([name, version]) => `${name} ${version} is not the version that is tested here.`),
  ];
}

/** One sentence per member that the package and the repository must say alike, and do not. */
export function differences(manifest, root) {
  return ['version', 'license', 'engines']
    .filter((member) => JSON.stringify(manifest[member]) !== JSON.stringify(root[member]))
    .map((member) => `"${member}" is not that of the repository.`);
}

/** One sentence per file that must not be in the tarball, or is missing from it. */
export function contentProblems(files) {
  const allowed = /^(package\.json|README\.md|LICENSE|dist\/.*\.(js|d\.ts))$/;
  return [
    ...files
      .filter((path) => !allowed.test(path) || /\.spec\.|(^|\/)(test|fixtures?)\//.test(path))
      .map((path) => `${path} has no place in the package.`),
    ...['package.json', 'README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts']
      .filter((path) => !files.includes(path))
      .map((path) => `${path} is missing from the package.`),
  ];
}
