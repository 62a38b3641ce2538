// The part of kustomize that deploy/kubernetes uses: resources, components, patches (RFC 6902 by target, or merged by kind and
// name) and configMapGenerator. Anything else in a kustomization is an error, so that nothing goes unchecked.
import fs from 'node:fs';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import patching from 'fast-json-patch';

const known = new Set(['apiVersion', 'kind', 'resources', 'components', 'patches', 'configMapGenerator', 'labels']);

function read(file) {
  return parseAllDocuments(fs.readFileSync(file, 'utf8')).map((document) => {
    if (document.errors.length) throw new Error(`${file}: ${document.errors[0].message}`);
    return document.toJS();
  });
}

function merge(into, patch) { // a JSON merge patch (RFC 7396): enough where no list has to be merged
  for (const [key, value] of Object.entries(patch)) {
    if (value && typeof value === 'object' && !Array.isArray(value) && into[key]) merge(into[key], value);
    else into[key] = value;
  }
}

function applyPatch(objects, patch, dir) {
  const body = patch.patch ? parse(patch.patch) : read(path.join(dir, patch.path))[0];
  const whole = (pattern, text) => pattern === undefined || new RegExp(`^(${pattern})$`).test(text);
  const target = patch.target ?? { kind: body.kind, name: body.metadata.name };
  for (const object of objects) {
    if (!whole(target.kind, object.kind) || !whole(target.name, object.metadata.name)) continue;
    if (Array.isArray(body)) patching.applyPatch(object, body, true);
    else merge(object, body);
  }
}

// The objects of the kustomization in `dir`, after those of `before`.
export function render(dir, before = []) {
  const file = path.join(dir, 'kustomization.yaml');
  const [kustomization] = read(file);
  for (const key of Object.keys(kustomization)) if (!known.has(key)) throw new Error(`${file}: ${key} is not checked here`);
  const objects = before;
  for (const entry of kustomization.resources ?? []) {
    const from = path.join(dir, entry);
    objects.push(...(fs.statSync(from).isDirectory() ? render(from) : read(from)));
  }
  for (const { name, files } of kustomization.configMapGenerator ?? []) {
    const data = Object.fromEntries(files.map((each) => [each, fs.readFileSync(path.join(dir, each), 'utf8')]));
    objects.push({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });
  }
  for (const entry of kustomization.components ?? []) render(path.join(dir, entry), objects);
  for (const patch of kustomization.patches ?? []) applyPatch(objects, patch, dir);
  return objects;
}
