import { render } from 'preact';
import { ViewRoot } from './view-root.tsx';
import { connectToHost } from './view-host.ts';
import './webview.css';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no element with the id root');
root.replaceChildren();
render(<ViewRoot host={connectToHost()} />, root);
