import { Component, type ComponentChildren, type VNode } from 'preact';

export interface FailureTexts {
  readonly failed: string;
  readonly failedHint: string;
  readonly reload: string;
}

/** What stands in the panel's place when the view itself failed. */
export function FailureView(props: { texts: FailureTexts; message: string; onReload: () => void }): VNode {
  return (
    <main class="notice">
      <h1>{props.texts.failed}</h1>
      <p role="alert">{props.texts.failedHint}</p>
      <button type="button" class="primary" onClick={props.onReload}>
        {props.texts.reload}
      </button>
      <pre class="fault">{props.message}</pre>
    </main>
  );
}

interface BoundaryProps {
  readonly children: ComponentChildren;
  readonly onFault: (error: unknown) => void;
}

/** Hands an exception of its children up, instead of leaving the panel blank. */
export class FaultBoundary extends Component<BoundaryProps> {
  override componentDidCatch(error: unknown): void {
    this.props.onFault(error);
  }

  override render(): ComponentChildren {
    return this.props.children;
  }
}
