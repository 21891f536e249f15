import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmptyFileSystem, GrammarAST, GrammarUtils } from 'langium';
import { checkSync } from 'recheck';
import ts from 'typescript';
import { createJourneyServices } from '../../../language-server/core-services.ts';

/**
 * Files are as long and as odd as their authors like, so no regular expression may take more than time in proportion to
 * its text. The package `recheck` finds an attack or proves that there is none; its pure JavaScript part is enough.
 */
process.env['RECHECK_BACKEND'] = 'pure';

const root = join(import.meta.dirname, '../../..');
const files = globSync('{language-server,src}/**/*.{ts,tsx}', { cwd: root }).filter((file) => !/[\\/]generated[\\/]/.test(file));

function assertLinear(source: string, flags: string): void {
  const found = checkSync(source, flags, { timeout: 60_000 });
  const attack = found.status === 'vulnerable' ? `, ${found.complexity.summary}: ${found.attack.pattern}` : '';
  assert.equal(found.status, 'safe', `/${source}/${flags}${attack}`);
}

function literalsOf(file: string): string[] {
  const literals: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) literals.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest));
  return literals;
}

describe('regular expressions take time in proportion to the text', () => {
  it('a slow one is found', () => {
    assert.throws(() => assertLinear('\\s+$', ''), /2nd degree polynomial/);
    assert.throws(() => assertLinear('^(?:a|a)*$', ''), /exponential/);
  });

  const terminals = [...GrammarUtils.getAllReachableRules(createJourneyServices(EmptyFileSystem).journey.Grammar, true)].filter(GrammarAST.isTerminalRule);
  for (const rule of terminals) {
    it(`the terminal ${rule.name}`, () => {
      // A lexer tries a terminal at one place, not at every one.
      const { source, flags } = GrammarUtils.terminalRegex(rule);
      assertLinear(`^(?:${source})`, flags);
    }).timeout(60_000);
  }

  const expressions = files.map((file) => ({ file, literals: literalsOf(file) })).filter(({ literals }) => literals.length > 0);
  for (const { file, literals } of expressions) {
    it(file, () => {
      for (const literal of literals) assertLinear(literal.slice(1, literal.lastIndexOf('/')), literal.slice(literal.lastIndexOf('/') + 1));
    }).timeout(60_000);
  }

  it('none is put together at run time, unseen by this test', () => {
    assert(expressions.length > 20);
    const made = files.filter((file) => /\bnew RegExp\(|[^.\w]RegExp\(/.test(readFileSync(join(root, file), 'utf8')));
    assert.deepEqual(made, []);
  });
});
