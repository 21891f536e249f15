import type { FileSystemProvider, Module } from 'langium';
import { inject } from 'langium';
import type { LangiumServices, LangiumSharedServices, PartialLangiumServices, PartialLangiumSharedServices } from 'langium/lsp';
import { createDefaultModule, createDefaultSharedModule } from 'langium/lsp';
import type { Connection } from 'vscode-languageserver';
import type { JourneyAdditions, JourneySharedAdditions } from './core-services.ts';
import { journeyModule, journeySharedModule } from './core-services.ts';
import { NarrowUpdateHandler } from './features/narrow-update-handler.ts';
import { JourneyDslGeneratedModule, JourneyGeneratedSharedModule } from './generated/module.ts';
import { JourneyWorkspaceManager } from './workspace/journey-workspace-manager.ts';

export type JourneyLspSharedServices = LangiumSharedServices & JourneySharedAdditions;

export type JourneyLspServices = LangiumServices & JourneyAdditions & { readonly shared: JourneyLspSharedServices };

const sharedLspModule: Module<JourneyLspSharedServices, PartialLangiumSharedServices> = {
  workspace: { WorkspaceManager: (services) => new JourneyWorkspaceManager(services) },
  lsp: { DocumentUpdateHandler: (services) => new NarrowUpdateHandler(services) },
};

export interface JourneyLspContext {
  readonly connection: Connection;
  readonly fileSystemProvider: () => FileSystemProvider;
}

/** The language with LSP. */
export function createJourneyLspServices(context: JourneyLspContext): { shared: JourneyLspSharedServices; journey: JourneyLspServices } {
  const shared: JourneyLspSharedServices = inject(createDefaultSharedModule(context), JourneyGeneratedSharedModule, journeySharedModule, sharedLspModule);
  // The services are the same; only the type of `shared` is wider than what the core module's factories ask for.
  const added = journeyModule as unknown as Module<LangiumServices, PartialLangiumServices & JourneyAdditions>;
  const journey = inject(createDefaultModule({ shared }), JourneyDslGeneratedModule, added) as JourneyLspServices;
  shared.ServiceRegistry.register(journey);
  journey.validation.JourneyChecks.register();
  return { shared, journey };
}
