import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');

/** Words that are the same in every language: names, units, keys, and what programs call things. */
const sameEverywhere =
  /^(Cairn|CO₂|ppm( CO₂)?|°C|[A-Z]{1,4}|https?:\/\/\S*|Ctrl K|openapi\.json|device-key|pdk_export_final)$/u;

/** Texts between tags and in attributes that people read, which no catalogue has. */
function textsOf(file: string, text = readFileSync(join(root, file), 'utf8')): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const keep = (text: string) => {
    const plain = text.trim();
    if (/\p{L}{2,}/u.test(plain) && !sameEverywhere.test(plain)) found.push(`${file}: ${plain}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) keep(node.text);
    if (ts.isJsxAttribute(node) && node.initializer && ts.isStringLiteral(node.initializer)) {
      const name = node.name.getText();
      if (['title', 'label', 'placeholder', 'description', 'aria-label', 'alt'].includes(name))
        keep(node.initializer.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe('man-30 texts of pages', () => {
  test('man-30 pages say nothing that is not in the catalogues of every language', () => {
    const files = globSync(['components/**/*.tsx', 'app/**/*.tsx'], { cwd: root }).sort();
    expect(files.length).toBeGreaterThan(100);
    expect(files.flatMap((file) => textsOf(file))).toEqual([]);
  });

  test('man-30 the check finds what it looks for', () => {
    const page = 'const p = <p title="Hello there" id="not-a-text">Good morning {t("x")} CO₂</p>;';
    expect(textsOf('x.tsx', page)).toEqual(['x.tsx: Hello there', 'x.tsx: Good morning']);
    expect(textsOf('x.tsx', 'const p = <p title={t("a")}>{t("b")} – 12 ppm</p>;')).toEqual(['x.tsx: – 12 ppm']);
  });
});
