import { describeExtension } from '../suites/in-any-host.ts';

describeExtension("a browser's extension host");
