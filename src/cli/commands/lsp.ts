import { Command } from 'commander';

/** `serverEntry`: the bundled entry of the language server. */
export function lspCommand(serverEntry: URL): Command {
  return new Command('lsp')
    .description('The language server, for any editor.')
    .requiredOption('--stdio', 'speak over standard input and output')
    .addHelpText('after', '\nExample:\n  journey lsp --stdio')
    .action(async () => {
      // Loaded only here: no other command needs the protocol. The server reads `--stdio` itself and ends the process.
      await import(serverEntry.href);
    });
}
