import { commands, ExtensionMode, l10n, Uri, window, type ExtensionContext } from 'vscode';
import { JourneyServer } from './client/journey-server.ts';
import { askForJourneyFile } from './funnel/ask-for-journey-file.ts';
import { Funnels } from './funnel/funnels.ts';
import type { Platform } from './platform.ts';
import { SampleChoices } from './samples/sample-choices.ts';
import { SimulationService } from './simulation/simulation-service.ts';
import type { TestApi } from './test-api.ts';

export interface Extension {
  readonly testApi: TestApi | undefined;
  stop(): Promise<void>;
}

/** Puts the extension together; both entries differ only in the platform that they bring. */
export function activateExtension(context: ExtensionContext, platform: Platform): Extension {
  const log = window.createOutputChannel('Journey', { log: true });
  const server = new JourneyServer(platform, log, Uri.joinPath(context.extensionUri, 'docs', 'diagnostics'));
  const choices = new SampleChoices(context.workspaceState);
  const showLog = (): void => log.show(true);

  const simulations = new SimulationService({
    startWorker: () => platform.startWorker(),
    onCrash: (reason) => {
      log.error(reason);
      const show = l10n.t('Show Log');
      void window.showWarningMessage(l10n.t('The simulation ended unexpectedly. It was started anew.'), show).then((answer) => {
        if (answer === show) showLog();
      });
    },
  });
  const funnels = new Funnels({ extensionUri: context.extensionUri, platform, server, simulations, choices, log });

  const simulate = async (file: unknown): Promise<void> => {
    const document = file instanceof Uri ? file : await askForJourneyFile();
    if (document) await funnels.open(document);
  };
  const chooseSample = async (file: unknown): Promise<void> => {
    const document = file instanceof Uri ? file : (funnels.active ?? (await askForJourneyFile()));
    if (document) await funnels.chooseSample(document);
  };

  context.subscriptions.push(
    log,
    server,
    simulations,
    funnels,
    commands.registerCommand('journey.simulate', simulate),
    commands.registerCommand('journey.chooseSample', chooseSample),
    commands.registerCommand('journey.showLog', showLog),
    commands.registerCommand('journey.restartServer', () => server.restart()),
  );
  // Not awaited: the editor does not wait for the server to have read the workspace.
  void server.start();

  return {
    testApi: context.extensionMode === ExtensionMode.Test ? funnels : undefined,
    stop: async () => {
      await Promise.all([server.stop(), simulations.stop()]);
    },
  };
}
