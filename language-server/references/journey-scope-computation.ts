import type { AstNodeDescription, AstNodeDescriptionProvider, LangiumDocument, LocalSymbols, ScopeComputation } from 'langium';
import { EMPTY_STREAM } from 'langium';
import type { JourneyServices } from '../core-services.ts';
import { fileOf, isNamedDeclaration } from './names.ts';

/** What a file gives to the index: its own top-level declarations. All else is looked up by {@link JourneyScopeProvider}. */
export class JourneyScopeComputation implements ScopeComputation {
  private readonly descriptions: AstNodeDescriptionProvider;

  constructor(services: JourneyServices) {
    this.descriptions = services.workspace.AstNodeDescriptionProvider;
  }

  collectExportedSymbols(document: LangiumDocument): Promise<AstNodeDescription[]> {
    const named = fileOf(document).declarations.filter(isNamedDeclaration);
    // Of a half-written declaration the name can be missing.
    return Promise.resolve(named.filter((node) => (node.name as string | undefined) !== undefined).map((node) => this.descriptions.createDescription(node, node.name, document)));
  }

  collectLocalSymbols(): Promise<LocalSymbols> {
    return Promise.resolve({ has: () => false, getStream: () => EMPTY_STREAM });
  }
}
