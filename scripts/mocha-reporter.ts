import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/**
 * Prints failures and one line of numbers, and writes the numbers to the file named by the reporter option `counts`:
 * a run that ends before its time leaves no such file.
 */
export default class CountingReporter extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const { counts } = options.reporterOptions as { readonly counts?: string };
    runner.once('end', () => {
      this.epilogue();
      if (counts !== undefined) writeFileSync(counts, JSON.stringify({ passed: this.stats.passes, failed: this.stats.failures }));
    });
  }
}
