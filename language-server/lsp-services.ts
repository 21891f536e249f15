import type { FileSystemProvider, Module } from 'langium';
import { inject } from 'langium';
import type { LangiumServices, LangiumSharedServices, PartialLangiumServices, PartialLangiumSharedServices } from 'langium/lsp';
import { createDefaultModule, createDefaultSharedModule } from 'langium/lsp';
import type { Connection } from 'vscode-languageserver';
import type { JourneyAdditions, JourneySharedAdditions } from './core-services.ts';
import { journeyModule, journeySharedModule } from './core-services.ts';
import { ClientSettings } from './features/client-settings.ts';
import { JourneyCodeActions } from './features/code-actions.ts';
import { JourneyFormatter } from './features/formatting.ts';
import { NarrowUpdateHandler } from './features/narrow-update-handler.ts';
import { JourneyDslGeneratedModule, JourneyGeneratedSharedModule } from './generated/module.ts';
import { JourneyWorkspaceManager } from './workspace/journey-workspace-manager.ts';

export type JourneyLspSharedServices = LangiumSharedServices & JourneySharedAdditions;

/** What the services with LSP have instead of those without. */
interface JourneyLspAdditions {
  readonly validation: { readonly DiagnosticSettings: ClientSettings };
}

export type JourneyLspServices = LangiumServices & JourneyAdditions & JourneyLspAdditions & { readonly shared: JourneyLspSharedServices };

const lspModule: Module<JourneyLspServices, PartialLangiumServices & JourneyLspAdditions> = {
  validation: { DiagnosticSettings: (services) => new ClientSettings(services) },
  lsp: { CodeActionProvider: (services) => new JourneyCodeActions(services), Formatter: (services) => new JourneyFormatter(services) },
};

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
  const journey = inject(
    createDefaultModule({ shared }),
    JourneyDslGeneratedModule,
    added,
    lspModule as Module<LangiumServices, PartialLangiumServices>,
  ) as JourneyLspServices;
  shared.ServiceRegistry.register(journey);
  journey.validation.JourneyChecks.register();
  return { shared, journey };
}
