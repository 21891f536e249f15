// Mocha's build for browsers reads the page's address when it is loaded; VS Code's worker hides it. Its own file, since imports are run first.
const host = globalThis as { location?: { search: string } };
host.location ??= { search: '' };
