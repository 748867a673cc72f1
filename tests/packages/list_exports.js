// Lists what modules export, as the TypeScript compiler sees it: from names on stdin to names on stdout, both JSON.
'use strict';
const fs = require('fs');
const path = require('path');

const [home] = process.argv.slice(2);
const ts = require(path.join(home, 'typescript'));
const modules = JSON.parse(fs.readFileSync(0, 'utf8'));
const file = path.join(home, '..', 'list-exports-source.ts');
const text = modules.map((name, at) => `import * as m${at} from '${name}';`).join('\n');
const options = { moduleResolution: ts.ModuleResolutionKind.Node10, skipLibCheck: true, noEmit: true, types: [] };
const host = ts.createCompilerHost(options);
const read = host.getSourceFile.bind(host);
host.getSourceFile = (name, ...rest) =>
  path.resolve(name) === path.resolve(file) ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : read(name, ...rest);
const exists = host.fileExists.bind(host);
host.fileExists = (name) => path.resolve(name) === path.resolve(file) || exists(name);
const program = ts.createProgram([file], options, host);
const checker = program.getTypeChecker();
const found = {};
program.getSourceFile(file).statements.forEach((statement, at) => {
  const symbol = checker.getSymbolAtLocation(statement.moduleSpecifier);
  found[modules[at]] = symbol ? checker.getExportsOfModule(symbol).map((each) => each.name) : null;
});
process.stdout.write(JSON.stringify(found));
