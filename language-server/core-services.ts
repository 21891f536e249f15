import type { DefaultSharedCoreModuleContext, LangiumCoreServices, LangiumSharedCoreServices, Module, PartialLangiumCoreServices } from 'langium';
import { createDefaultCoreModule, createDefaultSharedCoreModule, inject } from 'langium';
import { DiagnosticSettings } from './checks/diagnostic-settings.ts';
import { JourneyChecks } from './checks/journey-checks.ts';
import { JourneyDocumentValidator } from './checks/journey-document-validator.ts';
import { ParserMessages } from './checks/parser-messages.ts';
import { JourneyDslGeneratedModule, JourneyGeneratedSharedModule } from './generated/module.ts';
import { JourneyLexer } from './lexing/journey-lexer.ts';
import { JourneyTokenBuilder } from './lexing/journey-token-builder.ts';
import { JourneyValueConverter } from './lexing/journey-value-converter.ts';
import { Importers } from './references/importers.ts';
import { createJourneyParser } from './parsing/journey-parser.ts';
import { JourneyLinker } from './references/journey-linker.ts';
import { JourneyScopeComputation } from './references/journey-scope-computation.ts';
import { JourneyScopeProvider } from './references/journey-scope-provider.ts';
import { RecordProperties } from './references/record-properties.ts';
import { JourneyDocumentBuilder } from './workspace/journey-document-builder.ts';
import { WorkspaceRoots } from './workspace/workspace-roots.ts';

/** What the language adds to the services that all languages of a workspace share. */
export interface JourneySharedAdditions {
  readonly workspace: { readonly WorkspaceRoots: WorkspaceRoots };
}

/** What the language adds to its own services. */
export interface JourneyAdditions {
  readonly references: { readonly RecordProperties: RecordProperties; readonly Importers: Importers };
  readonly validation: { readonly JourneyChecks: JourneyChecks; readonly DiagnosticSettings: DiagnosticSettings };
}

export type JourneySharedServices = LangiumSharedCoreServices & JourneySharedAdditions;

export type JourneyServices = LangiumCoreServices & JourneyAdditions & { readonly shared: JourneySharedServices };

export const journeyModule: Module<JourneyServices, PartialLangiumCoreServices & JourneyAdditions> = {
  parser: {
    TokenBuilder: () => new JourneyTokenBuilder(),
    Lexer: (services) => new JourneyLexer(services),
    LangiumParser: (services) => createJourneyParser(services),
    ValueConverter: () => new JourneyValueConverter(),
    ParserErrorMessageProvider: (services) => new ParserMessages(services.Grammar),
  },
  references: {
    ScopeComputation: (services) => new JourneyScopeComputation(services),
    ScopeProvider: (services) => new JourneyScopeProvider(services),
    Linker: (services) => new JourneyLinker(services),
    RecordProperties: (services) => new RecordProperties(services),
    Importers: (services) => new Importers(services),
  },
  validation: {
    DocumentValidator: (services) => new JourneyDocumentValidator(services),
    JourneyChecks: (services) => new JourneyChecks(services),
    DiagnosticSettings: () => new DiagnosticSettings(),
  },
};

export const journeySharedModule: Module<JourneySharedServices, JourneySharedAdditions & { workspace: { DocumentBuilder: JourneyDocumentBuilder } }> = {
  workspace: {
    WorkspaceRoots: () => new WorkspaceRoots(),
    DocumentBuilder: (services) => new JourneyDocumentBuilder(services),
  },
};

/** The language without LSP: what the command line, workers and tests use. */
export function createJourneyServices(context: DefaultSharedCoreModuleContext): { shared: JourneySharedServices; journey: JourneyServices } {
  const shared: JourneySharedServices = inject(createDefaultSharedCoreModule(context), JourneyGeneratedSharedModule, journeySharedModule);
  const journey: JourneyServices = inject(createDefaultCoreModule({ shared }), JourneyDslGeneratedModule, journeyModule);
  shared.ServiceRegistry.register(journey);
  journey.validation.JourneyChecks.register();
  return { shared, journey };
}
