import { describeExtension } from './in-any-host.ts';

describeExtension('a Node extension host');
