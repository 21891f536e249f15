import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { FailureView, type FailureTexts, FaultBoundary } from './failure-view.tsx';
import { FunnelView } from './funnel/funnel-view.tsx';
import { type FunnelState, toView, type ViewStrings } from './protocol.ts';
import type { ViewHost } from './view-host.ts';

interface Shown {
  readonly revision: number;
  readonly locale: string;
  readonly strings: ViewStrings;
  readonly state: FunnelState;
}

/** Takes the extension's messages, shows the latest state, and shows a failure instead of a blank panel. */
export function ViewRoot(props: { host: ViewHost }): VNode | null {
  const { host } = props;
  const [shown, setShown] = useState<Shown | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const revision = useRef(0);

  const fail = (error: unknown): void => {
    const message = describe(error);
    setFault(message);
    host.send({ type: 'fault', message }, revision.current);
  };

  useEffect(() => {
    const onMessage = (event: MessageEvent<unknown>): void => {
      const message = toView.safeParse(event.data);
      if (!message.success) return;
      const { data } = message;
      setShown((known) => {
        if (data.type === 'init') return { revision: data.revision, locale: data.locale, strings: data.strings, state: data.state };
        return known === null || data.revision <= known.revision ? known : { ...known, revision: data.revision, state: data.state };
      });
    };
    const onError = (event: ErrorEvent): void => {
      // Only says that a size changed while sizes were told; the browser tells the rest with the next frame.
      if (!event.message.startsWith('ResizeObserver loop')) fail(event.error ?? event.message);
    };
    const onRejection = (event: PromiseRejectionEvent): void => fail(event.reason);
    window.addEventListener('message', onMessage);
    window.addEventListener('error', onError);
    window.addEventListener('unhandledrejection', onRejection);
    host.send({ type: 'ready' }, 0);
    return () => {
      window.removeEventListener('message', onMessage);
      window.removeEventListener('error', onError);
      window.removeEventListener('unhandledrejection', onRejection);
    };
  }, [host]);

  useEffect(() => {
    if (shown === null) return;
    revision.current = shown.revision;
    host.remember(shown.state.restore);
    document.documentElement.lang = shown.locale;
  }, [host, shown]);

  if (fault !== null) {
    return <FailureView texts={shown?.strings ?? textsOfPage()} message={fault} onReload={() => host.send({ type: 'reload' }, revision.current)} />;
  }
  if (shown === null) return <p class="notice">{document.documentElement.dataset['loading']}</p>;
  return (
    <FaultBoundary onFault={fail}>
      <FunnelView state={shown.state} strings={shown.strings} locale={shown.locale} send={(message) => host.send(message, shown.revision)} />
    </FaultBoundary>
  );
}

/** The page itself carries the few words that are needed when the first message never comes. */
function textsOfPage(): FailureTexts {
  const { failed = '', failedHint = '', reload = '' } = document.documentElement.dataset;
  return { failed, failedHint, reload };
}

function describe(error: unknown): string {
  return (error instanceof Error ? (error.stack ?? error.message) : String(error)).slice(0, 2000);
}
