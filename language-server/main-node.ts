import { NodeFileSystem } from 'langium/node';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './start-server.ts';

startServer(createConnection(ProposedFeatures.all), NodeFileSystem.fileSystemProvider());
