import type { LangiumDocument } from 'langium';
import { AstUtils } from 'langium';
import type { JourneyServices } from '../core-services.ts';
import * as ast from '../generated/ast.ts';
import { importedDocuments } from '../lowering/lower-model.ts';
import { fileOf } from '../references/names.ts';
import { nearestNames } from '../references/nearest-names.ts';
import type { EventKind } from './provider-facts.ts';
import { PROVIDER_FACTS, PROVIDERS } from './provider-facts.ts';
import type { Report } from './report.ts';

export function checkProvider(node: ast.Provider, report: Report): void {
  const { provider } = node;
  if (provider === undefined || PROVIDERS.includes(provider)) return;
  const suggestions = nearestNames(provider, PROVIDERS);
  const hint = suggestions[0] === undefined ? ` Write one of ${PROVIDERS.join(', ')}.` : ` Did you mean \`${suggestions[0]}\`?`;
  report('unknown-name', `There is no provider \`${provider}\`.${hint}`, { node, property: 'provider', suggestions });
}

/** Conditions that ask for what the provider of the file never reports. */
export function checkProviderEvents(file: ast.JourneyFile, report: Report, services: JourneyServices): void {
  const provider = providerOf(AstUtils.getDocument(file), services);
  const name = provider?.provider ?? '';
  const fact = Object.hasOwn(PROVIDER_FACTS, name) ? PROVIDER_FACTS[name] : undefined;
  if (!provider || !fact) return;
  for (const node of AstUtils.streamAllContents(file)) {
    if (!ast.isPattern(node) || ast.isTestRecord(node.$container)) continue;
    const kind = eventKindOf(node);
    if (kind === undefined || !fact.never.includes(kind)) continue;
    const words = kind.replace('_', ' ');
    report('provider-cannot', `${fact.name} never reports \`${words}\`, so this never matches a record of it. ${fact.instead}`, {
      node,
      related: [{ node: provider, message: `\`provider ${name}\` is declared here.` }],
    });
  }
}

/** The provider that a file or what it imports declares. */
export function providerOf(document: LangiumDocument, services: JourneyServices): ast.Provider | undefined {
  for (const one of [document, ...importedDocuments(document, services)]) {
    const provider = fileOf(one).declarations.find(ast.isProvider);
    if (provider) return provider;
  }
  return undefined;
}

const PLAIN: Readonly<Record<string, EventKind>> = { given: 'consented', withdrawn: 'consent_withdrawn', become: 'became_member', been: 'active' };

/** What a pattern is about; undefined of a half-written one. */
export function eventKindOf(pattern: ast.Pattern): EventKind | undefined {
  switch (pattern.$type) {
    case ast.EmailPattern.$type:
      return pattern.verb === 'reported' ? 'spam_reported' : pattern.verb;
    case ast.SubscriptionPattern.$type:
      return pattern.verb;
    case ast.UnsubscribedPattern.$type:
      return 'unsubscribed';
    case ast.SubmittedPattern.$type:
      return 'submitted';
    case ast.VisitedPattern.$type:
      return 'visited';
    case ast.PerformedPattern.$type:
      return 'performed';
    case ast.PlainPattern.$type:
      return PLAIN[pattern.what ?? ''];
  }
}
