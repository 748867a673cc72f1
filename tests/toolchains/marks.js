// Asks the TypeScript language service what is deprecated. In: places [line, start, end] by file. Out, for each file:
// `struck`, the places that editors strike through, and `marked`, whether it knows of a mark for each place asked.
const fs = require('fs');

const ts = require(`${process.argv[2]}/typescript`);
const asked = JSON.parse(fs.readFileSync(0, 'utf-8'));
const files = Object.keys(asked);

const options = {
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Node10,
  moduleDetection: ts.ModuleDetectionKind.Force,
  esModuleInterop: true,
  types: [],
};
const host = {
  getScriptFileNames: () => files,
  getScriptVersion: () => '1',
  getScriptSnapshot: (file) =>
    ts.sys.fileExists(file) ? ts.ScriptSnapshot.fromString(ts.sys.readFile(file)) : undefined,
  getCurrentDirectory: () => process.cwd(),
  getCompilationSettings: () => options,
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  fileExists: ts.sys.fileExists,
  readFile: ts.sys.readFile,
  readDirectory: ts.sys.readDirectory,
  directoryExists: ts.sys.directoryExists,
  getDirectories: ts.sys.getDirectories,
};
const service = ts.createLanguageService(host);
const DEPRECATED = new Set([6385, 6387]);
const answers = {};
for (const [file, places] of Object.entries(asked)) {
  const source = service.getProgram().getSourceFile(file);
  const marked = places.map(([line, start]) => {
    const at = ts.getPositionOfLineAndCharacter(source, line, start);
    const told = service.getQuickInfoAtPosition(file, at);
    return Boolean(told && (told.tags || []).some((tag) => tag.name === 'deprecated'));
  });
  const struck = service
    .getSuggestionDiagnostics(file)
    .filter((diagnostic) => DEPRECATED.has(diagnostic.code))
    .map((diagnostic) => {
      const start = source.getLineAndCharacterOfPosition(diagnostic.start);
      return [start.line, start.character, start.character + diagnostic.length];
    });
  answers[file] = { struck, marked };
}
process.stdout.write(JSON.stringify(answers));
