import type { AstNodeDescription, AstNodeDescriptionProvider, LangiumDocument, LocalSymbols, ScopeComputation } from 'langium';
import { EMPTY_STREAM } from 'langium';
import type { JourneyServices } from '../core-services.ts';
import { fileOf, hasName, isNamedDeclaration } from './names.ts';

/** What a file gives to the index: its own top-level declarations. All else is looked up by {@link JourneyScopeProvider}. */
export class JourneyScopeComputation implements ScopeComputation {
  private readonly descriptions: AstNodeDescriptionProvider;

  constructor(services: JourneyServices) {
    this.descriptions = services.workspace.AstNodeDescriptionProvider;
  }

  collectExportedSymbols(document: LangiumDocument): Promise<AstNodeDescription[]> {
    const named = fileOf(document).declarations.filter(isNamedDeclaration).filter(hasName);
    return Promise.resolve(named.map((node) => this.descriptions.createDescription(node, node.name, document)));
  }

  collectLocalSymbols(): Promise<LocalSymbols> {
    return Promise.resolve({ has: () => false, getStream: () => EMPTY_STREAM });
  }
}
