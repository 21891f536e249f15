import type { AstNode, DocumentationProvider, LangiumDocument } from 'langium';
import { AstUtils } from 'langium';
import type { Key } from '../../src/model/catalogue.ts';
import type { Source } from '../../src/model/source.ts';
import type { NamedDeclaration } from '../generated/ast.ts';
import { fileOf, hasName, isNamedDeclaration } from '../references/names.ts';

/** Gives the parts of a model their keys and sources. */
export class LoweringContext {
  private readonly files = new Map<string, number>();
  private readonly keys = new Map<AstNode, Key>();
  private readonly documentationProvider: DocumentationProvider | undefined;

  /**
   * `documents`: the entry first. `names`: how each is called in the model. Of declarations in other files the name
   * serves as the key, which is enough for checks of a single file.
   */
  constructor(documents: readonly LangiumDocument[], names: readonly string[], documentationProvider?: DocumentationProvider) {
    this.documentationProvider = documentationProvider;
    const taken = new Set<Key>();
    documents.forEach((document, index) => {
      this.files.set(document.uri.toString(), index);
      for (const node of fileOf(document).declarations) {
        if (!isNamedDeclaration(node) || !hasName(node)) continue;
        const key = taken.has(node.name) ? `${names[index] ?? ''}#${node.name}` : node.name;
        taken.add(key);
        this.keys.set(node, key);
      }
    });
  }

  /** Undefined for a name that resolves to nothing. */
  key(node: NamedDeclaration | undefined): Key | undefined {
    return node && (this.keys.get(node) ?? node.name);
  }

  documentation(node: AstNode): string | undefined {
    return this.documentationProvider?.getDocumentation(node);
  }

  source(node: AstNode): Source {
    const { $cstNode: text } = node;
    const file = this.files.get(AstUtils.getDocument(node).uri.toString()) ?? 0;
    if (!text) return { file, offset: 0, end: 0, line: 1, column: 1, endLine: 1, endColumn: 1 };
    const { start, end } = text.range;
    return { file, offset: text.offset, end: text.end, line: start.line + 1, column: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 };
  }
}
