import { EmptyFileSystem, URI } from 'langium';
import { createJourneyServices } from '../../language-server/core-services.ts';

/** A file of about so many lines: emails with links, and as many segments that name them. */
function fileOf(lines: number): string {
  const parts: string[] = [];
  for (let index = 0; index < lines / 5; index++) {
    parts.push(
      `email email_${String(index)} {`,
      `  link go "https://acme.example/${String(index)}"`,
      '}',
      `segment segment_${String(index)} when clicked email_${String(index)}.go in last 30 days`,
      '',
    );
  }
  return parts.join('\n');
}

/** Milliseconds from text to checked file, names resolved; and how many of its names are not. */
async function build(lines: number): Promise<{ milliseconds: number; errors: number }> {
  const { shared } = createJourneyServices(EmptyFileSystem);
  const text = fileOf(lines);
  const begin = performance.now();
  const document = shared.workspace.LangiumDocumentFactory.fromString(text, URI.file('/bench.journey'));
  shared.workspace.LangiumDocuments.addDocument(document);
  await shared.workspace.DocumentBuilder.build([document], { validation: true });
  return { milliseconds: performance.now() - begin, errors: document.diagnostics?.length ?? 0 };
}

/** Prints how the time to parse, link and check grows when a file's length doubles; the median of five. */
export async function languageScaling(): Promise<void> {
  await build(10_000);
  let before: number | undefined;
  for (const lines of [10_000, 20_000, 40_000]) {
    const times: number[] = [];
    for (let run = 0; run < 5; run++) {
      const { milliseconds, errors } = await build(lines);
      if (errors > 0) throw new Error(`The file of ${String(lines)} lines has ${String(errors)} diagnostics.`);
      times.push(milliseconds);
    }
    const median = times.sort((a, b) => a - b)[2] ?? 0;
    const ratio = before === undefined ? '' : `  × ${(median / before).toFixed(2)} of the half`;
    console.log(`language: ${lines.toLocaleString('en').padStart(7)} lines  ${median.toFixed(0).padStart(6)} ms${ratio}`);
    before = median;
  }
}
