// Checks what deploy/kubernetes renders to, every overlay alone and every component on the fleet and the job, against the
// Kubernetes API's types: the compiler finds fields that are unknown, missing or of a wrong type, the validators the rest.
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { render } from './render.mjs';

const [deploy] = process.argv.slice(2);
const folders = (name) => fs.readdirSync(path.join(deploy, name)).map((each) => path.join(deploy, name, each));
const cases = folders('overlays').map((overlay) => [path.basename(overlay), render(overlay)]);
for (const overlay of ['fleet', 'job']) {
  for (const component of folders('components')) {
    const name = `${overlay} + ${path.basename(component)}`;
    cases.push([name, render(component, render(path.join(deploy, 'overlays', overlay)))]);
  }
}

const problems = [];
let source = '', line = 0, count = 0;
const lines = []; // what each line of `source` checks
for (const [name, objects] of cases) {
  for (const object of objects) {
    const what = `${name}: ${object.kind} ${object.metadata.name}`;
    const module = await import(`kubernetes-models/${object.apiVersion}`);
    count += 1;
    if (!module[object.kind]) { problems.push(`${what}: no such kind in ${object.apiVersion}`); continue; }
    try { new module[object.kind](structuredClone(object)).validate(); } catch (error) { problems.push(`${what}: ${error.message}`); }
    lines[line++] = what;
    source += `{ const it: import('kubernetes-models/${object.apiVersion}').I${object.kind} = ${JSON.stringify(object)}; void it; }\n`;
  }
}

const file = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), 'manifests.check.ts');
fs.writeFileSync(file, source);
const program = ts.createProgram([file], { strict: true, noEmit: true, module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2022, skipLibCheck: true, types: [] });
for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
  const at = diagnostic.file?.fileName === file ? lines[diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start).line] : 'types';
  problems.push(`${at}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ').slice(0, 400)}`);
}
fs.unlinkSync(file);
for (const problem of problems) console.error(problem);
console.log(`${count} objects of ${cases.length} kustomizations checked, ${problems.length} problems`);
process.exitCode = problems.length ? 1 : 0;
